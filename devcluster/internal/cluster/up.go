package cluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tkex.dev/devcluster/internal/build"
	"tkex.dev/devcluster/internal/controlplane"
	"tkex.dev/devcluster/internal/pki"
	"tkex.dev/devcluster/internal/ports"
	"tkex.dev/devcluster/internal/proc"
	"tkex.dev/devcluster/internal/realnode"
	"tkex.dev/devcluster/internal/state"
)

// defaultServiceCIDR serves clusters without a real node: there is no route to it, so any number may share it.
const defaultServiceCIDR = "10.96.0.0/16"

// Up starts the cluster, or says that it is up already with the same options.
func (m Manager) Up(name string, o state.Options, wait time.Duration) error {
	held, err := m.lock(name)
	if err != nil {
		return err
	}
	defer held.Release()
	old, err := m.Store.Load(name)
	if err != nil {
		return err
	}
	if old != nil {
		if up, err := m.checkRunning(old, o); up || err != nil {
			return err
		}
	}
	if o.RealNode {
		if err := realnode.EnsureTools(m.Out); err != nil {
			return err
		}
	}
	// Build before the clock of --wait starts to run.
	bins, err := m.Builder.Ensure(build.Set{Variant: o.Variant, RealNode: o.RealNode, FakeNodes: o.Nodes > 0})
	if err != nil {
		return err
	}
	start := time.Now()
	c, err := m.prepare(name, o, old, bins)
	if err != nil {
		return err
	}
	if err := m.startWithRetry(c, wait); err != nil {
		return err
	}
	m.say("cluster %q is ready after %.1f s\nexport KUBECONFIG=%s", name, time.Since(start).Seconds(), c.Kubeconfig())
	return nil
}

// checkRunning reports a cluster that is up; what is left of one that was killed it takes away.
func (m Manager) checkRunning(old *state.Cluster, o state.Options) (up bool, err error) {
	if !old.Ready || !running(old) {
		if len(old.Processes()) > 0 {
			m.say("cluster %q: stopping what an earlier run left", old.Name)
		}
		return false, errors.Join(stopAll(old, proc.Kill), old.Save())
	}
	if diffs := old.Options.Differences(o); len(diffs) > 0 {
		return false, fmt.Errorf("cluster %q is up with other options:\n  %s\nstop it first (devcluster down --name %s) or take another --name",
			old.Name, strings.Join(diffs, "\n  "), old.Name)
	}
	m.say("cluster %q is already up\nexport KUBECONFIG=%s", old.Name, old.Kubeconfig())
	return true, nil
}

func (m Manager) prepare(name string, o state.Options, old *state.Cluster, bins build.Paths) (*state.Cluster, error) {
	c := m.Store.New(name, o)
	c.ServiceCIDR = defaultServiceCIDR
	if old != nil {
		c.Ports = old.Ports
	}
	// The folder comes before the claim: others take a slot whose owner has none.
	if err := c.Save(); err != nil {
		return nil, err
	}
	if err := claim(c); err != nil {
		return nil, err
	}
	if old != nil && old.ServiceCIDR != c.ServiceCIDR {
		m.say("cluster %q: its data are for Services in %s, now they are in %s: starting empty", name, old.ServiceCIDR, c.ServiceCIDR)
		if err := os.RemoveAll(c.File("etcd")); err != nil {
			return nil, err
		}
	}
	for _, dir := range []string{"logs", "config"} {
		if err := os.MkdirAll(c.File(dir), 0o700); err != nil {
			return nil, err
		}
	}
	if err := linkBinaries(c, bins); err != nil {
		return nil, err
	}
	return c, c.Save()
}

// claim gives the cluster's real node, if it is to have one, its addresses.
func claim(c *state.Cluster) error {
	if !c.Options.RealNode {
		return nil
	}
	slot, err := realnode.Claim(c.Dir())
	if err != nil {
		return err
	}
	c.Slot, c.ServiceCIDR = slot.Number, slot.ServiceCIDR()
	return nil
}

func linkBinaries(c *state.Cluster, bins build.Paths) error {
	dir := c.File("bin")
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for name, target := range bins {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// startWithRetry picks other ports when one was taken between the pick and the start.
func (m Manager) startWithRetry(c *state.Cluster, wait time.Duration) error {
	ctx, cancel := context.WithTimeoutCause(context.Background(), wait, fmt.Errorf("--wait %s is over", wait))
	defer cancel()
	for try := 1; ; try++ {
		if err := choosePorts(c); err != nil {
			return err
		}
		err := m.start(ctx, c)
		if err == nil {
			c.Ready = true
			return c.Save()
		}
		if stopErr := errors.Join(stopAll(c, proc.Kill), c.Save()); stopErr != nil {
			return errors.Join(err, stopErr)
		}
		if try == 3 || !strings.Contains(err.Error(), "address already in use") {
			return fmt.Errorf("cluster %q did not come up: %w\nlogs: %s", c.Name, err, c.File("logs"))
		}
		m.say("cluster %q: a port was taken by another process, trying others", c.Name)
		c.Ports = state.Ports{}
		if err := claim(c); err != nil {
			return err
		}
	}
}

// choosePorts keeps the ports of an earlier start where it can, so that kubeconfigs handed out stay good.
func choosePorts(c *state.Cluster) error {
	kept := c.Ports.API != 0
	for _, p := range c.Ports.List() {
		kept = kept && ports.Free(p)
	}
	if kept {
		return nil
	}
	picked, err := ports.Pick(state.Count)
	if err != nil {
		return err
	}
	c.Ports = state.PortsFrom(picked)
	return c.Save()
}

func (m Manager) start(ctx context.Context, c *state.Cluster) error {
	r := &run{out: m.Out, cluster: c}
	ctx, r.fail = context.WithCancelCause(ctx)
	defer r.fail(nil)
	request := pki.Request{APIHosts: []string{
		"10.96.0.1", realnode.FirstAddress(c.ServiceCIDR), "kubernetes", "kubernetes.default", "kubernetes.default.svc",
		"kubernetes.default.svc.cluster.local", controlplane.HostAddress(),
	}}
	bind, advertise := "127.0.0.1", controlplane.HostAddress()
	if c.Slot >= 0 {
		slot := realnode.Slot{Number: c.Slot}
		bind, advertise = "0.0.0.0", slot.HostIP()
		request.APIHosts = append(request.APIHosts, slot.HostIP())
		request.NodeName, request.NodeIP = realnode.NodeName, slot.NodeIP()
		if err := realnode.Prepare(c); err != nil {
			return err
		}
	}
	if err := c.Certs().Ensure(request); err != nil {
		return err
	}
	if err := c.Certs().WriteKubeconfig(c.Kubeconfig(), "tkex-"+c.Name, c.URL(), pki.Admin); err != nil {
		return err
	}
	return r.all(ctx, bind, advertise)
}
