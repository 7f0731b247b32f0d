package controlplane

import (
	"fmt"
	"strconv"

	"tkex.dev/devcluster/internal/pki"
	"tkex.dev/devcluster/internal/proc"
	"tkex.dev/devcluster/internal/state"
)

// kubeconfig writes the one of a component.
func kubeconfig(c *state.Cluster, name string) (string, error) {
	path := c.File("config/" + name + ".kubeconfig")
	return path, c.Certs().WriteKubeconfig(path, "tkex-"+c.Name, c.URL(), name)
}

func serving(c *state.Cluster, f *flags, config, cert string, port int) {
	certs := c.Certs()
	f.set("authentication-kubeconfig", config, "authorization-kubeconfig", config,
		"authentication-tolerate-lookup-failure", "true",
		"bind-address", "127.0.0.1", "secure-port", strconv.Itoa(port),
		"tls-cert-file", certs.Cert(cert), "tls-private-key-file", certs.Key(cert))
}

// ControllersSpec makes the autoscaler quick: its defaults wait minutes before they trust a metric.
func ControllersSpec(c *state.Cluster) (proc.Spec, error) {
	certs := c.Certs()
	config, err := kubeconfig(c, pki.ControllerManager)
	if err != nil {
		return proc.Spec{}, err
	}
	var f flags
	f.set("kubeconfig", config)
	serving(c, &f, config, pki.ControllerManager, c.Ports.Controllers)
	f.set("leader-elect", "false", "use-service-account-credentials", "true", "root-ca-file", certs.Cert(pki.ClusterCA),
		"service-account-private-key-file", certs.File(pki.ServiceAccountKey),
		"cluster-signing-cert-file", certs.Cert(pki.ClusterCA), "cluster-signing-key-file", certs.Key(pki.ClusterCA),
		"kube-api-qps", "2000", "kube-api-burst", "4000",
		"horizontal-pod-autoscaler-sync-period", "2s", "horizontal-pod-autoscaler-initial-readiness-delay", "1s",
		"horizontal-pod-autoscaler-cpu-initialization-period", "1s",
		"horizontal-pod-autoscaler-downscale-stabilization", "5s")
	f.gates(c)
	return spec(c, Controllers, f), nil
}

// SchedulerSpec raises the client's limits; they are part of the configuration file.
func SchedulerSpec(c *state.Cluster) (proc.Spec, error) {
	config, err := kubeconfig(c, pki.Scheduler)
	if err != nil {
		return proc.Spec{}, err
	}
	file := c.File("config/scheduler.yaml")
	err = writeFile(file, fmt.Sprintf(`apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
leaderElection:
  leaderElect: false
clientConnection:
  kubeconfig: %q
  qps: 2000
  burst: 4000
`, config))
	if err != nil {
		return proc.Spec{}, err
	}
	var f flags
	f.set("config", file)
	serving(c, &f, config, pki.Scheduler, c.Ports.Scheduler)
	f.gates(c)
	return spec(c, Scheduler, f), nil
}

// FakeKubeletSpec serves the nodes fake-0 and on, and their metrics.
func FakeKubeletSpec(c *state.Cluster) (proc.Spec, error) {
	certs := c.Certs()
	config, err := kubeconfig(c, pki.FakeKubelet)
	if err != nil {
		return proc.Spec{}, err
	}
	o := c.Options
	var f flags
	f.set("kubeconfig", config, "nodes", strconv.Itoa(o.Nodes), "node-prefix", "fake-",
		"pods-per-node", strconv.Itoa(o.PodsPerNode), "node-cpu", o.NodeCPU, "node-memory", o.NodeMemory,
		"start-delay", o.PodDelay.String(), "metrics-port", strconv.Itoa(c.Ports.FakeMetrics),
		"metrics-cert", certs.Cert(pki.FakeMetrics), "metrics-key", certs.Key(pki.FakeMetrics),
		"health-port", strconv.Itoa(c.Ports.FakeHealth))
	return spec(c, FakeKubelet, f), nil
}
