package proc

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
)

// Marker is the environment variable that every process of a cluster carries; its value is the cluster's state folder.
//
// Children inherit it (a containerd shim outlives containerd), and it is there even if devcluster was killed between the
// start of a process and writing it down.
const Marker = "TKEX_DEVCLUSTER_STATE"

// Marked lists the live processes that carry the marker with this value, without the caller itself.
func Marked(value string) []Identity {
	want := []byte(Marker + "=" + value)
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var found []Identity
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || pid == os.Getpid() {
			continue
		}
		// Identify first: were the pid handed out again in between, the start time would tell.
		id, err := Identify(pid)
		if err != nil {
			continue
		}
		env, err := os.ReadFile(filepath.Join("/proc", e.Name(), "environ"))
		if err != nil {
			continue
		}
		for _, kv := range bytes.Split(env, []byte{0}) {
			if bytes.Equal(kv, want) {
				found = append(found, id)
				break
			}
		}
	}
	return found
}
