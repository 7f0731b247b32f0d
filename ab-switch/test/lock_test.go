package test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"tkex.dev/ab-switch/internal/shared"
)

func TestTheBusinessDiesWithItsLauncher(t *testing.T) {
	// Which thread makes the exec is a matter of luck.
	for range 20 {
		p := newPod(t)
		a := p.run("a", "v1")
		p.serves("v1")
		pid := p.state().PID
		a.signal(syscall.SIGKILL)
		p.await("the business to end", func() bool { return !alive(pid) })
	}
}

func TestTheLockSurvivesGarbageCollection(t *testing.T) {
	p := newPod(t)
	p.start("a", "v1", spec{env: []string{storm + "=1"}})
	p.serves("v1")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	const collections = 300
	start := time.Now()
	for served := 0; served < collections && time.Since(start) < patience; served++ {
		if v := p.answer(); v != "v1" {
			t.Fatalf("%q answers after %s", v, time.Since(start))
		}
	}
	if w := p.waits(); w != "b" {
		t.Errorf("waiting: %q", w)
	}
}

// orphaning is a business whose child has every descriptor that the business has, and outlives it.
const orphaning = `(trap "" TERM HUP; sleep 300) & echo $! >"$0"; exec "$1"`

func (p *pod) startOrphaning(slot, version string, flags ...string) (*container, func() int) {
	file := p.path("orphan")
	c := p.start(slot, version, spec{flags: flags, command: []string{"/bin/sh", "-c", orphaning, file, program("business")}})
	pid := func() int {
		content, _ := os.ReadFile(file)
		n, _ := strconv.Atoi(strings.TrimSpace(string(content)))
		return n
	}
	p.Cleanup(func() {
		if n := pid(); n > 0 && p.inDir(n) {
			_ = syscall.Kill(n, syscall.SIGKILL)
		}
	})
	return c, pid
}

// inDir reports whether a process has a file of this pod open, which no other process of this machine has.
func (p *pod) inDir(pid int) bool {
	links, _ := filepath.Glob(fmt.Sprintf("/proc/%d/fd/*", pid))
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && strings.HasPrefix(target, p.dir+"/") {
			return true
		}
	}
	return false
}

func TestWhatTheBusinessLeavesBehindEndsBeforeTheNextServes(t *testing.T) {
	p := newPod(t)
	a, orphan := p.startOrphaning("a", "v1")
	p.serves("v1")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	if !alive(orphan()) || !p.inDir(orphan()) {
		t.Fatal("no child of the business with its descriptors")
	}
	a.signal(syscall.SIGTERM)
	a.exit()
	if alive(orphan()) {
		t.Error("it is still alive")
	}
	p.serves("v2")
}

func TestAnOrphanOfAKilledLauncherHoldsTheNextUpForAMomentOnly(t *testing.T) {
	p := newPod(t)
	a, orphan := p.startOrphaning("a", "v1")
	p.serves("v1")
	b := p.start("b", "v2", spec{flags: []string{"--orphan-timeout=400ms"}})
	b.says("waits for the lock")
	start := time.Now()
	a.signal(syscall.SIGKILL)
	p.serves("v2")
	if took := time.Since(start); took < 400*time.Millisecond {
		t.Errorf("it served after %s, as if nothing of the last holder were there", took)
	}
	if !alive(orphan()) {
		t.Error("there was no orphan, so nothing is shown")
	}
	b.says("--orphan-timeout")
	// Nor does it make a file true that is not any more.
	b.signal(syscall.SIGTERM)
	b.exit()
	if s := p.status().Serving; s.Held {
		t.Errorf("%+v", s)
	}
}

func TestKilledAndStartedAgain(t *testing.T) {
	p := newPod(t)
	a := p.run("a", "v1")
	p.serves("v1")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	a.signal(syscall.SIGKILL)
	a.exit()
	p.serves("v2")
	b.signal(syscall.SIGKILL)
	b.exit()
	p.await("status to notice", func() bool { return !p.status().Serving.Held })
	if s := p.status().Serving; s.Version != "v2" {
		t.Errorf("what served last is forgotten: %+v", s)
	}
	p.run("b", "v2")
	p.serves("v2")
}

