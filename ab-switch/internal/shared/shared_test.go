package shared

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

func open(t *testing.T, d Dir) *Lock {
	t.Helper()
	l, err := d.OpenLock()
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func take(t *testing.T, l *Lock, want bool) {
	t.Helper()
	if held, err := l.TryTake(); err != nil || held != want {
		t.Fatalf("held %t, expected %t: %v", held, want, err)
	}
}

func TestTheLockIsNotLostWithAnotherDescriptorOfItsFile(t *testing.T) {
	d := Dir(t.TempDir())
	holder, other := open(t, d), open(t, d)
	take(t, holder, true)
	for range 10 {
		f, err := os.OpenFile(d.path("lock"), os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		f.Close()
		take(t, open(t, d), false)
	}
	take(t, other, false)
	holder.Release()
	take(t, other, true)
}

// A lock that nothing refers to any more, as in a launcher that only waits for its business to end.
func TestTheLockIsNotCollected(t *testing.T) {
	d := Dir(t.TempDir())
	take(t, open(t, d), true)
	for range 20 {
		runtime.GC()
	}
	take(t, open(t, d), false)
}

func TestTheLockFileStays(t *testing.T) {
	d := Dir(t.TempDir())
	inode := func() uint64 {
		var s syscall.Stat_t
		if err := syscall.Stat(d.path("lock"), &s); err != nil {
			t.Fatal(err)
		}
		return s.Ino
	}
	first := open(t, d)
	before := inode()
	take(t, first, true)
	first.Release()
	second := open(t, d)
	take(t, second, true)
	second.Release()
	if inode() != before {
		t.Error("it is another file")
	}
}

// Users of containers differ, so a lock file may be one that we cannot write to.
func TestALockFileOfAnotherUser(t *testing.T) {
	d := Dir(t.TempDir())
	if err := os.WriteFile(d.path("lock"), nil, 0o444); err != nil {
		t.Fatal(err)
	}
	take(t, open(t, d), true)
}

func TestClaimsAreTrueOnlyWhileTheirLockIsHeld(t *testing.T) {
	d := Dir(t.TempDir())
	if s, err := d.Serving(); err != nil || s != (Seen{}) {
		t.Fatalf("%+v %v", s, err)
	}
	c, err := d.PrepareServing("a", "v1")
	if err != nil {
		t.Fatal(err)
	}
	if s, err := d.Serving(); err != nil || s != (Seen{}) {
		t.Fatalf("shown before it is published: %+v %v", s, err)
	}
	time.Sleep(time.Millisecond)
	published := time.Now()
	if err := c.Publish(); err != nil {
		t.Fatal(err)
	}
	s, err := d.Serving()
	if err != nil || s.Version != "v1" || s.Slot != "a" || !s.Held || s.Since.Before(published.Truncate(time.Microsecond)) {
		t.Fatalf("%+v %v", s, err)
	}
	if d.AwaitEnd(0) {
		t.Error("what serves has ended")
	}
	c.End()
	if s, err := d.Serving(); err != nil || s.Version != "v1" || s.Held {
		t.Fatalf("%+v %v", s, err)
	}
	if !d.AwaitEnd(0) {
		t.Error("what has ended serves")
	}
}

func TestAClaimThatNobodyUnderstands(t *testing.T) {
	d := Dir(t.TempDir())
	for _, content := range []string{"", "v1", "v1\na\nmore\n"} {
		if err := os.WriteFile(d.path("serving"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Serving(); err == nil || !strings.Contains(err.Error(), "a version and a slot") {
			t.Errorf("%q: %v", content, err)
		}
	}
}

func TestPeersAreTheOthers(t *testing.T) {
	d := Dir(t.TempDir())
	for _, name := range []string{"a.sock", "b.sock", "b.sock.new", ".c.sock", "d.waiting"} {
		if err := os.WriteFile(filepath.Join(string(d), name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if peers := d.PeerSockets("a"); len(peers) != 1 || filepath.Base(peers[0]) != "b.sock" {
		t.Error(peers)
	}
}
