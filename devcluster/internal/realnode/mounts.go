package realnode

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// mountsBelow lists mount points at or below the folders, the latest mounted first.
func mountsBelow(mountinfo string, dirs ...string) []string {
	var found []string
	for line := range strings.Lines(mountinfo) {
		fields := strings.Fields(line)
		if len(fields) < 5 {
			continue
		}
		point := unescape(fields[4])
		for _, d := range dirs {
			if point == d || strings.HasPrefix(point, d+"/") {
				found = append([]string{point}, found...)
			}
		}
	}
	return found
}

// unescape decodes the octal escapes by which the kernel writes blanks in paths.
func unescape(s string) string {
	for i := 0; i+3 < len(s); i++ {
		if s[i] == '\\' {
			if n, err := strconv.ParseUint(s[i+1:i+4], 8, 8); err == nil {
				s = s[:i] + string([]byte{byte(n)}) + s[i+4:]
			}
		}
	}
	return s
}

// unmountBelow must come before deleting the folders: a bind mount below them may show files of the machine.
func unmountBelow(dirs ...string) error {
	for range 20 {
		b, err := os.ReadFile("/proc/self/mountinfo")
		if err != nil {
			return err
		}
		points := mountsBelow(string(b), dirs...)
		if len(points) == 0 {
			return nil
		}
		for _, p := range points {
			if syscall.Unmount(p, 0) != nil {
				_ = syscall.Unmount(p, syscall.MNT_DETACH)
			}
		}
	}
	return fmt.Errorf("mounts below %s do not go away; see /proc/self/mountinfo", strings.Join(dirs, ", "))
}
