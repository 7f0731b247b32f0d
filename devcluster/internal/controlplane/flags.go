// Package controlplane knows how each part of the control plane is started and when it is ready.
package controlplane

import (
	"fmt"
	"net"
	"os"
	"strings"

	"tkex.dev/devcluster/internal/proc"
	"tkex.dev/devcluster/internal/state"
)

// Names of the components; also of their programs and logs.
const (
	Etcd        = "etcd"
	APIServer   = "kube-apiserver"
	Controllers = "kube-controller-manager"
	Scheduler   = "kube-scheduler"
	FakeKubelet = "fakekubelet"
)

// flags keeps the order in which flags were first set; a later value replaces an earlier one.
type flags struct {
	order  []string
	values map[string]string
}

func (f *flags) set(pairs ...string) {
	if f.values == nil {
		f.values = map[string]string{}
	}
	for i := 0; i < len(pairs); i += 2 {
		if _, known := f.values[pairs[i]]; !known {
			f.order = append(f.order, pairs[i])
		}
		f.values[pairs[i]] = pairs[i+1]
	}
}

func (f *flags) list() []string {
	out := make([]string, 0, len(f.order))
	for _, name := range f.order {
		out = append(out, "--"+name+"="+f.values[name])
	}
	return out
}

func (f *flags) gates(c *state.Cluster) {
	if c.Options.FeatureGates != "" {
		f.set("feature-gates", c.Options.FeatureGates)
	}
}

func spec(c *state.Cluster, name string, f flags) proc.Spec {
	return proc.Spec{
		Name: name, Argv: append([]string{c.Bin(name)}, f.list()...), Log: c.File("logs/" + name + ".log"),
		Dir: c.Dir(), Mark: c.Dir(),
	}
}

// ParseAPIFlag splits k=v and refuses what would take the cluster apart.
func ParseAPIFlag(s string) (key, value string, err error) {
	key, value, found := strings.Cut(strings.TrimLeft(s, "-"), "=")
	if !found || key == "" {
		return "", "", fmt.Errorf("--apiserver-flag %q: expected key=value, such as v=4", s)
	}
	switch key {
	case "secure-port", "etcd-servers", "bind-address", "service-cluster-ip-range":
		return "", "", fmt.Errorf("--apiserver-flag %q: %s is chosen by devcluster", s, key)
	}
	return key, value, nil
}

// HostAddress is an address of this machine that is not loopback: the API server refuses to publish a loopback one as
// the endpoint of the `kubernetes` Service.
func HostAddress() string {
	addresses, err := net.InterfaceAddrs()
	if err == nil {
		for _, a := range addresses {
			if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
				return n.IP.String()
			}
		}
	}
	// A documentation address: nothing answers there, and nobody asks.
	return "192.0.2.1"
}

func writeFile(path, content string) error { return os.WriteFile(path, []byte(content), 0o600) }
