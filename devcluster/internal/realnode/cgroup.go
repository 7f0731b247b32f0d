package realnode

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"tkex.dev/devcluster/internal/proc"
)

// hierarchies lists the mount points of cgroup v1 controllers and of cgroup v2.
func hierarchies() []string {
	b, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil
	}
	var points []string
	for line := range strings.Lines(string(b)) {
		before, after, _ := strings.Cut(line, " - ")
		fields := strings.Fields(before)
		if len(fields) >= 5 && (strings.HasPrefix(after, "cgroup ") || strings.HasPrefix(after, "cgroup2 ")) {
			points = append(points, unescape(fields[4]))
		}
	}
	return points
}

// makeCgroups makes the parent of the node's pods, which a kubelet expects to be there.
func (s Slot) makeCgroups() error {
	for _, h := range hierarchies() {
		dir := filepath.Join(h, s.Cgroup())
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return err
		}
		// Under v1 a cpuset starts out empty and then takes no process.
		for _, name := range []string{"cpuset.cpus", "cpuset.mems"} {
			if b, err := os.ReadFile(filepath.Join(h, name)); err == nil {
				if err := os.WriteFile(filepath.Join(dir, name), b, 0o644); err != nil {
					return err
				}
			}
		}
		// Under v2 the controllers are passed on one by one; those the machine lacks are refused.
		for _, controller := range []string{"cpu", "cpuset", "memory", "pids", "io", "hugetlb"} {
			for _, d := range []string{h, dir} {
				control := filepath.Join(d, "cgroup.subtree_control")
				if _, err := os.Stat(control); err == nil {
					_ = os.WriteFile(control, []byte("+"+controller), 0o644)
				}
			}
		}
	}
	return nil
}

// dropCgroups ends what still runs in the node's pods and removes their cgroups.
func (s Slot) dropCgroups() error {
	var err error
	for range 100 {
		var ids []proc.Identity
		var dirs []string
		for _, h := range hierarchies() {
			_ = filepath.WalkDir(filepath.Join(h, s.Cgroup()), func(path string, d fs.DirEntry, err error) error {
				if err == nil && d.IsDir() {
					dirs = append(dirs, path)
					ids = append(ids, members(path)...)
				}
				return nil
			})
		}
		if err = proc.Kill(ids); err != nil {
			return err
		}
		for i := len(dirs) - 1; i >= 0; i-- {
			if e := os.Remove(dirs[i]); e != nil {
				err = e
			}
		}
		if err == nil {
			return nil
		}
		// The kernel empties a cgroup a moment after its last process is gone.
		time.Sleep(20 * time.Millisecond)
	}
	return err
}

func members(cgroup string) []proc.Identity {
	b, err := os.ReadFile(filepath.Join(cgroup, "cgroup.procs"))
	if err != nil {
		return nil
	}
	var ids []proc.Identity
	for _, field := range strings.Fields(string(b)) {
		if pid, err := strconv.Atoi(field); err == nil {
			if id, err := proc.Identify(pid); err == nil {
				ids = append(ids, id)
			}
		}
	}
	return ids
}
