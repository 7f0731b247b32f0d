package main

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	corev1client "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/util/workqueue"

	"tkex.dev/devcluster/fakekubelet/internal/podstate"
)

// agent is the kubelets' part that deals with pods. The reader stores what it sees and names it in the queue; the workers
// do the rest. The queue is keyed by UID and never gives one key to two workers, so a pod's writes are in order, and a pod
// and its successor of the same name have nothing to do with each other.
type agent struct {
	options options
	writers []*corev1client.CoreV1Client
	nodes   *nodes
	ips     *addresses
	queue   workqueue.TypedDelayingInterface[types.UID]

	mu   sync.RWMutex
	pods map[types.UID]*entry

	watched          watchStats
	patches, deletes atomic.Int64
	failures         atomic.Int64
}

// entry is one pod. What mu guards is shared with the reader; the rest belongs to the one worker that has the key.
type entry struct {
	mu   sync.Mutex // guards all up to record
	pod  *podstate.Pod
	full bool // write the whole status, others may have changed it
	gone bool
	// running tells the metrics server whether containers run.
	running bool
	// place is the worker's to set, under mu, and only while the pod is not gone: then its address is free for others.
	place podstate.Place

	record  podstate.Record
	deleted bool
	errs    int
}

func newAgent(o options, writers []*corev1client.CoreV1Client, n *nodes) *agent {
	return &agent{
		options: o, writers: writers, nodes: n, ips: newAddresses(o.cidr, o.nodes), pods: map[types.UID]*entry{},
		queue: workqueue.NewTypedDelayingQueueWithConfig(workqueue.TypedDelayingQueueConfig[types.UID]{Name: "pods"}),
	}
}

func (a *agent) source(client *corev1client.CoreV1Client) source {
	// One watch for all nodes: a field selector cannot list several, but it can leave out what is not scheduled yet.
	const scheduled = "spec.nodeName!="
	return source{
		name: "pods", stats: &a.watched,
		list: func(ctx context.Context, opts metav1.ListOptions) ([]metav1.Object, metav1.ListInterface, error) {
			opts.FieldSelector = scheduled
			l, err := client.Pods("").List(ctx, opts)
			if err != nil {
				return nil, nil, err
			}
			return objects(l.Items), l, nil
		},
		watch: func(ctx context.Context, opts metav1.ListOptions) (watch.Interface, error) {
			opts.FieldSelector = scheduled
			return client.Pods("").Watch(ctx, opts)
		},
		seen: func(o metav1.Object) { a.seen(o.(*corev1.Pod)) },
		gone: func(o metav1.Object) { a.gone(o.GetUID()) },
		listed: func(there map[types.UID]bool) {
			a.mu.RLock()
			var lost []types.UID
			for uid := range a.pods {
				if !there[uid] {
					lost = append(lost, uid)
				}
			}
			a.mu.RUnlock()
			for _, uid := range lost {
				a.gone(uid)
			}
		},
	}
}

func (a *agent) seen(pod *corev1.Pod) {
	node := a.nodes.get(pod.Spec.NodeName)
	if node == nil {
		return
	}
	a.mu.RLock()
	e := a.pods[pod.UID]
	a.mu.RUnlock()
	view := podstate.Trim(pod)
	if e != nil {
		e.mu.Lock()
		view.ShareWith(e.pod)
		e.pod = view
		e.mu.Unlock()
	} else {
		e = &entry{pod: view, record: podstate.Recover(&pod.Status, time.Now())}
		e.place = podstate.Place{PodIP: pod.Status.PodIP, HostIP: node.ip}
		if e.place.PodIP != "" && !view.HostNetwork {
			a.ips.keep(e.place.PodIP)
		}
		a.mu.Lock()
		a.pods[pod.UID] = e
		a.mu.Unlock()
	}
	a.queue.Add(pod.UID)
}

func (a *agent) gone(uid types.UID) {
	a.mu.Lock()
	e := a.pods[uid]
	delete(a.pods, uid)
	a.mu.Unlock()
	if e == nil {
		return
	}
	e.mu.Lock()
	e.gone = true
	ip, shared := e.place.PodIP, e.pod.HostNetwork
	e.mu.Unlock()
	if ip != "" && !shared {
		a.ips.free(ip)
	}
}

// resyncNode looks at all pods of a node again and writes their whole status: the node was away, and the node controller
// has marked its pods meanwhile.
func (a *agent) resyncNode(name string) {
	for _, e := range a.all() {
		e.mu.Lock()
		mine := e.pod.Node == name
		e.full = e.full || mine
		uid := e.pod.UID
		e.mu.Unlock()
		if mine {
			a.queue.Add(uid)
		}
	}
}

func (a *agent) all() []*entry {
	a.mu.RLock()
	defer a.mu.RUnlock()
	list := make([]*entry, 0, len(a.pods))
	for _, e := range a.pods {
		list = append(list, e)
	}
	return list
}
