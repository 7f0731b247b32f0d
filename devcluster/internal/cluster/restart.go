package cluster

import (
	"context"
	"fmt"
	"strings"
	"time"

	"tkex.dev/devcluster/internal/controlplane"
	"tkex.dev/devcluster/internal/kubeapi"
	"tkex.dev/devcluster/internal/proc"
	"tkex.dev/devcluster/internal/state"
)

// Restart stops one component and starts it as before, on the same ports. With kill it gets no chance to say goodbye.
func (m Manager) Restart(name, component string, kill bool, wait time.Duration) error {
	held, err := m.lock(name)
	if err != nil {
		return err
	}
	defer held.Release()
	c, err := m.Existing(name)
	if err != nil {
		return err
	}
	comp := c.Component(component)
	if comp == nil {
		return fmt.Errorf("--component %q: cluster %q has %s", component, name, strings.Join(componentNames(c), ", "))
	}
	stop := func() error { return proc.Stop([]proc.Identity{comp.Identity}, grace) }
	if kill {
		stop = func() error { return proc.Kill([]proc.Identity{comp.Identity}) }
	}
	if err := stop(); err != nil {
		return err
	}
	start := time.Now()
	ctx, cancel := context.WithTimeoutCause(context.Background(), wait, fmt.Errorf("--wait %s is over", wait))
	defer cancel()
	r := &run{out: m.Out, cluster: c}
	ctx, r.fail = context.WithCancelCause(ctx)
	defer r.fail(nil)
	if err := r.launch(comp.Spec); err != nil {
		return err
	}
	if r.api, err = kubeapi.New(c.URL(), c.Certs()); err != nil {
		return err
	}
	switch component {
	case controlplane.Etcd, controlplane.APIServer, controlplane.Controllers, controlplane.Scheduler, controlplane.FakeKubelet:
		err = r.await(ctx, component)
	default:
		err = kubeapi.Poll(ctx, "real node", controlplane.NodesReady(r.api, "type=real", 1))
	}
	if err == nil {
		m.say("%s of cluster %q is back after %.1f s", component, name, time.Since(start).Seconds())
	}
	return err
}

func componentNames(c *state.Cluster) []string {
	var names []string
	for _, comp := range c.Components {
		names = append(names, comp.Name)
	}
	return names
}
