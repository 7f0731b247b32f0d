package test

import (
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"tkex.dev/ab-switch/internal/business"
)

func TestOneServesAndTheNextTakesOver(t *testing.T) {
	p := newPod(t)
	a := p.run("a", "v1")
	p.serves("v1")
	b := p.run("b", "v2")
	p.await("b to wait", func() bool { return p.waits() == "b" })
	if s := p.status().Serving; s.Version != "v1" || s.Slot != "a" || !s.Held {
		t.Errorf("%+v", s)
	}
	content, err := os.ReadFile(p.path("serving"))
	if err != nil || string(content) != "v1\na\n" {
		t.Errorf("serving: %q %v", content, err)
	}

	a.signal(syscall.SIGTERM)
	if code := a.exit(); code != 0 {
		t.Errorf("a ended with %d", code)
	}
	p.serves("v2")
	if s := p.status(); s.Serving.Version != "v2" || s.Serving.Slot != "b" || len(s.Waiting) != 0 {
		t.Errorf("%+v", s)
	}
	if _, err := os.Stat(p.path("b.waiting")); !os.IsNotExist(err) {
		t.Errorf("b.waiting is still there: %v", err)
	}

	a = p.run("a", "v1")
	a.says("waits for the lock")
	b.signal(syscall.SIGTERM)
	p.serves("v1")
}

func TestTheBusinessKnowsWhereItIs(t *testing.T) {
	p := newPod(t)
	p.start("a", "v1", spec{env: []string{"AB_VERSION=v1", "AB_GO_FD=77", "LISTEN_FDS=3", "LISTEN_PID=1"}})
	p.serves("v1")
	if s := p.state(); s.Slot != "a" || s.ABVersion != "v1" || s.Inherited {
		t.Errorf("%+v", s)
	}
}

func TestTheExitCodeIsPassedOn(t *testing.T) {
	for _, c := range []struct {
		word, text string
		code       int
	}{
		{business.CrashAtStart, "business ended with code 3 after it served", 3},
		{business.CrashOnServe, "business ended with code 5 after it served", 5},
		{business.CrashAfter + "=1ms", "business ended with code 6 after it served", 6},
	} {
		p := newPod(t)
		a := p.run("a", "v1", c.word)
		if code := a.exit(); code != c.code || !strings.Contains(a.lastWords(), c.text) {
			t.Errorf("%s: ended with %d, last words %q", c.word, code, a.lastWords())
		}
	}
	p := newPod(t)
	a := p.start("a", "v1", spec{command: []string{"/bin/sh", "-c", "kill -USR1 $$"}})
	if code, want := a.exit(), 128+int(syscall.SIGUSR1); code != want || !strings.Contains(a.lastWords(), "was ended by signal 10") {
		t.Errorf("ended with %d, last words %q", code, a.lastWords())
	}
}

func TestTheBusinessHasTheLastWord(t *testing.T) {
	p := newPod(t)
	a := p.start("a", "v1", spec{command: []string{"/bin/sh", "-c", `printf mine >"$0"; exit 9`, p.path("message-a")}})
	if code := a.exit(); code != 9 || a.lastWords() != "mine" {
		t.Errorf("ended with %d, last words %q", code, a.lastWords())
	}
}

func TestSignalsReachTheBusiness(t *testing.T) {
	p := newPod(t)
	a := p.start("a", "v1", spec{command: []string{"/bin/sh", "-c",
		`for s in HUP USR1 USR2 WINCH 35; do trap "echo got $s" $s; done; trap 'exit 4' TERM; echo armed; while :; do sleep 0.01; done`}})
	a.says("armed")
	for signal, name := range map[syscall.Signal]string{
		syscall.SIGHUP: "HUP", syscall.SIGUSR1: "USR1", syscall.SIGUSR2: "USR2", syscall.SIGWINCH: "WINCH", 35: "35",
	} {
		a.signal(signal)
		a.says("got " + name)
	}
	a.signal(syscall.SIGTERM)
	if code := a.exit(); code != 4 {
		t.Errorf("ended with %d", code)
	}
}

