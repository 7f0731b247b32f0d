package test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAPauseImageIsKnownByWhatItLacks(t *testing.T) {
	p := newPod(t)
	leftover := p.path("b.waiting")
	if err := os.WriteFile(leftover, []byte("v1\nb\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	// No version either: the slot that pauses may have none.
	b := p.start("b", "", spec{flags: []string{"--pause-file", program("pause")}, command: []string{"/app/server", "--port=1"}})
	b.says("slot b has no business")
	b.says("pauses until SIGTERM")
	if _, err := os.Stat(leftover); !os.IsNotExist(err) {
		t.Errorf("b.waiting is still there: %v", err)
	}
	a := p.run("a", "v1")
	p.serves("v1")
	a.signal(syscall.SIGTERM)
	a.exit()
	if w := p.waits(); w != "" {
		t.Errorf("%s waits", w)
	}
	start := time.Now()
	b.signal(syscall.SIGTERM)
	if code, took := b.exit(), time.Since(start); code != 0 || took > time.Second || b.lastWords() != "" {
		t.Errorf("ended with %d after %s, last words %q", code, took, b.lastWords())
	}
	if s := p.status().Serving; s.Slot != "a" {
		t.Errorf("%+v", s)
	}
}

func TestAnImageThatIsNeither(t *testing.T) {
	p := newPod(t)
	text, wrong := p.path("text"), p.path("wrong")
	if err := os.WriteFile(text, []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(wrong, []byte("#!/does/not/exist\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, command, pause, words string
		code                        int
	}{
		{"missing path", "/app/server", "/does/not/exist", "neither a business nor a pause image", 127},
		{"missing name", "no-such-server", "/does/not/exist", "neither a business nor a pause image", 127},
		{"a folder as pause", "/app/server", "/tmp", "neither a business nor a pause image", 127},
		// A business that is there but broken is no pause image.
		{"not executable", text, program("pause"), "permission denied", 126},
		{"a folder", "/tmp", program("pause"), "cannot be started", 126},
		{"without its interpreter", wrong, program("pause"), "no such file", 126},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := (&pod{T: t, dir: p.dir, address: p.address}).start("a", "v1", spec{flags: []string{"--pause-file", c.pause}, command: []string{c.command}})
			code := a.exit()
			if words := a.lastWords(); code != c.code || !strings.Contains(words, c.words) || !strings.Contains(words, c.command) {
				t.Errorf("ended with %d, last words %q", code, words)
			}
			if !strings.Contains(a.output(), c.words) {
				t.Errorf("said %q", a.output())
			}
		})
	}
}

func TestABusinessOfThePath(t *testing.T) {
	p := newPod(t)
	a := p.start("a", "v1", spec{command: []string{"business"}, env: []string{"PATH=" + programs}})
	p.serves("v1")
	if strings.Contains(a.output(), "has no business") {
		t.Error(a.output())
	}
}

func TestPauseIgnoresWhatItIsCalledWith(t *testing.T) {
	p := newPod(t)
	for i, args := range [][]string{{program("pause"), "run", "--", "true"}, {program("ab-switch"), "pause", "rest"}} {
		c := p.process(fmt.Sprint("pause-", i), args...)
		c.says("pauses until SIGTERM")
		select {
		case <-c.ended:
			t.Fatalf("%v ended", args)
		default:
		}
		c.signal(syscall.SIGTERM)
		if code := c.exit(); code != 0 {
			t.Errorf("%v ended with %d", args, code)
		}
	}
}

func TestInstall(t *testing.T) {
	p := newPod(t)
	target := p.path("ab-switch")
	for range 2 {
		out, code := p.command("install", p.dir)
		if code != 0 || strings.TrimSpace(out) != target {
			t.Fatalf("ended with %d: %s", code, out)
		}
	}
	info, err := os.Stat(target)
	if err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("%v %v", info, err)
	}
	// An init container that runs again replaces the program of a launcher that runs from there.
	cmd := exec.Command(target, "pause")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
	if out, code := p.command("install", p.dir); code != 0 {
		t.Errorf("ended with %d: %s", code, out)
	}
	if left, _ := filepath.Glob(p.path(".ab-switch-*")); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
	if out, code := p.command("install", p.path("nowhere")); code != 1 || !strings.Contains(out, "nowhere must be a directory that user") {
		t.Errorf("ended with %d: %s", code, out)
	}
}
