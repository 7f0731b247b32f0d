package test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"tkex.dev/ab-switch/internal/business"
	"tkex.dev/ab-switch/internal/probe"
)

const patience = 15 * time.Second

// pod is what its containers share.
type pod struct {
	*testing.T
	dir     string
	address string
	// quiet leaves out what hundreds of containers said.
	quiet bool
}

func newPod(t *testing.T) *pod {
	t.Helper()
	// Short, for the sockets in it.
	dir, err := os.MkdirTemp("", "ab")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return &pod{T: t, dir: dir, address: freeAddress(t)}
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// raceOptions end a program at its first data race, and without the second it takes for others to come.
const raceOptions = "GORACE=halt_on_error=1 atexit_sleep_ms=0"

// container is one launcher.
type container struct {
	*pod
	slot, message, said string
	cmd                 *exec.Cmd
	ended               chan struct{}
}

// spec is what a container is started with.
type spec struct {
	flags   []string
	command []string
	env     []string
	attr    *syscall.SysProcAttr
}

func (p *pod) path(name string) string { return filepath.Join(p.dir, name) }

// run starts a slot with the business of that version; words are what it does on demand.
func (p *pod) run(slot, version string, words ...string) *container {
	p.Helper()
	return p.start(slot, version, spec{env: []string{"BIZ_BEHAVIOUR=" + strings.Join(words, ",")}})
}

func (p *pod) start(slot, version string, s spec) *container {
	p.Helper()
	message := p.path("message-" + slot)
	if err := os.WriteFile(message, nil, 0o644); err != nil {
		p.Fatal(err)
	}
	command := s.command
	if command == nil {
		command = []string{program("business")}
	}
	args := []string{program("ab-switch"), "run", "--dir", p.dir, "--name", slot, "--message-file", message}
	if version != "" {
		args = append(args, "--version", version)
	}
	c := p.container(slot, append(append(append(args, s.flags...), "--"), command...)...)
	c.message = message
	c.cmd.Env = append(append(c.cmd.Env, "BIZ_VERSION="+version, "BIZ_ADDRESS="+p.address), s.env...)
	c.cmd.SysProcAttr = s.attr
	return c.start()
}

// process starts something else.
func (p *pod) process(name string, args ...string) *container {
	return p.container(name, args...).start()
}

func (p *pod) container(name string, args ...string) *container {
	c := &container{pod: p, slot: name, ended: make(chan struct{}), cmd: exec.Command(args[0], args[1:]...)}
	c.cmd.Env = append(os.Environ(), raceOptions)
	return c
}

func (c *container) start() *container {
	c.Helper()
	// A file, not a pipe: nothing waits for an orphan that may still write to it.
	said, err := os.CreateTemp(c.dir, "said-")
	if err != nil {
		c.Fatal(err)
	}
	defer said.Close()
	c.said = said.Name()
	c.cmd.Stdout, c.cmd.Stderr = said, said
	if err := c.cmd.Start(); err != nil {
		c.Fatal(err)
	}
	go func() {
		_ = c.cmd.Wait()
		close(c.ended)
	}()
	c.Cleanup(func() {
		_ = c.cmd.Process.Signal(syscall.SIGCONT)
		_ = c.cmd.Process.Kill()
		<-c.ended
		if text := c.output(); c.Failed() && !c.quiet || strings.Contains(text, "DATA RACE") {
			c.Errorf("%s said:\n%s", c.slot, text)
		}
	})
	return c
}

func (c *container) signal(s syscall.Signal) {
	c.Helper()
	if err := c.cmd.Process.Signal(s); err != nil {
		c.Errorf("signal %s to slot %s: %v", s, c.slot, err)
	}
}

// exit waits for the end and returns the exit code; -1 after a signal.
func (c *container) exit() int {
	c.Helper()
	select {
	case <-c.ended:
		return c.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		c.Fatalf("slot %s does not end", c.slot)
		return 0
	}
}

// says waits for words of the launcher or of its business.
func (c *container) says(words string) {
	c.Helper()
	c.await("slot "+c.slot+" to say: "+words, func() bool { return strings.Contains(c.output(), words) })
}

func (c *container) output() string {
	content, err := os.ReadFile(c.said)
	if err != nil {
		c.Error(err)
	}
	return string(content)
}

func (c *container) lastWords() string {
	content, err := os.ReadFile(c.message)
	if err != nil {
		c.Error(err)
	}
	return string(content)
}

func (p *pod) await(what string, condition func() bool) {
	p.Helper()
	for start := time.Now(); !condition(); time.Sleep(2 * time.Millisecond) {
		if time.Since(start) > patience {
			p.Fatalf("waited in vain for %s", what)
		}
	}
}

// answer is what the service says, or empty.
func (p *pod) answer() string {
	body, err := p.get("/")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(body))
}

func (p *pod) get(path string) ([]byte, error) {
	client := http.Client{Timeout: time.Second, Transport: &http.Transport{DisableKeepAlives: true}}
	answer, err := client.Get("http://" + p.address + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	return io.ReadAll(answer.Body)
}

func (p *pod) serves(version string) {
	p.Helper()
	p.await(version+" to serve", func() bool { return p.answer() == version })
}

// state is that of the business that serves.
func (p *pod) state() (s business.State) {
	p.Helper()
	body, err := p.get("/state")
	if err == nil {
		err = json.Unmarshal(body, &s)
	}
	if err != nil {
		p.Fatalf("state: %v: %s", err, body)
	}
	return s
}

func (p *pod) status() probe.Status {
	p.Helper()
	out, code := p.command("status", "--json", "--dir", p.dir, "--wanted", p.path("wanted"))
	var s probe.Status
	if err := json.Unmarshal([]byte(out), &s); err != nil || code != 0 {
		p.Fatalf("status ended with %d: %v: %s", code, err, out)
	}
	return s
}

// waits are the slots that wait.
func (p *pod) waits() string {
	var slots []string
	for _, w := range p.status().Waiting {
		slots = append(slots, w.Slot)
	}
	return strings.Join(slots, " ")
}

// command runs another command of the program to its end.
func (p *pod) command(args ...string) (string, int) {
	p.Helper()
	cmd := exec.Command(program("ab-switch"), args...)
	cmd.Env = append(os.Environ(), raceOptions)
	out, err := cmd.CombinedOutput()
	if _, exited := err.(*exec.ExitError); err != nil && !exited {
		p.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}

func (p *pod) want(version string) {
	p.Helper()
	if err := os.WriteFile(p.path("wanted"), []byte(version), 0o644); err != nil {
		p.Fatal(err)
	}
}

func alive(pid int) bool { return !strings.Contains("ZX", state(pid)) }

// state is the letter of the kernel, or empty.
func state(pid int) string {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return ""
	}
	return string(stat[bytes.LastIndexByte(stat, ')')+2])
}
