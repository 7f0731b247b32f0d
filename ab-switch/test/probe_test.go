package test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"tkex.dev/ab-switch/internal/probe"
)

func (p *pod) probe(flags ...string) (string, int) {
	p.Helper()
	out, code := p.command(append([]string{"probe", "--dir", p.dir, "--wanted", p.path("wanted")}, flags...)...)
	return strings.TrimSpace(out), code
}

func (p *pod) probes(wantCode int, want string, flags ...string) {
	p.Helper()
	if out, code := p.probe(flags...); code != wantCode || out != want {
		p.Errorf("the probe ended with %d and said %q, expected %d and %q", code, out, wantCode, want)
	}
}

func TestProbe(t *testing.T) {
	p := newPod(t)
	if out, code := p.probe(); code != 1 || !strings.Contains(out, p.path("wanted")) {
		t.Errorf("ended with %d: %s", code, out)
	}
	p.want("")
	if out, code := p.probe(); code != 1 || !strings.Contains(out, "no version is wanted") {
		t.Errorf("ended with %d: %s", code, out)
	}
	p.want("v1\n")
	p.probes(1, "not ready: v1 is wanted, nothing ever served")
	a := p.run("a", "v1")
	p.serves("v1")
	p.probes(0, "ready: v1 is wanted and serves in slot a")
	p.want("v2")
	p.probes(1, "not ready: v2 is wanted, v1 serves in slot a")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	p.probes(1, "not ready: v2 is wanted, v1 serves in slot a")
	a.signal(syscall.SIGTERM)
	p.serves("v2")
	p.probes(0, "ready: v2 is wanted and serves in slot b")
	b.signal(syscall.SIGKILL)
	b.exit()
	p.await("the processes to be gone", func() bool { _, code := p.probe(); return code == 1 })
	p.probes(1, "not ready: v2 is wanted, nothing serves (v2 in slot b was the last)")
}

func TestProbeLooksAgainForAMoment(t *testing.T) {
	p := newPod(t)
	p.want("v1")
	result := make(chan int, 1)
	go func() {
		_, code := p.probe("--wait=10s")
		result <- code
	}()
	p.run("a", "v1")
	if code := <-result; code != 0 {
		t.Errorf("ended with %d", code)
	}
	p.want("v2")
	start := time.Now()
	if _, code := p.probe("--wait=200ms"); code != 1 || time.Since(start) < 200*time.Millisecond {
		t.Errorf("ended with %d after %s", code, time.Since(start))
	}
}

func TestProbeAsksTheBusiness(t *testing.T) {
	p := newPod(t)
	p.want("v1")
	p.run("a", "v1")
	p.serves("v1")
	p.probes(0, "ready: v1 is wanted and serves in slot a", "--url=http://"+p.address+"/")
	if out, code := p.probe("--url=http://" + p.address + "/nothing"); code != 1 || !strings.Contains(out, "answers 404") {
		t.Errorf("ended with %d: %s", code, out)
	}
	if out, code := p.probe("--url=http://" + freeAddress(t)); code != 1 || !strings.Contains(out, "refused") {
		t.Errorf("ended with %d: %s", code, out)
	}
}

func TestStatusForPeople(t *testing.T) {
	p := newPod(t)
	p.want("v1")
	a := p.run("a", "v1")
	p.serves("v1")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	show := func() string {
		out, code := p.command("status", "--dir", p.dir, "--wanted", p.path("wanted"))
		if code != 0 {
			t.Errorf("ended with %d", code)
		}
		return out
	}
	for _, words := range []string{"ready: v1 is wanted and serves in slot a\n", "serves   v1 in slot a, since 2", "waits    v2 in slot b, since 2"} {
		if out := show(); !strings.Contains(out, words) {
			t.Errorf("%q is not in: %s", words, out)
		}
	}
	b.signal(syscall.SIGTERM)
	b.exit()
	a.signal(syscall.SIGTERM)
	a.exit()
	if out := show(); !strings.Contains(out, "served   v1 in slot a") || strings.Contains(out, "waits") {
		t.Errorf("shows %s", out)
	}
}

func TestSidecarAnswersByHTTP(t *testing.T) {
	p := newPod(t)
	p.want("v1")
	address := freeAddress(t)
	sidecar := p.process("sidecar", program("ab-switch"), "sidecar", "--dir", p.dir, "--wanted", p.path("wanted"), "--http", address, "--wait=0s")
	ready := func() (int, string) {
		answer, err := http.Get("http://" + address + "/ready")
		if err != nil {
			return 0, ""
		}
		defer answer.Body.Close()
		body, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, strings.TrimSpace(string(body))
	}
	p.await("503", func() bool {
		code, text := ready()
		return code == 503 && text == "not ready: v1 is wanted, nothing ever served"
	})
	p.run("a", "v1")
	p.await("200", func() bool {
		code, text := ready()
		return code == 200 && text == "ready: v1 is wanted and serves in slot a"
	})
	answer, err := http.Get("http://" + address + "/status")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var s probe.Status
	if err := json.NewDecoder(answer.Body).Decode(&s); err != nil || !s.Ready || s.Wanted != "v1" || s.Serving.Slot != "a" {
		t.Errorf("%+v %v", s, err)
	}
	sidecar.signal(syscall.SIGTERM)
	if code := sidecar.exit(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}

func TestSidecarWithoutHTTP(t *testing.T) {
	p := newPod(t)
	sidecar := p.process("sidecar", program("ab-switch"), "sidecar", "--dir", p.dir)
	sidecar.says("stays until SIGTERM")
	sidecar.signal(syscall.SIGTERM)
	if code := sidecar.exit(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}

func TestAFrozenReaderStandsInNobodysWay(t *testing.T) {
	p := newPod(t)
	a := p.run("a", "v1")
	p.serves("v1")
	b := p.start("b", "v2", spec{flags: []string{"--orphan-timeout=1m"}})
	b.says("waits for the lock")
	a.signal(syscall.SIGSTOP)
	// The lock of a moment that a reader takes, held for ever.
	serving, err := os.Open(p.path("serving"))
	if err != nil {
		t.Fatal(err)
	}
	defer serving.Close()
	frozen := make(chan error, 1)
	go func() { frozen <- syscall.Flock(int(serving.Fd()), syscall.LOCK_SH) }()
	a.signal(syscall.SIGCONT)
	a.signal(syscall.SIGTERM)
	p.serves("v2")
	if err := <-frozen; err != nil {
		t.Error(err)
	}
}
