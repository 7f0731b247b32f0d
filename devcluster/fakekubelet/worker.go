package main

import (
	"context"
	"hash/maphash"
	"log"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	corev1client "k8s.io/client-go/kubernetes/typed/core/v1"

	"tkex.dev/devcluster/fakekubelet/internal/podstate"
)

var seed = maphash.MakeSeed()

// writeTimeout ends a write that hangs; it is then repeated.
const writeTimeout = 20 * time.Second

func (a *agent) start(ctx context.Context) {
	for range a.options.workers {
		go func() {
			for {
				uid, shutdown := a.queue.Get()
				if shutdown {
					return
				}
				if after := a.serve(ctx, uid); after > 0 {
					a.queue.AddAfter(uid, after)
				}
				a.queue.Done(uid)
			}
		}()
	}
	go func() {
		<-ctx.Done()
		a.queue.ShutDown()
	}()
}

// serve looks at one pod and writes what changed; it returns when to look again.
func (a *agent) serve(ctx context.Context, uid types.UID) time.Duration {
	a.mu.RLock()
	e := a.pods[uid]
	a.mu.RUnlock()
	if e == nil || e.deleted {
		return 0
	}
	e.mu.Lock()
	pod, full := e.pod, e.full
	e.full = false
	e.mu.Unlock()
	node := a.nodes.get(pod.Node)
	if node == nil || node.down.Load() {
		return 0 // resyncNode looks again when the node is back
	}
	a.address(e, pod)
	r := podstate.Next(pod, e.record, e.place, a.options.settings, time.Now())
	var err error
	switch {
	case r.Delete:
		err = a.delete(ctx, pod)
		e.deleted = err == nil
	case r.Write || full:
		old := &e.record.Status
		if full {
			old = &corev1.PodStatus{}
		}
		if err = a.patch(ctx, pod, old, &r.Record.Status); err == nil {
			e.record = r.Record
		}
	default:
		e.record = r.Record // what only memory knows
	}
	e.mu.Lock()
	e.running = e.record.Status.Phase == corev1.PodRunning
	e.full = e.full || full && err != nil
	e.mu.Unlock()
	if err == nil {
		e.errs = 0
		return r.After
	}
	return a.retry(e, pod, err)
}

// address gives the pod its IP the first time it is looked at.
func (a *agent) address(e *entry, pod *podstate.Pod) {
	e.mu.Lock()
	defer e.mu.Unlock()
	switch {
	case e.gone:
	case e.place.PodIP != "":
	case pod.HostNetwork:
		e.place.PodIP = e.place.HostIP
	case pod.Deletion == nil:
		e.place.PodIP = a.ips.take()
	}
}

// retry says when to try again. A pod that is gone, or replaced by another of its name, is soon dropped by the watch: it is
// tried again only in case the watch is late, and never hits the other pod because of the UID.
func (a *agent) retry(e *entry, pod *podstate.Pod, err error) time.Duration {
	e.errs++
	a.failures.Add(1)
	if apierrors.IsNotFound(err) || apierrors.IsConflict(err) {
		return min(time.Duration(e.errs)*500*time.Millisecond, 10*time.Second)
	}
	if e.errs == 1 || e.errs%10 == 0 {
		log.Printf("pod %s/%s (%s): %v", pod.Namespace, pod.Name, pod.UID, err)
	}
	return min(50*time.Millisecond<<min(e.errs, 7), 5*time.Second)
}

// noAnswer asks for the metadata only: nothing of the answer is used.
const noAnswer = "application/vnd.kubernetes.protobuf;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json"

func (a *agent) patch(ctx context.Context, pod *podstate.Pod, old, next *corev1.PodStatus) error {
	body, err := podstate.Patch(pod.UID, old, next)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	a.patches.Add(1)
	return a.writer(pod.UID).RESTClient().Patch(types.StrategicMergePatchType).
		Namespace(pod.Namespace).Resource("pods").Name(pod.Name).SubResource("status").
		SetHeader("Accept", noAnswer).Body(body).Do(ctx).Error()
}

// delete takes the pod out of the API. Never without its UID: a late delete by name kills the successor.
func (a *agent) delete(ctx context.Context, pod *podstate.Pod) error {
	ctx, cancel := context.WithTimeout(ctx, writeTimeout)
	defer cancel()
	a.deletes.Add(1)
	return a.writer(pod.UID).Pods(pod.Namespace).Delete(ctx, pod.Name, metav1.DeleteOptions{
		GracePeriodSeconds: new(int64), Preconditions: &metav1.Preconditions{UID: &pod.UID},
	})
}

func (a *agent) writer(uid types.UID) *corev1client.CoreV1Client {
	return a.writers[maphash.String(seed, string(uid))%uint64(len(a.writers))]
}
