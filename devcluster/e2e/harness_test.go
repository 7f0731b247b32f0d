//go:build e2e

// Package e2e runs the devcluster script as a person does. Every cluster it makes is called dce2e-*, and it stops those
// only: others may have clusters in the same checkout.
package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tkex.dev/devcluster/internal/proc"
)

type cluster struct {
	t      *testing.T
	root   string // the devcluster folder
	name   string
	upArgs []string
}

func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func newCluster(t *testing.T, root, name string, upArgs ...string) *cluster {
	c := &cluster{t: t, root: root, name: "dce2e-" + name, upArgs: upArgs}
	c.must("down", "--name", c.name)
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("logs of %s:\n%s", c.name, c.logs())
		}
		c.must("down", "--name", c.name)
	})
	return c
}

// copyCheckout makes another checkout, which shares nothing with this one but the cache.
func copyCheckout(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.Command("cp", "-a", root(t), dir).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return filepath.Join(dir, filepath.Base(root(t)))
}

func (c *cluster) script(args ...string) (string, error) {
	out, err := exec.Command(filepath.Join(c.root, "devcluster"), args...).CombinedOutput()
	if err != nil {
		err = fmt.Errorf("devcluster %s: %w\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out)), err
}

func (c *cluster) must(args ...string) string {
	c.t.Helper()
	out, err := c.script(args...)
	if err != nil {
		c.t.Fatal(err)
	}
	return out
}

func (c *cluster) up() string {
	c.t.Helper()
	return c.must(append([]string{"up", "--name", c.name}, c.upArgs...)...)
}

func (c *cluster) kubectl(args ...string) (string, error) {
	return c.script(append([]string{"kubectl", "--name", c.name, "--"}, args...)...)
}

func (c *cluster) mustKubectl(args ...string) string {
	c.t.Helper()
	out, err := c.kubectl(args...)
	if err != nil {
		c.t.Fatal(err)
	}
	return out
}

func (c *cluster) apply(yaml string) {
	c.t.Helper()
	file := filepath.Join(c.t.TempDir(), "objects.yaml")
	if err := os.WriteFile(file, []byte(yaml), 0o600); err != nil {
		c.t.Fatal(err)
	}
	c.mustKubectl("apply", "-f", file)
}

func (c *cluster) dir() string {
	return filepath.Join(filepath.Dir(c.root), ".run", "devcluster", c.name)
}

func (c *cluster) slot() int {
	c.t.Helper()
	b, err := os.ReadFile(filepath.Join(c.dir(), "state.json"))
	if err != nil {
		c.t.Fatal(err)
	}
	var s struct{ Slot int }
	if err := json.Unmarshal(b, &s); err != nil {
		c.t.Fatal(err)
	}
	return s.Slot
}

// killAll is what a power cut of the processes looks like: nothing gets to clean up.
func (c *cluster) killAll() {
	c.t.Helper()
	ids := proc.Marked(c.dir())
	if len(ids) < 5 {
		c.t.Fatalf("only %d processes carry the mark of %s", len(ids), c.name)
	}
	for _, id := range ids {
		_ = syscall.Kill(id.PID, syscall.SIGKILL)
	}
	await(c.t, "processes gone", func() error {
		if left := proc.Marked(c.dir()); len(left) > 0 {
			return fmt.Errorf("%d left", len(left))
		}
		return nil
	})
}

// goneWithout tells what is left of a cluster, or of the real node in the slot.
func (c *cluster) goneWithout(slot int) error {
	if left := proc.Marked(c.dir()); len(left) > 0 {
		return fmt.Errorf("processes left: %v", left)
	}
	if _, err := os.Stat(c.dir()); err == nil {
		return fmt.Errorf("%s is left", c.dir())
	}
	if slot < 0 {
		return nil
	}
	node := fmt.Sprintf("tkexdc%d", slot)
	for _, path := range []string{
		"/sys/class/net/" + node, "/run/netns/" + node, fmt.Sprintf("/run/tkex-devcluster/%d", slot),
		fmt.Sprintf("/var/lib/tkex-devcluster/%d", slot),
	} {
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s is left", path)
		}
	}
	if cgroups, _ := filepath.Glob("/sys/fs/cgroup/*/" + node); len(cgroups) > 0 {
		return fmt.Errorf("cgroups left: %v", cgroups)
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return err
	}
	for line := range strings.Lines(string(mounts)) {
		if strings.Contains(line, fmt.Sprintf("tkex-devcluster/%d/", slot)) {
			return fmt.Errorf("mount left: %s", line)
		}
	}
	routes, err := exec.Command("ip", "route").CombinedOutput()
	if err == nil && strings.Contains(string(routes), fmt.Sprintf("10.%d.0.0/16", 96+slot)) {
		err = fmt.Errorf("routes left: %s", routes)
	}
	return err
}

func (c *cluster) logs() string {
	var all strings.Builder
	files, _ := filepath.Glob(filepath.Join(c.dir(), "logs", "*.log"))
	for _, f := range files {
		fmt.Fprintf(&all, "== %s\n%s\n", filepath.Base(f), proc.Tail(f, 15))
	}
	return all.String()
}

func await(t *testing.T, what string, check func() error) {
	t.Helper()
	var err error
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		if err = check(); err == nil {
			return
		}
	}
	t.Fatalf("%s: %v", what, err)
}
