package podstate

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Settings are the delays of the whole program; annotations of a pod go before them.
type Settings struct {
	// StartDelay passes between the pod's arrival and its containers' start.
	StartDelay time.Duration
	// RestartDelay passes between seeing a new image and the new container: meanwhile the status shows the new
	// observedGeneration with the old container, as a real kubelet's does.
	RestartDelay time.Duration
	// CrashAfter is how long a crashing container runs.
	CrashAfter time.Duration
	// CrashBackoff is the first back-off, doubled up to CrashBackoffMax.
	CrashBackoff, CrashBackoffMax time.Duration
}

// Place is where the pod runs.
type Place struct{ PodIP, HostIP string }

// Result says what to do now.
type Result struct {
	// Delete: the containers are gone, take the pod out of the API.
	Delete bool
	// Write: Record.Status differs from what was reported.
	Write  bool
	Record Record
	// After is when to look again, 0 for never (unless the pod changes).
	After time.Duration
}

// forced is when a deletion without grace is looked after: the API server takes the pod away by itself, and shows it
// before with a deletion time. A delete of ours would be in vain, for each pod.
const forced = 2 * time.Second

// Next is one look of the kubelet at a pod.
func Next(p *Pod, old Record, place Place, s Settings, now time.Time) Result {
	if p.Deletion != nil {
		stop := min(p.Deletion.Grace, p.duration(terminateAfter, 0))
		if p.Deletion.Grace == 0 {
			stop = forced
		}
		if left := p.Deletion.Asked.Add(stop).Sub(now); stop > 0 && left > 0 {
			return Result{Record: old, After: left}
		}
		return Result{Record: old, Delete: true}
	}
	if terminal(old.Status.Phase) {
		return Result{Record: old}
	}
	t := &turn{pod: p, old: &old, settings: s, now: now}
	t.run(place)
	return Result{
		Record: t.next, After: t.after,
		Write: !apiequality.Semantic.DeepEqual(&old.Status, &t.next.Status),
	}
}

func terminal(p corev1.PodPhase) bool { return p == corev1.PodFailed || p == corev1.PodSucceeded }

// turn is the working state of one Next.
type turn struct {
	pod      *Pod
	old      *Record
	next     Record
	settings Settings
	now      time.Time
	after    time.Duration
	// resizing is a reason to show a resize condition.
	resizing bool
}

// wake asks for another look in d at the latest.
func (t *turn) wake(d time.Duration) {
	if d > 0 && (t.after == 0 || d < t.after) {
		t.after = d
	}
}

// due tells whether d has passed since, and else asks to be woken then.
func (t *turn) due(since time.Time, d time.Duration) bool {
	left := since.Add(d).Sub(t.now)
	if left <= 0 {
		return true
	}
	t.wake(left)
	return false
}

func (t *turn) run(place Place) {
	st := &t.next.Status
	st.ObservedGeneration = t.pod.Generation
	st.HostIP, st.HostIPs = place.HostIP, []corev1.HostIP{{IP: place.HostIP}}
	if st.StartTime = t.old.Status.StartTime; st.StartTime == nil {
		st.StartTime = &metav1.Time{Time: t.now}
	}
	// A pod that once had an address has its sandbox: a start delay that is added later changes nothing.
	sandbox := t.old.Status.PodIP != "" || t.due(st.StartTime.Time, t.pod.duration(startDelay, t.settings.StartDelay))
	if sandbox {
		if st.PodIP = t.old.Status.PodIP; st.PodIP == "" {
			st.PodIP = place.PodIP
		}
		st.PodIPs = []corev1.PodIP{{IP: st.PodIP}}
	}
	initialized := t.initContainers(sandbox)
	for i := range t.pod.Main {
		c := &t.pod.Main[i]
		cs, m := statusOf(t.old.Status.ContainerStatuses, c.Name), t.old.memo(c.Name)
		switch {
		case initialized || cs.ContainerID != "":
			t.advance(c, &cs, &m)
		case len(t.pod.Init) > 0:
			wait(&cs, "PodInitializing", "")
		default:
			wait(&cs, "ContainerCreating", "")
		}
		st.ContainerStatuses = append(st.ContainerStatuses, cs)
		t.next.memos = append(t.next.memos, m)
	}
	t.podResources()
	if !t.resizing {
		t.next.resizeSeen = time.Time{}
	}
	st.Phase = t.phase()
	t.end()
	t.conditions(sandbox)
}

// initContainers runs them one after the other and tells whether the ordinary containers may start.
func (t *turn) initContainers(sandbox bool) bool {
	open := sandbox
	for i := range t.pod.Init {
		c := &t.pod.Init[i]
		cs, m := statusOf(t.old.Status.InitContainerStatuses, c.Name), t.old.memo(c.Name)
		switch {
		case !open && cs.ContainerID == "":
			wait(&cs, "PodInitializing", "")
		case !c.Sidecar && cs.State.Terminated != nil && cs.State.Terminated.ExitCode == 0:
			// Done is done: a new image of an init container does not run it again.
		default:
			t.advance(c, &cs, &m)
			if !c.Sidecar && cs.State.Running != nil && !t.pod.fails(crashLoop, c) {
				complete(&cs, t.now)
				cs.Ready = true
			}
		}
		open = open && (c.Sidecar && cs.State.Running != nil || !c.Sidecar && cs.Ready)
		t.next.Status.InitContainerStatuses = append(t.next.Status.InitContainerStatuses, cs)
		t.next.memos = append(t.next.memos, m)
	}
	return open
}

// end takes the pod to its end when an annotation or its deadline says so.
func (t *turn) end() {
	st := &t.next.Status
	to, reason, message := t.pod.endPhase(), t.pod.Annotations[phaseReason], "asked for by annotation "+Prefix+phase
	if to == "" && t.pod.ActiveDeadline > 0 && !terminal(st.Phase) && t.due(st.StartTime.Time, t.pod.ActiveDeadline) {
		to, reason, message = corev1.PodFailed, "DeadlineExceeded", "Pod was active on the node longer than the specified deadline"
	}
	if to == "" {
		return
	}
	if reason == "" && to == corev1.PodFailed {
		reason = "Evicted"
	}
	st.Phase, st.Reason, st.Message = to, reason, message
	code := int32(137)
	if to == corev1.PodSucceeded {
		code = 0
	}
	for _, list := range [][]corev1.ContainerStatus{st.InitContainerStatuses, st.ContainerStatuses} {
		for i := range list {
			if list[i].State.Running != nil {
				exit(&list[i], code, t.now)
			}
		}
	}
}
