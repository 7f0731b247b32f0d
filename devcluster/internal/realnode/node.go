package realnode

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"tkex.dev/devcluster/internal/image"
	"tkex.dev/devcluster/internal/kubeapi"
	"tkex.dev/devcluster/internal/proc"
	"tkex.dev/devcluster/internal/state"
)

// Prepare makes the node's network and folders; the API server needs the network to listen on.
func Prepare(c *state.Cluster) error {
	s := Slot{c.Slot}
	// What an earlier, interrupted start left.
	if err := s.dropNetwork(); err != nil {
		return err
	}
	if err := s.makeNetwork(); err != nil {
		return err
	}
	if err := s.makeCgroups(); err != nil {
		return err
	}
	for _, dir := range []string{"containerd", "kubelet", "cni", "opt", "pod-logs", "volume-plugins"} {
		if err := os.MkdirAll(filepath.Join(s.DataDir(), dir), 0o711); err != nil {
			return err
		}
	}
	return s.shareKubeletMounts()
}

// shareKubeletMounts lets pods ask for mount propagation; where there is no systemd, the root is mounted private.
func (s Slot) shareKubeletMounts() error {
	dir := s.DataDir() + "/kubelet"
	if err := syscall.Mount(dir, dir, "", syscall.MS_BIND, ""); err != nil {
		return fmt.Errorf("bind mount %s: %w", dir, err)
	}
	if err := syscall.Mount("", dir, "", syscall.MS_SHARED|syscall.MS_REC, ""); err != nil {
		return fmt.Errorf("share mount %s: %w", dir, err)
	}
	return nil
}

// Start runs the node's processes; the API server must be ready.
func Start(ctx context.Context, c *state.Cluster, launch func(proc.Spec) error) error {
	s := Slot{c.Slot}
	if err := s.writeConfigs(c); err != nil {
		return err
	}
	config := func(name string) string { return c.File("config/" + name) }
	if err := launch(s.spec(c, "containerd", "--config", config("containerd.toml"))); err != nil {
		return err
	}
	err := kubeapi.Poll(ctx, "containerd", func(context.Context) error {
		conn, err := net.Dial("unix", s.socket())
		if err == nil {
			err = conn.Close()
		}
		return err
	})
	if err != nil {
		return err
	}
	pause := filepath.Join(s.DataDir(), "pause.tar")
	if err := image.Write(pause, image.Image{Name: PauseImage, Binaries: []string{c.Bin("pause")}, User: "65535"}); err != nil {
		return err
	}
	if err := Import(c, pause); err != nil {
		return err
	}
	if err := launch(s.spec(c, "kube-proxy", "--config", config("kube-proxy.yaml"))); err != nil {
		return err
	}
	return launch(s.spec(c, "kubelet", "--config", config("kubelet.yaml"), "--kubeconfig", config("kubelet.kubeconfig"),
		"--root-dir", s.DataDir()+"/kubelet", "--cert-dir", s.DataDir()+"/kubelet/pki", "--hostname-override", NodeName,
		"--node-ip", s.NodeIP(), "--node-labels", "type=real"))
}

func (s Slot) spec(c *state.Cluster, name string, args ...string) proc.Spec {
	nsenter, err := exec.LookPath("nsenter")
	if err != nil {
		nsenter = "nsenter"
	}
	return proc.Spec{
		Name: name, Argv: append([]string{nsenter}, s.inside(append([]string{c.Bin(name)}, args...)...)...),
		Log: c.File("logs/" + name + ".log"), Dir: c.Dir(), Path: c.File("bin"), Mark: c.Dir(),
	}
}

// Import loads a docker archive.
func Import(c *state.Cluster, archive string) error {
	if c.Slot < 0 {
		return fmt.Errorf("cluster %q has no real node; start it with --real-node yes", c.Name)
	}
	if _, err := os.Stat(archive); err != nil {
		return err
	}
	return command(c.Bin("ctr"), "--address", (Slot{c.Slot}).socket(), "--namespace", "k8s.io", "images", "import", archive)
}

// tearDown leaves nothing of the node: processes, cgroups, mounts, network, folders. The owner file goes last, so that
// an interrupted run is taken up again.
func (s Slot) tearDown(owner string) error {
	if err := proc.Kill(proc.Marked(owner)); err != nil {
		return err
	}
	if err := s.dropCgroups(); err != nil {
		return err
	}
	if err := unmountBelow(s.RunDir(), s.DataDir()); err != nil {
		return err
	}
	if err := s.dropNetwork(); err != nil {
		return err
	}
	s.dropShimSockets()
	s.dropLogLinks()
	return errors.Join(os.RemoveAll(s.DataDir()), os.RemoveAll(s.RunDir()))
}

// dropShimSockets removes the sockets of shims, which lie in a folder common to all containerds of the machine under names
// that only the shims' own records tell.
func (s Slot) dropShimSockets() {
	records, _ := filepath.Glob(s.RunDir() + "/containerd/io.containerd.runtime.v2.task/*/*/bootstrap.json")
	for _, record := range records {
		var shim struct{ Address string }
		b, err := os.ReadFile(record)
		if err != nil || json.Unmarshal(b, &shim) != nil {
			continue
		}
		if path, ok := strings.CutPrefix(shim.Address, "unix://"); ok {
			_ = os.Remove(path)
		}
	}
}

// dropLogLinks removes what a kubelet links into a folder of the machine whatever its own log folder is.
func (s Slot) dropLogLinks() {
	links, _ := filepath.Glob("/var/log/containers/*.log")
	for _, link := range links {
		if target, err := os.Readlink(link); err == nil && strings.HasPrefix(target, s.DataDir()+"/") {
			_ = os.Remove(link)
		}
	}
}
