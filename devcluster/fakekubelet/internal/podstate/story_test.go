package podstate

import (
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
)

var (
	began    = time.Date(2026, 1, 2, 3, 4, 5, 600_000_000, time.UTC)
	place    = Place{PodIP: "198.18.0.77", HostIP: "198.18.0.1"}
	settings = Settings{CrashAfter: 300 * time.Millisecond, CrashBackoff: 10 * time.Second, CrashBackoffMax: 25 * time.Second}
)

// step is one look at the pod: time passes, the pod changes, and the status is as wanted.
type step struct {
	after  time.Duration
	change func(*Pod)
	want   string
	// wake is when the next look is asked for.
	wake time.Duration
}

type story struct {
	name     string
	settings *Settings
	pod      func(*Pod)
	steps    []step
}

func basePod() *Pod {
	return &Pod{
		UID: "u", Namespace: "ns", Name: "p-0", Node: "fake-0", Generation: 1, RestartPolicy: corev1.RestartPolicyAlways,
		Main: []Container{{Name: "app", Image: "app:1", Resources: cpu("100m")}},
	}
}

func cpu(q string) corev1.ResourceRequirements {
	return corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse(q)}}
}

func note(key, value string) func(*Pod) {
	return func(p *Pod) {
		a := map[string]string{}
		for k, v := range p.Annotations {
			a[k] = v
		}
		a[key] = value
		if value == "" {
			delete(a, key)
		}
		p.Annotations = a
	}
}

func image(name string) func(*Pod) {
	return func(p *Pod) {
		p.Generation++
		p.Main = append([]Container{}, p.Main...)
		p.Main[0].Image = name
	}
}

func both(fs ...func(*Pod)) func(*Pod) {
	return func(p *Pod) {
		for _, f := range fs {
			f(p)
		}
	}
}

// summary writes a status in one line: phase/reason, generation seen, Ready with its reason, then each container as
// state image #restarts and "ready".
func summary(r Result) string {
	if r.Delete {
		return "delete"
	}
	s := &r.Record.Status
	var b strings.Builder
	fmt.Fprintf(&b, "%s", s.Phase)
	if s.Reason != "" {
		fmt.Fprintf(&b, "/%s", s.Reason)
	}
	fmt.Fprintf(&b, " g%d", s.ObservedGeneration)
	if c := condition(s.Conditions, corev1.PodReady); c != nil {
		fmt.Fprintf(&b, " %s", c.Status)
		if c.Reason != "" {
			fmt.Fprintf(&b, "(%s)", c.Reason)
		}
	}
	for _, k := range []corev1.PodConditionType{corev1.PodResizePending, corev1.PodResizeInProgress} {
		if c := condition(s.Conditions, k); c != nil {
			fmt.Fprintf(&b, " %s=%s%s", k, c.Status, c.Reason)
		}
	}
	for _, list := range [][]corev1.ContainerStatus{s.InitContainerStatuses, s.ContainerStatuses} {
		for i := range list {
			c := &list[i]
			state := "running"
			if c.State.Waiting != nil {
				state = c.State.Waiting.Reason
			} else if t := c.State.Terminated; t != nil {
				state = fmt.Sprintf("exit%d", t.ExitCode)
			}
			fmt.Fprintf(&b, "; %s %s %s #%d", c.Name, state, c.Image, c.RestartCount)
			if c.Ready {
				b.WriteString(" ready")
			}
		}
	}
	return b.String()
}

func TestStories(t *testing.T) {
	for _, tell := range [][]story{startStories, imageStories, failureStories, endStories, resizeStories} {
		for _, s := range tell {
			t.Run(s.name, func(t *testing.T) { play(t, s) })
		}
	}
}

func play(t *testing.T, s story) {
	pod, now, record := basePod(), began, Record{}
	if s.pod != nil {
		s.pod(pod)
	}
	with := settings
	if s.settings != nil {
		with = *s.settings
	}
	for i, step := range s.steps {
		now = now.Add(step.after)
		if step.change != nil {
			changed := *pod
			step.change(&changed)
			pod = &changed
		}
		before := fmt.Sprintf("%+v", record)
		r := Next(pod, record, place, with, now)
		if after := fmt.Sprintf("%+v", record); after != before {
			t.Fatalf("step %d changed its input", i)
		}
		if got := summary(r); got != step.want {
			t.Fatalf("step %d\n got %s\nwant %s", i, got, step.want)
		}
		if r.After != step.wake {
			t.Fatalf("step %d asks to be woken in %v, want %v", i, r.After, step.wake)
		}
		record = r.Record
		if again := Next(pod, record, place, with, now); again.Write {
			t.Fatalf("step %d writes twice: %s, then %s", i, summary(r), summary(again))
		}
	}
}
