//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

func name(i int) string { return fmt.Sprintf("p-%d", i) }

// TestRecreateKeepsEveryNewPod: pods of the same names, made as soon as the old ones are gone, must all live. A deletion
// by name that comes late would kill some of them.
func TestRecreateKeepsEveryNewPod(t *testing.T) {
	s := setup(t)
	const pods, rounds = 500, 3
	var mu sync.Mutex
	isReady := map[types.UID]bool{}
	expected := map[string]types.UID{}
	killed := []string{}
	again := make(chan string, pods*rounds)
	deleting := map[types.UID]bool{}
	s.observe(func(kind watch.EventType, p *corev1.Pod) {
		mu.Lock()
		defer mu.Unlock()
		if kind != watch.Deleted {
			isReady[p.UID] = isReady[p.UID] || ready(p)
			return
		}
		if !deleting[p.UID] {
			killed = append(killed, p.Name+" "+string(p.UID))
		}
		again <- p.Name
	})
	create := func(name string) {
		made, err := s.api.Pods(s.ns).Create(s.ctx, pod(name, "app:1", nil), metav1.CreateOptions{})
		if err != nil {
			s.Error(err)
			return
		}
		mu.Lock()
		expected[name] = made.UID
		mu.Unlock()
	}
	allReady := func() (bool, string) {
		mu.Lock()
		defer mu.Unlock()
		n := 0
		for _, uid := range expected {
			if isReady[uid] {
				n++
			}
		}
		return n == pods, fmt.Sprintf("%d of %d", n, pods)
	}
	inParallel(pods, 64, func(i int) { create(name(i)) })
	s.eventually("ready", time.Minute, allReady)
	for round := range rounds {
		began := time.Now()
		var recreated sync.WaitGroup
		for range 64 {
			recreated.Go(func() {
				for range pods / 64 {
					create(<-again)
				}
			})
		}
		recreated.Go(func() {
			for range pods % 64 {
				create(<-again)
			}
		})
		inParallel(pods, 64, func(i int) {
			mu.Lock()
			uid := expected[name(i)]
			deleting[uid] = true
			mu.Unlock()
			if err := s.api.Pods(s.ns).Delete(s.ctx, name(i), metav1.DeleteOptions{Preconditions: &metav1.Preconditions{UID: &uid}}); err != nil {
				s.Error(err)
			}
		})
		recreated.Wait()
		issued := time.Since(began)
		s.eventually("ready again", time.Minute, allReady)
		s.Logf("round %d: %d pods deleted and made again in %v, all Ready after %v", round, pods, issued, time.Since(began))
	}
	time.Sleep(3 * time.Second) // a late deletion would come now
	list, err := s.api.Pods(s.ns).List(s.ctx, metav1.ListOptions{})
	s.must(err)
	mu.Lock()
	defer mu.Unlock()
	alive := 0
	for i := range list.Items {
		p := &list.Items[i]
		if expected[p.Name] == p.UID && p.DeletionTimestamp == nil && ready(p) {
			alive++
		}
	}
	if alive != pods || len(killed) > 0 {
		s.Fatalf("%d of %d new pods are alive; killed: %v", alive, pods, killed)
	}
}

// number reads a setting of a trial from the environment.
func number(key string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(key)); err == nil && n > 0 {
		return n
	}
	return otherwise
}

// TestInPlaceUpdateIsServedAtOnce writes 2,000 new images and measures for each from the answer to its write until a watch
// shows the new container ready. By default as many writes are in flight as an API server of two cores keeps up with; more
// (FAKE_E2E_IN_FLIGHT=128) make its watches late, and then the trial measures the API server: the limit holds only while
// the writes themselves are seen in good time.
func TestInPlaceUpdateIsServedAtOnce(t *testing.T) {
	s := setup(t)
	const limit, late = 2 * time.Second, time.Second
	pods, inFlight := number("FAKE_E2E_PODS", 2000), number("FAKE_E2E_IN_FLIGHT", 16)
	var mu sync.Mutex
	running := 0
	old := map[string]string{}
	served, seen := map[string]time.Time{}, map[string]time.Time{}
	allServed := make(chan struct{})
	s.observe(func(_ watch.EventType, p *corev1.Pod) {
		now := time.Now()
		if p.Spec.Containers[0].Image == "app:2" {
			mu.Lock()
			if seen[p.Name].IsZero() {
				seen[p.Name] = now
			}
			mu.Unlock()
		}
		if !ready(p) || len(p.Status.ContainerStatuses) == 0 {
			return
		}
		cs := &p.Status.ContainerStatuses[0]
		mu.Lock()
		defer mu.Unlock()
		if old[p.Name] == "" {
			old[p.Name] = cs.ContainerID
			running++
		}
		if served[p.Name].IsZero() && cs.Image == "app:2" && cs.State.Running != nil && cs.ContainerID != old[p.Name] &&
			p.Status.ObservedGeneration >= p.Generation {
			served[p.Name] = now
			if len(served) == pods {
				close(allServed)
			}
		}
	})
	began := time.Now()
	inParallel(pods, inFlight, func(i int) { s.create(pod(name(i), "app:1", nil)) })
	issued := time.Since(began)
	s.eventually("running", 3*time.Minute, func() (bool, string) {
		mu.Lock()
		defer mu.Unlock()
		return running == pods, fmt.Sprint(running)
	})
	s.Logf("create: issued in %v, all running after %v", issued, time.Since(began))

	written := make([]time.Time, pods)
	began = time.Now()
	inParallel(pods, inFlight, func(i int) {
		s.setImage(name(i), "app:2")
		written[i] = time.Now()
	})
	issued = time.Since(began)
	select {
	case <-allServed:
	case <-time.After(time.Minute):
		s.Fatalf("only %d of %d served", len(served), pods)
	}
	total := time.Since(began)
	mu.Lock()
	defer mu.Unlock()
	times, lags := make([]time.Duration, pods), make([]time.Duration, pods)
	for i := range times {
		times[i] = max(0, served[name(i)].Sub(written[i]))
		lags[i] = max(0, seen[name(i)].Sub(written[i]))
	}
	slices.Sort(times)
	slices.Sort(lags)
	s.Logf("in place, %d in flight: issued in %v, all served after %v", inFlight, issued, total)
	s.Logf("per pod from write to served: p50 %v p99 %v max %v", times[pods/2], times[pods*99/100], times[pods-1])
	s.Logf("of this, until a watch showed the write itself (the API server's part): p50 %v p99 %v max %v",
		lags[pods/2], lags[pods*99/100], lags[pods-1])
	switch {
	case times[pods-1] <= limit:
	case lags[pods-1] > late:
		s.Skipf("the API server did not keep up: a write was seen only after %v, so %v says nothing", lags[pods-1], times[pods-1])
	default:
		s.Errorf("a pod was served only after %v", times[pods-1])
	}
}
