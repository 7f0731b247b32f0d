package cluster

import (
	"context"
	"fmt"
	"io"
	"sync"

	"tkex.dev/devcluster/internal/controlplane"
	"tkex.dev/devcluster/internal/kubeapi"
	"tkex.dev/devcluster/internal/proc"
	"tkex.dev/devcluster/internal/realnode"
	"tkex.dev/devcluster/internal/state"
)

// run is one start of the processes of a cluster.
type run struct {
	out     io.Writer
	cluster *state.Cluster
	api     *kubeapi.Client
	// fail ends all waiting, with the reason.
	fail  context.CancelCauseFunc
	mutex sync.Mutex
}

// launch starts a process, writes it down and watches it while the others come up.
func (r *run) launch(s proc.Spec) error {
	child, err := proc.Start(s)
	if err != nil {
		return err
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if err := r.cluster.Record(state.Component{Spec: s, Identity: child.Identity}); err != nil {
		return err
	}
	go func() {
		<-child.Exited
		r.fail(fmt.Errorf("%s ended; the end of %s:\n%s", s.Name, s.Log, proc.Tail(s.Log, 15)))
	}()
	return nil
}

func (r *run) all(ctx context.Context, bind, advertise string) error {
	c := r.cluster
	apiserver, err := controlplane.APIServerSpec(c, bind, advertise)
	if err != nil {
		return err
	}
	for _, s := range []proc.Spec{controlplane.EtcdSpec(c), apiserver} {
		if err := r.launch(s); err != nil {
			return err
		}
	}
	if r.api, err = kubeapi.New(c.URL(), c.Certs()); err != nil {
		return err
	}
	if err := r.await(ctx, controlplane.APIServer); err != nil {
		return err
	}
	branches := []func(context.Context) error{r.clients}
	if c.Options.Nodes > 0 {
		branches = append(branches, r.fakeNodes)
	}
	if c.Slot >= 0 {
		branches = append(branches, r.realNode)
	}
	return together(ctx, branches)
}

// clients are the parts that work through the API server.
func (r *run) clients(ctx context.Context) error {
	controllers, err := controlplane.ControllersSpec(r.cluster)
	if err != nil {
		return err
	}
	scheduler, err := controlplane.SchedulerSpec(r.cluster)
	if err != nil {
		return err
	}
	for _, s := range []proc.Spec{controllers, scheduler} {
		if err := r.launch(s); err != nil {
			return err
		}
	}
	for _, name := range []string{controlplane.Controllers, controlplane.Scheduler} {
		if err := r.await(ctx, name); err != nil {
			return err
		}
	}
	return kubeapi.Poll(ctx, "service account default/default", controlplane.Usable(r.api))
}

func (r *run) fakeNodes(ctx context.Context) error {
	s, err := controlplane.FakeKubeletSpec(r.cluster)
	if err != nil {
		return err
	}
	if err := r.launch(s); err != nil {
		return err
	}
	if err := r.await(ctx, controlplane.FakeKubelet); err != nil {
		return err
	}
	err = kubeapi.Poll(ctx, "fake nodes", controlplane.NodesReady(r.api, "type=kwok", r.cluster.Options.Nodes))
	if err != nil {
		return err
	}
	// Only now: an APIService whose first probe fails is probed again much later.
	if err := controlplane.RegisterMetrics(ctx, r.cluster, r.api); err != nil {
		return err
	}
	return kubeapi.Poll(ctx, "metrics.k8s.io", controlplane.MetricsAvailable(r.api))
}

func (r *run) realNode(ctx context.Context) error {
	if err := realnode.Start(ctx, r.cluster, r.launch); err != nil {
		return err
	}
	return kubeapi.Poll(ctx, "real node", controlplane.NodesReady(r.api, "type=real", 1))
}

func (r *run) await(ctx context.Context, component string) error {
	check, err := controlplane.Ready(r.cluster, r.api, component)
	if err != nil {
		return err
	}
	return kubeapi.Poll(ctx, component, check)
}

// together runs the branches at once and gives the first error, after which the others stop waiting.
func together(ctx context.Context, branches []func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var all sync.WaitGroup
	var once sync.Once
	var first error
	for _, branch := range branches {
		all.Go(func() {
			if err := branch(ctx); err != nil {
				once.Do(func() { first = err })
				cancel(err)
			}
		})
	}
	all.Wait()
	return first
}
