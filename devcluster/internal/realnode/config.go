package realnode

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"

	"tkex.dev/devcluster/internal/pki"
	"tkex.dev/devcluster/internal/state"
)

// PauseImage holds the network namespace of each pod; it is made here, there is no registry.
const PauseImage = "local/pause:1"

func (s Slot) socket() string { return s.RunDir() + "/containerd.sock" }

func (s Slot) containerdConfig(c *state.Cluster) (string, error) {
	runc, err := exec.LookPath("runc")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf(`version = 3
root = %q
state = %q
disabled_plugins = [
  "io.containerd.snapshotter.v1.blockfile", "io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.devmapper",
  "io.containerd.snapshotter.v1.erofs", "io.containerd.snapshotter.v1.zfs", "io.containerd.nri.v1.nri",
  "io.containerd.tracing.processor.v1.otlp", "io.containerd.internal.v1.tracing",
]

[grpc]
  address = %q

[ttrpc]
  address = %q

[plugins."io.containerd.internal.v1.opt"]
  path = %q

[plugins."io.containerd.cri.v1.images"]
  snapshotter = %q
  [plugins."io.containerd.cri.v1.images".pinned_images]
    sandbox = %q

[plugins."io.containerd.cri.v1.runtime"]
  # Lowering the score takes CAP_SYS_RESOURCE, which root in a container or sandbox often lacks.
  restrict_oom_score_adj = true
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.cri.v1.runtime".cni]
    bin_dirs = [%q]
    conf_dir = %q
  [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.cri.v1.runtime".containerd.runtimes.runc.options]
      BinaryName = %q
      SystemdCgroup = false
`, s.DataDir()+"/containerd", s.RunDir()+"/containerd", s.socket(), s.socket()+".ttrpc", s.DataDir()+"/opt",
		snapshotter(s.DataDir()), PauseImage, c.File("bin"), c.File("config/cni"), runc), nil
}

// snapshotter: the kernel refuses overlayfs on top of overlayfs, which is what a container's root often is.
func snapshotter(dir string) string {
	const overlay = 0x794c7630
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err == nil && fs.Type == overlay {
		return "native"
	}
	return "overlayfs"
}

func (s Slot) cniConfig() string {
	return fmt.Sprintf(`{
  "cniVersion": "1.0.0",
  "name": "tkex",
  "plugins": [
    {
      "type": "bridge", "bridge": "cni0", "isGateway": true, "ipMasq": false, "hairpinMode": true,
      "ipam": {"type": "host-local", "dataDir": %q, "ranges": [[{"subnet": %q}]], "routes": [{"dst": "0.0.0.0/0"}]}
    },
    {"type": "portmap", "backend": "nftables", "capabilities": {"portMappings": true}}
  ]
}
`, s.DataDir()+"/cni", s.PodCIDR())
}

func (s Slot) kubeletConfig(c *state.Cluster) string {
	certs, data := c.Certs(), s.DataDir()
	return fmt.Sprintf(`apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 0.0.0.0
authentication:
  anonymous: {enabled: false}
  webhook: {enabled: true}
  x509: {clientCAFile: %q}
authorization: {mode: Webhook}
tlsCertFile: %q
tlsPrivateKeyFile: %q
containerRuntimeEndpoint: "unix://%s"
cgroupDriver: cgroupfs
cgroupRoot: /%s
failSwapOn: false
failCgroupV1: false
enforceNodeAllocatable: []
evictionHard: {memory.available: 50Mi, nodefs.available: 1%%, imagefs.available: 1%%}
imageGCHighThresholdPercent: 100
makeIPTablesUtilChains: false
oomScoreAdj: 0
podLogsDir: %q
resolvConf: /dev/null
serializeImagePulls: false
volumePluginDir: %q
%s`, certs.Cert(pki.ClusterCA), certs.Cert(pki.KubeletServer), certs.Key(pki.KubeletServer), s.socket(), s.Cgroup(),
		data+"/pod-logs", data+"/volume-plugins", gates(c))
}

func (s Slot) proxyConfig(c *state.Cluster, kubeconfig string) string {
	return fmt.Sprintf(`apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: nftables
bindAddress: 0.0.0.0
healthzBindAddress: 127.0.0.1:10256
metricsBindAddress: 127.0.0.1:10249
hostnameOverride: %s
clusterCIDR: %s
clientConnection: {kubeconfig: %q}
# Two pods on one bridge would else answer each other directly, past the translation.
nftables: {masqueradeAll: true}
# These limits are the machine's, not the namespace's, and are left alone.
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
oomScoreAdj: 0
%s`, NodeName, s.PodCIDR(), kubeconfig, gates(c))
}

func gates(c *state.Cluster) string {
	if c.Options.FeatureGates == "" {
		return ""
	}
	return "featureGates: {" + strings.ReplaceAll(c.Options.FeatureGates, "=", ": ") + "}\n"
}

func (s Slot) writeConfigs(c *state.Cluster) error {
	containerd, err := s.containerdConfig(c)
	if err != nil {
		return err
	}
	server := fmt.Sprintf("https://%s:%d", s.HostIP(), c.Ports.API)
	for _, name := range []string{pki.Kubelet, pki.KubeProxy} {
		if err := c.Certs().WriteKubeconfig(c.File("config/"+name+".kubeconfig"), "tkex-"+c.Name, server, name); err != nil {
			return err
		}
	}
	for name, content := range map[string]string{
		"containerd.toml":      containerd,
		"cni/10-tkex.conflist": s.cniConfig(),
		"kubelet.yaml":         s.kubeletConfig(c),
		"kube-proxy.yaml":      s.proxyConfig(c, c.File("config/"+pki.KubeProxy+".kubeconfig")),
	} {
		path := c.File("config/" + name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return err
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return err
		}
	}
	return nil
}
