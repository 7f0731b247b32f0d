// Package realnode runs one real Kubernetes node: containerd, runc, CNI, kubelet and kube-proxy in a network namespace.
//
// The namespace keeps the node's addresses, nftables rules and ports apart from those of the machine and of other
// clusters, and deleting it takes all of them away at once.
package realnode

import (
	"fmt"
	"net/netip"
)

// NodeName is the name of the node in its cluster.
const NodeName = "real-0"

// Slot numbers a real node among those of this machine; every name and address of the node derives from it.
type Slot struct{ Number int }

const slots = 16

// ServiceCIDR is the range of the cluster's Services. The first node has the usual one.
func (s Slot) ServiceCIDR() string { return fmt.Sprintf("10.%d.0.0/16", 96+s.Number) }

// PodCIDR is the range of the node's pods.
func (s Slot) PodCIDR() string { return fmt.Sprintf("10.%d.0.0/24", 128+s.Number) }

// HostIP is the machine's end of the link to the node.
func (s Slot) HostIP() string { return fmt.Sprintf("10.%d.255.1", 128+s.Number) }

// NodeIP is the node's address.
func (s Slot) NodeIP() string { return fmt.Sprintf("10.%d.255.2", 128+s.Number) }

// Namespace is the name of the node's network namespace.
func (s Slot) Namespace() string { return fmt.Sprintf("tkexdc%d", s.Number) }

// HostLink is the machine's end of the link; bound to 15 characters by the kernel.
func (s Slot) HostLink() string { return fmt.Sprintf("tkexdc%d", s.Number) }

// Cgroup is the parent of the node's pods, below the root of each hierarchy.
func (s Slot) Cgroup() string { return fmt.Sprintf("tkexdc%d", s.Number) }

// RunDir holds the sockets: their paths may not be longer than 107 bytes, which a checkout's often are.
func (s Slot) RunDir() string { return fmt.Sprintf("/run/tkex-devcluster/%d", s.Number) }

// DataDir holds images, snapshots and volumes.
func (s Slot) DataDir() string { return fmt.Sprintf("/var/lib/tkex-devcluster/%d", s.Number) }

// FirstAddress of a range; the API server's Service gets it.
func FirstAddress(cidr string) string {
	p, err := netip.ParsePrefix(cidr)
	if err != nil {
		return ""
	}
	return p.Masked().Addr().Next().String()
}
