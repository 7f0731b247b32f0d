package test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"tkex.dev/ab-switch/internal/business"
	"tkex.dev/ab-switch/internal/gap"
)

// listening is a slot that hands its socket over.
func (p *pod) listening(slot, version string, words ...string) *container {
	p.Helper()
	return p.start(slot, version, spec{flags: []string{"--listen", p.address}, env: []string{"BIZ_BEHAVIOUR=" + strings.Join(words, ",")}})
}

// measured asks every millisecond while something happens.
func (p *pod) measured(during func()) gap.Report {
	p.Helper()
	ctx, stop := context.WithCancel(context.Background())
	report := make(chan gap.Report, 1)
	go func() {
		m := gap.Meter{Address: p.address, Every: time.Millisecond, Timeout: 10 * time.Second, GapOver: 3 * time.Millisecond}
		report <- m.Run(ctx)
	}()
	during()
	stop()
	return <-report
}

func (p *pod) noneFailed(r gap.Report) {
	p.Helper()
	p.Logf("%d answered, %v failed, switches %+v, latency %+v", r.Answered, r.Failures, r.Switches, r.Latency)
	if r.Failed != 0 || r.Answered == 0 {
		p.Errorf("%d of %d requests failed: %v", r.Failed, r.Requests, r.Failures)
	}
}

func TestManySwitchesWithoutOneFailedRequest(t *testing.T) {
	for _, start := range []string{"after-lock", "early"} {
		t.Run(start, func(t *testing.T) {
			p := newPod(t)
			next := func(slot, version string) *container {
				return p.start(slot, version, spec{flags: []string{"--listen", p.address, "--start", start}})
			}
			serving := next("a", "v0")
			p.serves("v0")
			const switches = 25
			r := p.measured(func() {
				for i := 1; i <= switches; i++ {
					version := fmt.Sprint("v", i)
					waiting := next([]string{"a", "b"}[i%2], version)
					waiting.says("waits for the lock")
					p.await("the business of "+version+" to be made", func() bool { return len(childrenOf(waiting.cmd.Process.Pid)) > 0 })
					serving.signal(syscall.SIGTERM)
					if code := serving.exit(); code != 0 {
						t.Fatalf("ended with %d", code)
					}
					p.serves(version)
					serving = waiting
				}
			})
			p.noneFailed(r)
			if len(r.Versions) != switches+1 || r.Switches.Count < switches {
				t.Errorf("%d versions, %d switches", len(r.Versions), r.Switches.Count)
			}
			if s := p.state(); !s.Inherited {
				t.Errorf("the socket was not handed over: %+v", s)
			}
		})
	}
}

