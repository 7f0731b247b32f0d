package test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestWhatIsWrongIsNamedWithWhatIsAllowed(t *testing.T) {
	dir := t.TempDir()
	file := dir + "/file"
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) []string {
		return append([]string{"run", "--dir", dir, "--version", "v1"}, args...)
	}
	for _, c := range []struct {
		args  []string
		env   string
		words []string
		code  int
	}{
		{args: nil, words: []string{"Usage: ab-switch COMMAND"}, code: 2},
		{args: []string{"jump"}, words: []string{`"jump"`, "--help"}, code: 2},
		{args: run(), words: []string{"no COMMAND", "-- COMMAND"}, code: 2},
		{args: []string{"run", "--dir", dir, "--", "true"}, words: []string{"the version is missing", "--version", "AB_VERSION", "1 to 253"}, code: 2},
		{args: run("--version", "a b", "--", "true"), words: []string{`--version "a b"`, "without spaces"}, code: 2},
		{args: []string{"run", "--dir", dir, "--", "true"}, env: "AB_VERSION=v\n1", words: []string{`AB_VERSION="v\n1"`, "--version", "without spaces"}, code: 2},
		{args: run("--name", "A_b", "--", "true"), words: []string{`--name "A_b"`, "a-z, 0-9"}, code: 2},
		{args: run("--start", "soon", "--", "true"), words: []string{`--start "soon"`, "after-lock or early"}, code: 2},
		{args: run("--await-ready", "--", "true"), words: []string{"--await-ready", `--start "after-lock"`, "early"}, code: 2},
		{args: run("--await-ready=maybe", "--", "true"), words: []string{`--await-ready "maybe"`, "true and false"}, code: 2},
		{args: run("--listen", "8080", "--", "true"), words: []string{`--listen "8080"`, "[HOST]:PORT"}, code: 2},
		{args: run("--listen", ":8080,localhost:1", "--", "true"), words: []string{`--listen ":8080,localhost:1"`, "IP address"}, code: 2},
		{args: run("--listen", ":0", "--", "true"), words: []string{`--listen ":0"`, "1 to 65535"}, code: 2},
		{args: run("--", "true"), env: "AB_LISTEN=:70000", words: []string{`AB_LISTEN=":70000"`, "--listen", "1 to 65535"}, code: 2},
		{args: run("--stop-timeout", "5", "--", "true"), words: []string{`--stop-timeout "5"`, "from 0s to 1h"}, code: 2},
		{args: run("--stop-timeout", "2h", "--", "true"), words: []string{`--stop-timeout "2h"`, "from 0s to 1h"}, code: 2},
		{args: run("--", "true"), env: "AB_ORPHAN_TIMEOUT=-1s", words: []string{`AB_ORPHAN_TIMEOUT="-1s"`, "--orphan-timeout"}, code: 2},
		{args: run("--color", "--", "true"), words: []string{"-color"}, code: 2},
		{args: run("--dir", "/does/not/exist", "--", "true"), words: []string{`--dir "/does/not/exist"`, "emptyDir"}, code: 1},
		{args: run("--dir", file, "--", "true"), words: []string{file, "no directory", "emptyDir"}, code: 1},
		{args: run("--dir", "/proc", "--", "true"), words: []string{"--dir /proc", "without readOnly"}, code: 1},
		{args: []string{"probe", "rest"}, words: []string{`"rest"`, "probe --help"}, code: 2},
		{args: []string{"probe", "--wait", "never"}, words: []string{`--wait "never"`, "from 0s to 1m"}, code: 2},
		{args: []string{"probe", "--url", "ftp://x"}, words: []string{`--url "ftp://x"`, "http"}, code: 2},
		{args: []string{"sidecar", "--http", "x:1"}, words: []string{`--http "x:1"`, "IP address"}, code: 2},
		{args: []string{"slots"}, words: []string{"--volume is missing", "AB_SLOTS_VOLUME", "[NAME=]DIR"}, code: 2},
		{args: []string{"slots", "--volume", "A B=/x"}, words: []string{`--volume "A B=/x"`, "[NAME=]DIR"}, code: 2},
		{args: []string{"slots", "--volume", "/x/web,/y/web"}, words: []string{`--volume "/y/web"`, "different names"}, code: 2},
		{args: []string{"slots", "--volume", "/x", "--every", "1ms"}, words: []string{`--every "1ms"`, "from 10ms to 1m"}, code: 2},
		{args: []string{"status", "now"}, words: []string{`"now"`, "status --help"}, code: 2},
		{args: []string{"install", "a", "b"}, words: []string{`"b"`}, code: 2},
		{args: []string{"version", "1"}, words: []string{`"1"`}, code: 2},
		{args: []string{"start-business"}, words: []string{"for the launcher itself"}, code: 2},
	} {
		message := dir + "/message"
		if err := os.WriteFile(message, nil, 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(program("ab-switch"), c.args...)
		cmd.Env = append(os.Environ(), "AB_MESSAGE_FILE="+message, raceOptions, c.env)
		out, _ := cmd.CombinedOutput()
		if code := cmd.ProcessState.ExitCode(); code != c.code {
			t.Errorf("%v %s: ended with %d: %s", c.args, c.env, code, out)
		}
		last, _ := os.ReadFile(message)
		for _, w := range c.words {
			if !strings.Contains(string(out), w) {
				t.Errorf("%v %s: %q is not in: %s", c.args, c.env, w, out)
			}
			if len(c.args) > 0 && c.args[0] == "run" && !strings.Contains(string(last), w) {
				t.Errorf("%v %s: %q is not in the last words: %s", c.args, c.env, w, last)
			}
		}
	}
}

func TestHelp(t *testing.T) {
	p := newPod(t)
	out, code := p.command("--help")
	if code != 0 {
		t.Fatal(out)
	}
	for _, name := range []string{"install", "run", "pause", "probe", "sidecar", "status", "slots", "version"} {
		if !strings.Contains(out, "\n  "+name+" ") {
			t.Errorf("%s is not in the help: %s", name, out)
		}
		help, code := p.command(name, "--help")
		if code != 0 || !strings.HasPrefix(help, "Usage: ab-switch "+name) {
			t.Errorf("%s --help ended with %d: %s", name, code, help)
		}
	}
	help, _ := p.command("run", "--help")
	for _, words := range []string{"--stop-timeout", "default 5s", "AB_STOP_TIMEOUT", "AB_GO_FD", "after-lock or early"} {
		if !strings.Contains(help, words) {
			t.Errorf("%q is not in: %s", words, help)
		}
	}
	if out, code := p.command("version"); code != 0 || strings.TrimSpace(out) == "" {
		t.Errorf("version ended with %d: %q", code, out)
	}
}
