//go:build e2e

package e2e

import (
	"context"
	"fmt"
	"net"
	"os"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
	corev1client "k8s.io/client-go/kubernetes/typed/core/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

type suite struct {
	*testing.T
	ctx        context.Context
	api, watch *corev1client.CoreV1Client
	config     *rest.Config
	ns         string
}

func config(t *testing.T) *rest.Config {
	c, err := clientcmd.BuildConfigFromFlags("", os.Getenv("KUBECONFIG"))
	if err != nil {
		t.Fatal(err)
	}
	c.QPS = -1
	c.ContentType = "application/vnd.kubernetes.protobuf"
	c.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	c.Dial = (&net.Dialer{}).DialContext // a connection of its own
	return c
}

func setup(t *testing.T) *suite {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	t.Cleanup(cancel)
	s := &suite{T: t, ctx: ctx, config: config(t)}
	s.api = corev1client.NewForConfigOrDie(s.config)
	s.watch = corev1client.NewForConfigOrDie(config(t))
	ns, err := s.api.Namespaces().Create(ctx, &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{GenerateName: "fk-"}}, metav1.CreateOptions{})
	s.must(err)
	s.ns = ns.Name
	t.Cleanup(func() { _ = s.api.Namespaces().Delete(context.Background(), s.ns, metav1.DeleteOptions{}) })
	s.eventually("the default ServiceAccount", 20*time.Second, func() (bool, string) {
		_, err := s.api.ServiceAccounts(s.ns).Get(ctx, "default", metav1.GetOptions{})
		return err == nil, fmt.Sprint(err)
	})
	return s
}

func (s *suite) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s *suite) eventually(what string, within time.Duration, ok func() (bool, string)) {
	s.Helper()
	deadline := time.Now().Add(within)
	for {
		done, state := ok()
		if done {
			return
		}
		if time.Now().After(deadline) {
			s.Fatalf("%s: not within %v: %s", what, within, state)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func pod(name, image string, annotations map[string]string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Annotations: annotations, Labels: map[string]string{"app": "x"}},
		Spec: corev1.PodSpec{
			NodeSelector: map[string]string{"type": "kwok"},
			Containers:   []corev1.Container{{Name: "app", Image: image}},
		},
	}
}

func (s *suite) create(p *corev1.Pod) *corev1.Pod {
	s.Helper()
	made, err := s.api.Pods(s.ns).Create(s.ctx, p, metav1.CreateOptions{})
	s.must(err)
	return made
}

func (s *suite) get(name string) *corev1.Pod {
	s.Helper()
	p, err := s.api.Pods(s.ns).Get(s.ctx, name, metav1.GetOptions{})
	s.must(err)
	return p
}

// await waits until a pod is as wanted.
func (s *suite) await(name, what string, within time.Duration, ok func(*corev1.Pod) bool) *corev1.Pod {
	s.Helper()
	var p *corev1.Pod
	s.eventually(name+" "+what, within, func() (bool, string) {
		p = s.get(name)
		return ok(p), fmt.Sprintf("%+v", p.Status)
	})
	return p
}

func (s *suite) patch(name, body string, sub ...string) *corev1.Pod {
	s.Helper()
	p, err := s.api.Pods(s.ns).Patch(s.ctx, name, types.StrategicMergePatchType, []byte(body), metav1.PatchOptions{}, sub...)
	s.must(err)
	return p
}

func (s *suite) setImage(name, image string) *corev1.Pod {
	s.Helper()
	return s.patch(name, `{"spec":{"containers":[{"name":"app","image":"`+image+`"}]}}`)
}

func ready(p *corev1.Pod) bool {
	for i := range p.Status.Conditions {
		if c := &p.Status.Conditions[i]; c.Type == corev1.PodReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}

func waiting(p *corev1.Pod) string {
	for i := range p.Status.ContainerStatuses {
		if w := p.Status.ContainerStatuses[i].State.Waiting; w != nil {
			return w.Reason
		}
	}
	return ""
}

// inParallel runs n jobs, a number of them at a time.
func inParallel(n, at int, job func(int)) {
	var group sync.WaitGroup
	next := make(chan int)
	for range at {
		group.Go(func() {
			for i := range next {
				job(i)
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	group.Wait()
}

// observe hands every pod event of the namespace to see until the test ends, and takes a closed watch up again.
func (s *suite) observe(see func(watch.EventType, *corev1.Pod)) {
	list, err := s.watch.Pods(s.ns).List(s.ctx, metav1.ListOptions{Limit: 1})
	s.must(err)
	ctx, cancel := context.WithCancel(s.ctx)
	s.Cleanup(cancel)
	version := list.ResourceVersion
	go func() {
		for ctx.Err() == nil {
			w, err := s.watch.Pods(s.ns).Watch(ctx, metav1.ListOptions{ResourceVersion: version})
			if err != nil {
				continue
			}
			for e := range w.ResultChan() {
				if p, ok := e.Object.(*corev1.Pod); ok {
					version = p.ResourceVersion
					see(e.Type, p)
				}
			}
		}
	}()
}
