package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	corev1client "k8s.io/client-go/kubernetes/typed/core/v1"

	"tkex.dev/devcluster/fakekubelet/internal/podstate"
)

// nodes keeps the Node objects alive. The set of names is fixed for the life of the program.
type nodes struct {
	options options
	api     background
	byName  map[string]*node
	ordered []*node
	// resync is called with the name of a node that came back from being down.
	resync  func(string)
	watched watchStats
}

type node struct {
	name, ip string
	// down is asked for by an annotation: no lease, no status, no work on pods.
	down atomic.Bool
	// deleted by somebody: as a kubelet, it does not come back before a restart.
	deleted atomic.Bool
	ready   atomic.Bool

	mu       sync.Mutex // one writer of the status at a time
	since    metav1.Time
	reported time.Time
}

func newNodes(o options, api background) (*nodes, error) {
	if o.cidr.Bits() > 30 || int64(o.nodes)+2 >= int64(1)<<(32-o.cidr.Bits()) {
		return nil, fmt.Errorf("--cidr %s has no room for %d nodes and their pods", o.cidr, o.nodes)
	}
	n := &nodes{options: o, api: api, byName: make(map[string]*node, o.nodes)}
	base := number(o.cidr.Masked().Addr())
	for i := range o.nodes {
		x := &node{name: o.prefix + strconv.Itoa(i), ip: text(base + 1 + uint32(i)), since: metav1.Now()}
		n.byName[x.name] = x
		n.ordered = append(n.ordered, x)
	}
	return n, nil
}

func (n *nodes) get(name string) *node { return n.byName[name] }

// allReady tells whether the API shows every node Ready.
func (n *nodes) allReady() bool {
	for _, x := range n.ordered {
		if !x.ready.Load() {
			return false
		}
	}
	return true
}

// register creates or takes over all nodes, a few at a time, until each is there.
func (n *nodes) register(ctx context.Context) error {
	var group sync.WaitGroup
	next := make(chan *node)
	for range 8 {
		group.Go(func() {
			for x := range next {
				for attempt := 0; ctx.Err() == nil; attempt++ {
					err := n.registerOne(ctx, x)
					if err == nil {
						break
					}
					if attempt%20 == 0 {
						log.Printf("node %s: %v", x.name, err)
					}
					pause(ctx, 250*time.Millisecond)
				}
			}
		})
	}
	for _, x := range n.ordered {
		next <- x
	}
	close(next)
	group.Wait()
	return ctx.Err()
}

func (n *nodes) registerOne(ctx context.Context, x *node) error {
	labels := nodeLabels(x.name)
	created, err := n.api.core.Nodes().Create(ctx, &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: x.name, Labels: labels}}, metav1.CreateOptions{})
	if apierrors.IsAlreadyExists(err) {
		var patch []byte
		if patch, err = json.Marshal(map[string]any{"metadata": map[string]any{"labels": labels}}); err != nil {
			return err
		}
		created, err = n.api.core.Nodes().Patch(ctx, x.name, types.MergePatchType, patch, metav1.PatchOptions{})
	}
	if err != nil {
		return err
	}
	if down(created) {
		x.down.Store(true)
		return nil
	}
	if err := n.renew(ctx, x); err != nil {
		return err
	}
	return n.report(ctx, x)
}

func nodeLabels(name string) map[string]string {
	return map[string]string{
		"type": "kwok", "kubernetes.io/hostname": name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64",
		"beta.kubernetes.io/os": "linux", "beta.kubernetes.io/arch": "amd64",
	}
}

func down(o *corev1.Node) bool { return o.Annotations[podstate.NodeDown] == "true" }