func TestAKilledHolderLosesNoConnectionThatWaited(t *testing.T) {
	p := newPod(t)
	a := p.listening("a", "v1")
	p.serves("v1")
	b := p.listening("b", "v2")
	b.says("waits for the lock")
	p.await("the socket to be handed over", func() bool { return len(childrenOf(b.cmd.Process.Pid)) == 1 })
	owner := p.businessOf(a)
	_ = syscall.Kill(owner, syscall.SIGSTOP)
	p.await("the business to stand still", func() bool { return state(owner) == "T" })
	// It is in the queue of a socket whose owner will not come back.
	conn, err := net.Dial("tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	a.signal(syscall.SIGKILL)
	a.exit()
	_ = conn.SetDeadline(time.Now().Add(patience))
	if _, err := fmt.Fprint(conn, "GET / HTTP/1.0\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	answer := make([]byte, 1000)
	n, err := conn.Read(answer)
	if text := string(answer[:n]); err != nil || !strings.HasSuffix(text, "v2\n") {
		t.Errorf("%q %v", text, err)
	}
	// Who starts again asks who has it now.
	a = p.listening("a", "v1")
	a.says("waits for the lock")
	b.signal(syscall.SIGKILL)
	p.serves("v1")
}

func (p *pod) businessOf(c *container) int {
	p.Helper()
	children := childrenOf(c.cmd.Process.Pid)
	if len(children) != 1 {
		p.Fatalf("slot %s has the children %v", c.slot, children)
	}
	return children[0]
}

func TestAHolderThatIsStoppedHandsOverLater(t *testing.T) {
	p := newPod(t)
	a := p.listening("a", "v1")
	p.serves("v1")
	a.signal(syscall.SIGSTOP)
	b := p.listening("b", "v2")
	b.says("waits for the lock")
	if n := len(childrenOf(b.cmd.Process.Pid)); n != 0 {
		t.Fatalf("%d business processes without a socket", n)
	}
	a.signal(syscall.SIGCONT)
	p.await("the socket to be handed over", func() bool { return len(childrenOf(b.cmd.Process.Pid)) == 1 })
	r := p.measured(func() {
		a.signal(syscall.SIGTERM)
		p.serves("v2")
	})
	p.noneFailed(r)
}

// A version that opens its port itself may come before or after one whose launcher does.
func TestVersionsThatHandNothingOver(t *testing.T) {
	p := newPod(t)
	a := p.run("a", "v1")
	p.serves("v1")
	b := p.listening("b", "v2")
	b.says("waits for the lock")
	a.signal(syscall.SIGTERM)
	p.serves("v2")
	if s := p.state(); !s.Inherited {
		t.Errorf("%+v", s)
	}
	a = p.run("a", "v1")
	a.says("waits for the lock")
	b.signal(syscall.SIGTERM)
	p.serves("v1")
	if s := p.state(); s.Inherited {
		t.Errorf("%+v", s)
	}
	// Nobody but the holder opens the port, not even while the holder's business has not.
	a.signal(syscall.SIGTERM)
	a.exit()
	a = p.run("a", "v3", business.SlowStart+"=300ms")
	a.says("serves, after")
	b = p.listening("b", "v4")
	b.says("waits for the lock")
	p.serves("v3")
}

func TestAPortThatIsTaken(t *testing.T) {
	p := newPod(t)
	other, err := net.Listen("tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	a := p.listening("a", "v1")
	p.await("a to have the lock", func() bool {
		b := exec.Command("flock", "-n", p.path("lock"), "true")
		return b.Run() != nil
	})
	other.Close()
	p.serves("v1")
	a.signal(syscall.SIGTERM)
	a.exit()

	other, err = net.Listen("tcp", p.address)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	a = p.listening("a", "v1")
	if code := a.exit(); code != 1 || !strings.Contains(a.lastWords(), "--listen "+p.address) || !strings.Contains(a.lastWords(), "in use") {
		t.Errorf("ended with %d, last words %q", code, a.lastWords())
	}
}

func TestSeveralSocketsInTheirOrder(t *testing.T) {
	p := newPod(t)
	second := freeAddress(t)
	script := `echo "fds $LISTEN_FDS, mine: $([ "$LISTEN_PID" = $$ ] && echo yes)"; exec 4<&-; exec "$0"`
	listen := spec{flags: []string{"--listen", p.address, "--listen", second}, command: []string{"/bin/sh", "-c", script, program("business")}}
	a := p.start("a", "v1", listen)
	a.says("fds 2, mine: yes")
	p.serves("v1")
	if conn, err := net.Dial("tcp", second); err != nil {
		t.Errorf("the second socket: %v", err)
	} else {
		conn.Close()
	}
	// One of them is known to the holder, one is not.
	third := freeAddress(t)
	b := p.start("b", "v2", spec{flags: []string{"--listen", third + "," + p.address}, env: []string{"BIZ_ADDRESS=none"}})
	b.says("waits for the lock")
	a.signal(syscall.SIGTERM)
	p.address = third
	p.serves("v2")
}

func TestTheSocketIsBlockingAsSystemdHandsItOver(t *testing.T) {
	p := newPod(t)
	a := p.start("a", "v1", spec{flags: []string{"--listen", p.address}, command: []string{"/bin/sh", "-c", `cat /proc/$$/fdinfo/3; exec sleep 300`}})
	a.says("flags:")
	const nonBlocking = "04000"
	for line := range strings.Lines(a.output()) {
		if flags, is := strings.CutPrefix(line, "flags:"); is && strings.HasSuffix(strings.TrimSpace(flags), nonBlocking[1:]) {
			t.Errorf("the socket does not block: %s", line)
		}
	}
}

func TestASocketFileOfAKilledContainer(t *testing.T) {
	p := newPod(t)
	for range 3 {
		a := p.listening("a", "v1")
		p.serves("v1")
		a.signal(syscall.SIGKILL)
		a.exit()
		if _, err := os.Stat(p.path("a.sock")); err != nil {
			t.Fatal(err)
		}
	}
}

func TestASocketPathThatIsTooLong(t *testing.T) {
	p := newPod(t)
	p.dir = p.path(strings.Repeat("x", 90))
	if err := os.Mkdir(p.dir, 0o755); err != nil {
		t.Fatal(err)
	}
	a := p.listening("a", "v1")
	if code := a.exit(); code != 1 || !strings.Contains(a.lastWords(), "at most 107 bytes") {
		t.Errorf("ended with %d, last words %q", code, a.lastWords())
	}
}

// The other way: both versions open the port, the next one before the last one closes it.
func TestReusePort(t *testing.T) {
	p := newPod(t)
	next := func(slot, version string) *container {
		return p.start(slot, version, spec{flags: []string{"--start=early", "--await-ready"}, env: []string{"BIZ_BEHAVIOUR=" + business.ReusePort}})
	}
	a := next("a", "v1")
	p.serves("v1")
	b := next("b", "v2")
	b.says("waits for the lock")
	r := p.measured(func() {
		a.signal(syscall.SIGTERM)
		p.serves("v2")
	})
	if n := r.Failures["refused"]; n != 0 {
		t.Errorf("%d connections were refused: %v", n, r.Failures)
	}
}
