package proc

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
)

// Spec says how to start one process.
type Spec struct {
	Name string `json:"name"`
	// Argv starts with the absolute path of the program.
	Argv []string `json:"argv"`
	Log  string   `json:"log"`
	Dir  string   `json:"dir"`
	// Path is put before the PATH of the caller, for programs that look up their helpers there.
	Path string `json:"path,omitempty"`
	// Mark is the value of the Marker variable.
	Mark string `json:"mark"`
}

// Child is a process started by this run of devcluster.
type Child struct {
	Identity
	// Exited is closed when the process ends while devcluster still watches it.
	Exited chan struct{}
}

// Start runs the program in a session of its own, so that it outlives devcluster and its terminal.
func Start(s Spec) (*Child, error) {
	log, err := os.OpenFile(s.Log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd := exec.Command(s.Argv[0], s.Argv[1:]...)
	cmd.Stdout, cmd.Stderr = log, log
	cmd.Dir = s.Dir
	cmd.Env = environment(s)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", s.Name, err)
	}
	c := &Child{Exited: make(chan struct{})}
	id, err := Identify(cmd.Process.Pid)
	if err != nil {
		_ = cmd.Wait()
		return nil, fmt.Errorf("%s ended at once, see %s", s.Name, s.Log)
	}
	c.Identity = id
	go func() {
		_ = cmd.Wait()
		close(c.Exited)
	}()
	return c, nil
}

// environment leaves out what would change a server's behaviour from outside: a proxy for cluster traffic, an inherited
// mark of another cluster.
func environment(s Spec) []string {
	env := make([]string, 0, len(os.Environ())+2)
	path := os.Getenv("PATH")
	for _, kv := range os.Environ() {
		key, _, _ := strings.Cut(kv, "=")
		switch strings.ToUpper(key) {
		case Marker, "PATH", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "KUBECONFIG", "NOTIFY_SOCKET":
		default:
			env = append(env, kv)
		}
	}
	if s.Path != "" {
		path = s.Path + ":" + path
	}
	return append(env, "PATH="+path, Marker+"="+s.Mark)
}
