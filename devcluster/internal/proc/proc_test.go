package proc

import (
	"bytes"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestParseStatWithBlanksAndBracketsInTheName(t *testing.T) {
	line := "42 (a) b (c) S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 987654 1 2 3"
	got, err := parseStat([]byte(line))
	if want := (statLine{state: 'S', threads: 1, startTicks: 987654}); err != nil || got != want {
		t.Fatalf("got %+v %v", got, err)
	}
}

func TestParseStatRefusesRubbish(t *testing.T) {
	for _, line := range []string{"", "42", "42 (x) S 1 2"} {
		if _, err := parseStat([]byte(line)); err == nil {
			t.Errorf("%q was taken", line)
		}
	}
}

func TestARecycledPidIsNotOurs(t *testing.T) {
	me, err := Identify(os.Getpid())
	if err != nil || !me.Alive() {
		t.Fatalf("own process not seen alive: %v", err)
	}
	for _, other := range []Identity{
		{PID: me.PID, StartTicks: me.StartTicks + 1, BootID: me.BootID},
		{PID: me.PID, StartTicks: me.StartTicks, BootID: "another boot"},
		{},
	} {
		if other.Alive() {
			t.Errorf("%+v counts as alive", other)
		}
	}
}

func TestStartMarkStop(t *testing.T) {
	dir := t.TempDir()
	log := filepath.Join(dir, "log")
	// given a process that ignores SIGTERM and whose child does the same
	script := "trap '' TERM; echo up; sleep 1000 & wait; sleep 1000"
	c, err := Start(Spec{Name: "stubborn", Argv: []string{"/bin/sh", "-c", script}, Log: log, Dir: dir, Mark: dir})
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return strings.Contains(Tail(log, 1), "up") && len(Marked(dir)) == 2 })
	// when the marked ones are stopped
	marked := Marked(dir)
	if err := Stop(marked, 50*time.Millisecond); err != nil {
		t.Fatal(err)
	}
	// then all are gone
	if c.Alive() || len(Marked(dir)) != 0 {
		t.Error("still there after Stop")
	}
	<-c.Exited
}

func TestAZombieCountsAsGone(t *testing.T) {
	cmd := exec.Command("/bin/sh", "-c", "exit 0")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Wait() }()
	waitFor(t, func() bool { _, err := Identify(cmd.Process.Pid); return err == ErrGone })
}

// The helper of the next test: it runs as a copy of the test program, listens and dirties memory, which makes its threads
// end at different times.
func TestMain(m *testing.M) {
	if port := os.Getenv("LISTEN_ON"); port != "" {
		if _, err := net.Listen("tcp", port); err != nil {
			os.Exit(3)
		}
		held := bytes.Repeat([]byte{1}, 256<<20)
		for range 8 {
			go func() {
				for {
					held[0]++
				}
			}()
		}
		os.Stdout.WriteString("listening\n")
		select {}
	}
	os.Exit(m.Run())
}

func TestAKilledServersPortIsFreeOnceItIsGone(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	t.Setenv("LISTEN_ON", address)
	for range 5 {
		dir := t.TempDir()
		log := filepath.Join(dir, "log")
		c, err := Start(Spec{Name: "server", Argv: []string{os.Args[0]}, Log: log, Dir: dir, Mark: dir})
		if err != nil {
			t.Fatal(err)
		}
		waitFor(t, func() bool { return strings.Contains(Tail(log, 1), "listening") })
		if err := Kill([]Identity{c.Identity}); err != nil {
			t.Fatal(err)
		}
		again, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		_ = again.Close()
	}
}

func TestTail(t *testing.T) {
	f := filepath.Join(t.TempDir(), "log")
	if err := os.WriteFile(f, []byte("a\nb\nc\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := Tail(f, 2); got != "b\nc" {
		t.Errorf("got %q", got)
	}
	if got := Tail(f, 9); got != "a\nb\nc" {
		t.Errorf("got %q", got)
	}
}

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("condition not met in 10 s")
		}
	}
}