func TestWhoWaitsEndsAtOnce(t *testing.T) {
	for _, flags := range [][]string{nil, {"--start=early"}, {"--start=early", "--await-ready"}} {
		p := newPod(t)
		p.run("a", "v1")
		p.serves("v1")
		b := p.start("b", "v2", spec{flags: flags})
		b.says("waits for the lock")
		for _, harmless := range []syscall.Signal{syscall.SIGHUP, syscall.SIGUSR1} {
			if flags == nil {
				b.signal(harmless)
			}
		}
		start := time.Now()
		b.signal(syscall.SIGTERM)
		if code, took := b.exit(), time.Since(start); code != 0 || took > time.Second {
			t.Errorf("%v: ended with %d after %s", flags, code, took)
		}
		if w := p.waits(); w != "" {
			t.Errorf("%v: %s waits", flags, w)
		}
		p.serves("v1")
	}
}

func TestABusinessThatIgnoresSIGTERMKeepsTheLockUntilItIsKilled(t *testing.T) {
	p := newPod(t)
	a := p.start("a", "v1", spec{flags: []string{"--stop-timeout=300ms"}, env: []string{"BIZ_BEHAVIOUR=" + business.IgnoreTerm}})
	p.serves("v1")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	start := time.Now()
	a.signal(syscall.SIGTERM)
	p.serves("v1")
	if s := p.status().Serving; s.Version != "v1" || !s.Held {
		t.Errorf("the lock went while the business serves: %+v", s)
	}
	if code, took := a.exit(), time.Since(start); code != 137 || took < 300*time.Millisecond {
		t.Errorf("ended with %d after %s", code, took)
	}
	if !strings.Contains(a.lastWords(), "--stop-timeout") {
		t.Errorf("last words %q", a.lastWords())
	}
	p.serves("v2")
}

func TestABusinessThatHangsIsKilled(t *testing.T) {
	p := newPod(t)
	a := p.start("a", "v1", spec{flags: []string{"--stop-timeout=200ms"}, env: []string{"BIZ_BEHAVIOUR=" + business.HangOnTerm}})
	p.serves("v1")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	a.signal(syscall.SIGTERM)
	p.serves("v2")
	if code := a.exit(); code != 137 {
		t.Errorf("ended with %d", code)
	}
}

func TestABusinessThatSaysDoneMayTidyUpWhileTheNextServes(t *testing.T) {
	p := newPod(t)
	a := p.start("a", "v1", spec{flags: []string{"--stop-timeout=1s"}, env: []string{"BIZ_BEHAVIOUR=" + business.SayDone + "," + business.SlowStop + "=1m"}})
	p.serves("v1")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	a.signal(syscall.SIGTERM)
	p.serves("v2")
	select {
	case <-a.ended:
		t.Error("a has ended, so nothing is shown")
	default:
	}
	if code := a.exit(); code != 137 {
		t.Errorf("the stop timeout does not hold for who said done: ended with %d", code)
	}
}

func TestStandbyTakesOverFromACrash(t *testing.T) {
	p := newPod(t)
	a := p.run("a", "v1")
	p.serves("v1")
	b := p.run("b", "v2")
	b.says("waits for the lock")
	a.signal(syscall.SIGTERM)
	a.exit()
	p.serves("v2")
	a = p.run("a", "v1")
	a.says("waits for the lock")
	// It ends before it answers.
	if answer, err := http.Post("http://"+p.address+"/crash", "", nil); err == nil {
		answer.Body.Close()
	}
	if code := b.exit(); code != 7 {
		t.Errorf("b ended with %d", code)
	}
	p.serves("v1")
}

func TestSharedMemorySurvives(t *testing.T) {
	p := newPod(t)
	shm := spec{env: []string{"BIZ_SHM=" + p.path("shm"), "BIZ_SHM_BYTES=3000001"}}
	a := p.start("a", "v1", shm)
	p.serves("v1")
	before := p.state().Requests
	b := p.start("b", "v2", shm)
	b.says("waits for the lock")
	a.signal(syscall.SIGTERM)
	p.serves("v2")
	if s := p.state(); s.Requests <= before || s.Starts != 2 || s.LostBytes != 0 {
		t.Errorf("%+v after %d requests", s, before)
	}
	f, err := os.OpenFile(p.path("shm"), os.O_RDWR, 0)
	if err == nil {
		_, err = f.WriteAt([]byte{0, 0, 0, 0, 0, 0}, 1000)
		f.Close()
	}
	if s := p.state(); err != nil || s.LostBytes < 4 {
		t.Errorf("a loss is not seen: %+v %v", s, err)
	}
}
