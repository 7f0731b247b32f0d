// Package shared is the directory that the slots of a pod have in common, an emptyDir that outlives their containers:
//
//	lock            whoever holds its kernel lock serves; never replaced, never removed, never read
//	serving         what serves: the version in the first line, the slot in the second
//	<slot>.waiting  the same of a slot that waits for the lock
//	<slot>.sock     where the launcher of a slot hands over listening sockets
//
// A file may be of a container that is long gone, so none is believed for being there: whoever wrote serving or waiting
// holds a lock of its own on that very file for as long as it is true. All locks are flock, in every version for ever:
// the kernel's other kind knows nothing of it, and is lost when any descriptor of the file is closed.
package shared

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Dir is the path of the directory.
type Dir string

const (
	servingName   = "serving"
	waitingSuffix = ".waiting"
	socketSuffix  = ".sock"
)

// SlotAllowed says what CheckSlot takes.
const SlotAllowed = "1 to 63 of a-z, 0-9 and -, beginning and ending with a letter or digit, as in a container's name"

// VersionAllowed says what CheckVersion takes.
const VersionAllowed = "1 to 253 printable ASCII characters without spaces"

var (
	slotPattern    = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$`)
	versionPattern = regexp.MustCompile(`^[!-~]{1,253}$`)
)

// CheckSlot takes names that fit into a file name; the name of the container is one.
func CheckSlot(name string) error {
	if !slotPattern.MatchString(name) {
		return fmt.Errorf("allowed are %s", SlotAllowed)
	}
	return nil
}

// CheckVersion takes what stands in one line and can be compared by eye.
func CheckVersion(version string) error {
	if !versionPattern.MatchString(version) {
		return fmt.Errorf("allowed are %s", VersionAllowed)
	}
	return nil
}

// Check says what is wrong with the path.
func (d Dir) Check() error {
	const remedy = "mount one emptyDir there in every container of the slots"
	info, err := os.Stat(string(d))
	switch {
	case err != nil:
		return fmt.Errorf("%w; %s", err, remedy)
	case !info.IsDir():
		return fmt.Errorf("%s is no directory; %s", d, remedy)
	}
	return nil
}

// SocketPath is where the launcher of a slot listens.
func (d Dir) SocketPath(slot string) string { return d.path(slot + socketSuffix) }

// PeerSockets are the paths of the other slots' sockets, living or not.
func (d Dir) PeerSockets(slot string) []string {
	var peers []string
	for _, name := range d.names(socketSuffix) {
		if name != slot+socketSuffix {
			peers = append(peers, d.path(name))
		}
	}
	return peers
}

func (d Dir) path(name string) string { return filepath.Join(string(d), name) }

// names leaves out files that are being made.
func (d Dir) names(suffix string) []string {
	entries, err := os.ReadDir(string(d))
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), suffix) && !strings.HasPrefix(e.Name(), ".") {
			names = append(names, e.Name())
		}
	}
	return names
}
