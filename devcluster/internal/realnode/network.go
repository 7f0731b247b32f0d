package realnode

import (
	"os"
	"strings"
)

const nodeLink = "eth0"

// makeNetwork links the node's namespace to the machine. Packets for Services and pods have no way off the machine: the
// machine does not forward for the node, an `unreachable` route catches Services when the link is down, and inside the
// node a local route catches those that no rule of kube-proxy translates.
func (s Slot) makeNetwork() error {
	ns, link := s.Namespace(), s.HostLink()
	for _, args := range []string{
		"route add unreachable " + s.ServiceCIDR() + " metric 4000000",
		"netns add " + ns,
		"-n " + ns + " link set lo up",
		"link add " + link + " type veth peer name " + nodeLink + " netns " + ns,
		"addr add " + s.HostIP() + "/30 dev " + link,
		"link set " + link + " up",
		"-n " + ns + " addr add " + s.NodeIP() + "/30 dev " + nodeLink,
		"-n " + ns + " link set " + nodeLink + " up",
		"-n " + ns + " route add local " + s.ServiceCIDR() + " dev lo",
		"-n " + ns + " route add default via " + s.HostIP(),
		"route add " + s.ServiceCIDR() + " via " + s.NodeIP() + " dev " + link,
		"route add " + s.PodCIDR() + " via " + s.NodeIP() + " dev " + link,
	} {
		if err := command("ip", strings.Fields(args)...); err != nil {
			return err
		}
	}
	return command("nsenter", s.inside("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward")...)
}

// inside gives the arguments with which nsenter runs a program in the node's network. It replaces itself by the program,
// so the pid stays; mounts stay the machine's, unlike with `ip netns exec`.
func (s Slot) inside(argv ...string) []string {
	return append([]string{"--net=/run/netns/" + s.Namespace(), "--"}, argv...)
}

// dropNetwork also drops a half-made network.
func (s Slot) dropNetwork() error {
	if _, err := os.Stat("/sys/class/net/" + s.HostLink()); err == nil {
		if err := command("ip", "link", "delete", s.HostLink()); err != nil {
			return err
		}
	}
	if _, err := os.Stat("/run/netns/" + s.Namespace()); err == nil {
		if err := command("ip", "netns", "delete", s.Namespace()); err != nil {
			return err
		}
	}
	out, err := capture("ip", "-4", "route", "show", "type", "unreachable", "root", s.ServiceCIDR())
	if err == nil && strings.TrimSpace(out) != "" {
		return command("ip", "route", "delete", "unreachable", s.ServiceCIDR(), "metric", "4000000")
	}
	return err
}