func TestFilesOfContainersThatAreGone(t *testing.T) {
	p := newPod(t)
	for name, content := range map[string]string{
		"serving": "v9\nz\n", "z.waiting": "v9\nz\n", "a.waiting": "v0\na\n", ".serving.a": "half", ".a.waiting.a": "half", "a.sock": "", "z.sock": "",
		"a.sock.new": "", "lock": "",
	} {
		if err := os.WriteFile(p.path(name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if s := p.status(); s.Serving.Held || len(s.Waiting) != 0 {
		t.Errorf("believed: %+v", s)
	}
	a := p.start("a", "v1", spec{flags: []string{"--listen", p.address}})
	a.says("serves")
	p.serves("v1")
	if _, err := os.Stat(p.path("a.waiting")); !os.IsNotExist(err) {
		t.Errorf("a.waiting is still there: %v", err)
	}
}

func TestAReplacedLockFile(t *testing.T) {
	p := newPod(t)
	a := p.run("a", "v1")
	p.serves("v1")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	// Somebody tidied up, as nobody should: who waited for the old file must not be the holder of a lock that the next does not see.
	if err := os.Remove(p.path("lock")); err != nil {
		t.Fatal(err)
	}
	other, err := shared.Dir(p.dir).OpenLock()
	if err != nil {
		t.Fatal(err)
	}
	if held, err := other.TryTake(); err != nil || !held {
		t.Fatal(held, err)
	}
	a.signal(syscall.SIGTERM)
	a.exit()
	for range 50 {
		if v := p.answer(); v != "" {
			t.Fatalf("%s serves although another holds the lock", v)
		}
		time.Sleep(2 * time.Millisecond)
	}
	other.Release()
	p.serves("v2")
}

func TestZombiesAreReaped(t *testing.T) {
	for name, attr := range map[string]*syscall.SysProcAttr{"as one process of many": nil, "as process 1": processOne()} {
		t.Run(name, func(t *testing.T) {
			p := newPod(t)
			// The inner shell ends at once, so its child loses its parent, and ends as well.
			a := p.start("a", "v1", spec{attr: attr, command: []string{"/bin/sh", "-c",
				`for i in 1 2 3 4 5 6 7 8; do (sleep 0.05 & ); done; exec "$0"`, program("business")}})
			p.serves("v1")
			p.await("the business to be the only child", func() bool { return len(childrenOf(a.cmd.Process.Pid)) == 1 })
			a.signal(syscall.SIGTERM)
			if code := a.exit(); code != 0 {
				t.Errorf("ended with %d", code)
			}
		})
	}
}

func TestAsProcessOneNothingOutlivesTheBusiness(t *testing.T) {
	p := newPod(t)
	command := []string{"/bin/sh", "-c", `(trap "" TERM; sleep 300) & exec "$0"`, program("business")}
	a := p.start("a", "v1", spec{attr: processOne(), command: command})
	p.serves("v1")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	family := childrenOf(a.cmd.Process.Pid)
	for _, pid := range childrenOf(a.cmd.Process.Pid) {
		family = append(family, childrenOf(pid)...)
	}
	if len(family) < 2 {
		t.Fatalf("%v", family)
	}
	a.signal(syscall.SIGTERM)
	a.exit()
	for _, pid := range family {
		if alive(pid) {
			t.Errorf("%d is alive", pid)
		}
	}
	p.serves("v2")
}

// processOne makes the process the first of a namespace of its own, as a container runtime does.
func processOne() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWPID}
	if os.Getuid() != 0 {
		attr.Cloneflags |= syscall.CLONE_NEWUSER
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getuid(), HostID: os.Getuid(), Size: 1}}
	}
	return attr
}

// childrenOf counts zombies too.
func childrenOf(pid int) []int {
	var children []int
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		content, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		fields := strings.Fields(string(content[bytes.LastIndexByte(content, ')')+1:]))
		if len(fields) > 1 && fields[1] == strconv.Itoa(pid) {
			child, _ := strconv.Atoi(strings.Split(path, "/")[2])
			children = append(children, child)
		}
	}
	return children
}
