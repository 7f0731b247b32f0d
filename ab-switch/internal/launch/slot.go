package launch

import (
	"os"
	"path"
	"strings"

	"tkex.dev/ab-switch/internal/shared"
)

// ContainerName is the name of the container this runs in, or empty. Nothing in a container tells it, but the kubelet mounts
// the file for its last words from a folder of that name.
func ContainerName(messagePath string) string {
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return ""
	}
	return containerName(string(mounts), messagePath)
}

func containerName(mounts, messagePath string) string {
	for line := range strings.Lines(mounts) {
		const source, target = 3, 4
		fields := strings.Fields(line)
		if len(fields) <= target || fields[target] != messagePath {
			continue
		}
		// .../containers/<name>/<random>
		folder, name := path.Split(path.Dir(fields[source]))
		if path.Base(folder) == "containers" && shared.CheckSlot(name) == nil {
			return name
		}
	}
	return ""
}
