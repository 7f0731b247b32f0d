package test

import (
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"tkex.dev/ab-switch/internal/business"
)

func TestAnEarlyBusinessIsLoadedWhenItMayServe(t *testing.T) {
	p := newPod(t)
	a := p.run("a", "v1")
	p.serves("v1")
	const load = 400 * time.Millisecond
	b := p.start("b", "v2", spec{flags: []string{"--start=early", "--await-ready"}, env: []string{"BIZ_BEHAVIOUR=" + business.SlowStart + "=" + load.String()}})
	b.says("loads")
	if w := p.waits(); w != "" {
		t.Error("it waits for the lock before it is ready")
	}
	b.says("waits for the lock")
	start := time.Now()
	a.signal(syscall.SIGTERM)
	p.serves("v2")
	if took := time.Since(start); took >= load {
		t.Errorf("it served after %s, as if it loaded only then", took)
	}
}

func TestOneThatLoadsLeavesTheLockToOthers(t *testing.T) {
	p := newPod(t)
	a := p.run("a", "v1")
	p.serves("v1")
	b := p.start("b", "v2", spec{flags: []string{"--start=early", "--await-ready"}, env: []string{"BIZ_BEHAVIOUR=" + business.SlowStart + "=1h"}})
	b.says("loads")
	a.signal(syscall.SIGTERM)
	a.exit()
	p.run("a", "v1")
	p.serves("v1")
	start := time.Now()
	b.signal(syscall.SIGTERM)
	if code, took := b.exit(), time.Since(start); code != 0 || took > 5*time.Second {
		t.Errorf("ended with %d after %s", code, took)
	}
}

func TestAnEarlyBusinessThatCrashesWhileItWaitsHarmsNobody(t *testing.T) {
	p := newPod(t)
	a := p.run("a", "v1")
	p.serves("v1")
	b := p.start("b", "v2", spec{flags: []string{"--start=early"}, env: []string{"BIZ_BEHAVIOUR=" + business.CrashWaiting + "=50ms"}})
	if code := b.exit(); code != 4 || !strings.Contains(b.lastWords(), "ended with code 4 before it served") {
		t.Errorf("ended with %d, last words %q", code, b.lastWords())
	}
	if s := p.status(); s.Serving.Version != "v1" || !s.Serving.Held || len(s.Waiting) != 0 {
		t.Errorf("%+v", s)
	}
	p.serves("v1")
	a.signal(syscall.SIGTERM)
	a.exit()
}

func TestAnEarlyBusinessEndsWithTheLauncherItWaitsFor(t *testing.T) {
	p := newPod(t)
	p.run("a", "v1")
	p.serves("v1")
	b := p.start("b", "v2", spec{flags: []string{"--start=early"}})
	b.says("waits for the lock")
	p.await("the business", func() bool { return len(childrenOf(b.cmd.Process.Pid)) == 1 })
	pid := childrenOf(b.cmd.Process.Pid)[0]
	b.signal(syscall.SIGKILL)
	p.await("the business to end", func() bool { return !alive(pid) })
}

func TestAnEarlyBusinessThatDoesNotEndIsKilledSoon(t *testing.T) {
	p := newPod(t)
	p.run("a", "v1")
	p.serves("v1")
	b := p.start("b", "v2", spec{flags: []string{"--start=early", "--stop-timeout=1h"}, command: []string{"/bin/sh", "-c", `trap "" TERM; echo deaf; while :; do sleep 1; done`}})
	b.says("deaf")
	b.signal(syscall.SIGTERM)
	if code := b.exit(); code != 137 {
		t.Errorf("ended with %d", code)
	}
}

// A script can do all that a business is asked for.
func TestAScriptAsBusiness(t *testing.T) {
	p := newPod(t)
	const script = `echo loading; echo ready >&$AB_TELL_FD
		read word <&$AB_GO_FD || exit 1
		echo "serving by $word"
		trap 'echo done >&$AB_TELL_FD; sleep 0.3; echo tidy; exit 0' TERM
		while :; do sleep 0.01; done`
	a := p.start("a", "v1", spec{flags: []string{"--start=early", "--await-ready"}, command: []string{"/bin/sh", "-c", script}})
	a.says("serving by go")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	a.signal(syscall.SIGTERM)
	a.says("says that it serves no more")
	p.serves("v2")
	if code := a.exit(); code != 0 || !strings.Contains(a.output(), "tidy") {
		t.Errorf("ended with %d", code)
	}
	if _, err := os.Stat(p.path("b.waiting")); !os.IsNotExist(err) {
		t.Error(err)
	}
}

func TestWordsThatNobodyKnowsAreNamed(t *testing.T) {
	p := newPod(t)
	a := p.start("a", "v1", spec{command: []string{"/bin/sh", "-c", `echo hello >&$AB_TELL_FD; exec "$0"`, program("business")}})
	a.says(`"hello"`)
	a.says("allowed are ready, and done while it serves")
	p.serves("v1")
}

func TestEndingWhileItTakesOver(t *testing.T) {
	p := newPod(t)
	a, _ := p.startOrphaning("a", "v1")
	p.serves("v1")
	b := p.start("b", "v2", spec{flags: []string{"--orphan-timeout=1m"}})
	b.says("waits for the lock")
	a.signal(syscall.SIGKILL)
	a.exit()
	// b has the lock, and waits for the orphan.
	c := p.start("c", "v3", spec{flags: []string{"--orphan-timeout=0s"}})
	c.says("waits for the lock")
	b.signal(syscall.SIGTERM)
	if code := b.exit(); code != 0 {
		t.Errorf("ended with %d", code)
	}
	p.serves("v3")
}