// report writes the node's status.
func (n *nodes) report(ctx context.Context, x *node) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	now := metav1.Now()
	condition := func(kind corev1.NodeConditionType, status corev1.ConditionStatus, reason, message string) corev1.NodeCondition {
		return corev1.NodeCondition{Type: kind, Status: status, Reason: reason, Message: message, LastHeartbeatTime: now, LastTransitionTime: x.since}
	}
	capacity := corev1.ResourceList{
		corev1.ResourceCPU: n.options.cpu, corev1.ResourceMemory: n.options.memory,
		corev1.ResourcePods:             *resource.NewQuantity(int64(n.options.podsPerNode), resource.DecimalSI),
		corev1.ResourceEphemeralStorage: resource.MustParse("1Ti"),
	}
	const version = "v1.37.2"
	status := corev1.NodeStatus{
		Capacity: capacity, Allocatable: capacity,
		Conditions: []corev1.NodeCondition{
			condition(corev1.NodeMemoryPressure, corev1.ConditionFalse, "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
			condition(corev1.NodeDiskPressure, corev1.ConditionFalse, "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
			condition(corev1.NodePIDPressure, corev1.ConditionFalse, "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
			condition(corev1.NodeReady, corev1.ConditionTrue, "KubeletReady", "kubelet is posting ready status"),
		},
		Addresses: []corev1.NodeAddress{{Type: corev1.NodeInternalIP, Address: x.ip}, {Type: corev1.NodeHostName, Address: x.name}},
		NodeInfo: corev1.NodeSystemInfo{
			KubeletVersion: version, KubeProxyVersion: version, ContainerRuntimeVersion: "fake://1.0", OperatingSystem: "linux",
			Architecture: "amd64", OSImage: "fake", KernelVersion: "0.0.0-fake", MachineID: x.name, SystemUUID: x.name, BootID: x.name,
		},
		// The API server refuses to resize pod-level resources on a node that does not declare it.
		DeclaredFeatures: []string{"InPlacePodLevelResourcesVerticalScaling"},
	}
	body, err := json.Marshal(map[string]any{"status": status})
	if err != nil {
		return err
	}
	if _, err = n.api.core.Nodes().PatchStatus(ctx, x.name, body); err == nil {
		x.reported = time.Now()
	}
	return err
}

// keepAlive renews the leases and reports the statuses, a few nodes at a time and evenly spread.
func (n *nodes) keepAlive(ctx context.Context) {
	const renewers = 4
	for r := range renewers {
		go func() {
			for ctx.Err() == nil {
				began := time.Now()
				mine := 0
				for i := r; i < len(n.ordered); i += renewers {
					n.beat(ctx, n.ordered[i])
					mine++
					share := n.options.leaseEvery * time.Duration(mine*renewers) / time.Duration(len(n.ordered)+renewers)
					pause(ctx, time.Until(began.Add(share)))
				}
				pause(ctx, time.Until(began.Add(n.options.leaseEvery)))
			}
		}()
	}
}

func (n *nodes) beat(ctx context.Context, x *node) {
	if x.down.Load() || x.deleted.Load() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	err := n.renew(ctx, x)
	x.mu.Lock()
	stale := time.Since(x.reported) > n.options.nodeStatusEvery
	x.mu.Unlock()
	if err == nil && stale {
		err = n.report(ctx, x)
	}
	if err != nil && ctx.Err() == nil {
		log.Printf("node %s: %v", x.name, err)
	}
}

func (n *nodes) source(client *corev1client.CoreV1Client) source {
	return source{
		name: "nodes", stats: &n.watched,
		list: func(ctx context.Context, opts metav1.ListOptions) ([]metav1.Object, metav1.ListInterface, error) {
			l, err := client.Nodes().List(ctx, opts)
			if err != nil {
				return nil, nil, err
			}
			return objects(l.Items), l, nil
		},
		watch: func(ctx context.Context, opts metav1.ListOptions) (watch.Interface, error) {
			return client.Nodes().Watch(ctx, opts)
		},
		seen: func(o metav1.Object) { n.seen(o.(*corev1.Node)) },
		gone: func(o metav1.Object) {
			if x := n.get(o.GetName()); x != nil {
				x.deleted.Store(true)
				x.ready.Store(false)
				log.Printf("node %s was deleted; it comes back when this program is started again", x.name)
			}
		},
		listed: func(map[types.UID]bool) {},
	}
}

// seen follows the annotation that takes a node down, and puts right what the node controller wrote meanwhile.
func (n *nodes) seen(o *corev1.Node) {
	x := n.get(o.Name)
	if x == nil {
		return
	}
	ready := false
	for i := range o.Status.Conditions {
		c := &o.Status.Conditions[i]
		ready = ready || c.Type == corev1.NodeReady && c.Status == corev1.ConditionTrue
	}
	x.ready.Store(ready)
	x.deleted.Store(false)
	was, is := x.down.Swap(down(o)), down(o)
	if is && !was {
		log.Printf("node %s is down", x.name)
	}
	if back := was && !is; back || !is && !ready {
		go n.restore(x, back)
	}
}

// restore brings a node back. It runs beside the watch, which must not wait for a write.
func (n *nodes) restore(x *node, back bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if back {
		log.Printf("node %s is back", x.name)
		x.mu.Lock()
		x.since = metav1.Now()
		x.mu.Unlock()
		n.resync(x.name)
	}
	if err := n.renew(ctx, x); err != nil {
		log.Printf("node %s: %v", x.name, err)
	}
	if err := n.report(ctx, x); err != nil {
		log.Printf("node %s: %v", x.name, err)
	}
}
