package test

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"tkex.dev/ab-switch/internal/slots"
)

// project swaps a projected volume as the kubelet does.
func (p *pod) project(volume, state string, files map[string]string) {
	p.Helper()
	must := func(err error) {
		p.Helper()
		if err != nil {
			p.Fatal(err)
		}
	}
	for name, content := range files {
		path := filepath.Join(volume, state, name)
		must(os.MkdirAll(filepath.Dir(path), 0o755))
		must(os.WriteFile(path, []byte(content), 0o644))
	}
	must(os.Symlink(state, filepath.Join(volume, "..data_tmp")))
	must(os.Rename(filepath.Join(volume, "..data_tmp"), filepath.Join(volume, "..data")))
}

func TestSlotsAsASidecarAndAsAnInitContainer(t *testing.T) {
	p := newPod(t)
	volume, to := p.path("web"), p.path("config")
	for _, dir := range []string{volume, to} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	one, two := slots.Content{"a.txt": []byte("1")}.Hash(), slots.Content{"a.txt": []byte("2")}.Hash()
	once := []string{"slots", "--once", "--volume", volume, "--to", to, "--wait"}
	if out, code := p.command(append(once, "100ms")...); code != 1 || !strings.Contains(out, "web: nothing is shown") {
		t.Errorf("ended with %d: %s", code, out)
	}
	p.project(volume, "..1", map[string]string{"pointer": "a:" + one, "slot-a/a.txt": "1"})
	if out, code := p.command(append(once, "10s")...); code != 0 || !strings.Contains(out, one+" is verified and shown") {
		t.Errorf("ended with %d: %s", code, out)
	}

	address := freeAddress(t)
	c := p.process("slots", program("ab-switch"), "slots", "--volume", volume, "--volume", "other="+p.path("nowhere"), "--to", to, "--http", address, "--every=10ms")
	answer := func(path string) string {
		r, err := http.Get("http://" + address + path)
		if err != nil {
			return ""
		}
		defer r.Body.Close()
		body, _ := io.ReadAll(r.Body)
		return string(body)
	}
	verified := func() string {
		var all map[string]slots.Status
		if json.Unmarshal([]byte(answer("/cfg")), &all) != nil || len(all) != 2 || !all["web"].Current {
			return ""
		}
		return all["web"].Hash
	}
	p.await("the first hash", func() bool { return verified() == one })
	p.project(volume, "..2", map[string]string{"pointer": "b:" + two, "slot-a/a.txt": "1", "slot-b/a.txt": "1"})
	p.await("the mismatch to be told", func() bool {
		var s slots.Status
		return json.Unmarshal([]byte(answer("/cfg/web")), &s) == nil && s.Hash == one && !s.Current && s.Pointer == "b:"+two && strings.Contains(s.Problem, two)
	})
	p.project(volume, "..3", map[string]string{"pointer": "b:" + two, "slot-a/a.txt": "1", "slot-b/a.txt": "2"})
	p.await("the second hash", func() bool { return verified() == two })
	if text, err := os.ReadFile(filepath.Join(to, "web", "a.txt")); err != nil || string(text) != "2" {
		t.Errorf("%q %v", text, err)
	}
	if text := answer("/cfg/none"); !strings.Contains(text, `"none"`) {
		t.Error(text)
	}
	c.says("other: nothing is shown")
	c.signal(syscall.SIGTERM)
	if code := c.exit(); code != 0 {
		t.Errorf("ended with %d", code)
	}
}
