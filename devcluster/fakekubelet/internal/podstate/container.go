package podstate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	corev1 "k8s.io/api/core/v1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const (
	reasonCrashLoop   = "CrashLoopBackOff"
	reasonPull        = "ErrImagePull"
	reasonPullBackOff = "ImagePullBackOff"

	// pullRetry is when ErrImagePull becomes ImagePullBackOff.
	pullRetry = time.Second
)

// advance moves one container on: start, change of image, crash, end, readiness.
func (t *turn) advance(c *Container, cs *corev1.ContainerStatus, m *memo) {
	have := cs.ContainerID != ""
	changed := have && cs.Image != c.Image
	if changed && cs.State.Running != nil && t.heldBack(m) {
		t.readiness(c, cs, m)
		return
	}
	m.changeSeen = time.Time{}
	pullFailed := cs.State.Waiting != nil && (cs.State.Waiting.Reason == reasonPull || cs.State.Waiting.Reason == reasonPullBackOff)
	switch {
	case (!have || changed || pullFailed) && t.pod.fails(imagePullError, c):
		t.pull(c, cs, m, pullFailed)
		return
	case !have, changed, pullFailed:
		m.crashes = 0
		t.start(c, cs, m)
	case cs.State.Waiting != nil: // CrashLoopBackOff
		if !t.due(m.since, t.backoff(m.crashes)) {
			return
		}
		t.start(c, cs, m)
	case cs.State.Terminated != nil:
		return
	default:
		t.resources(c, cs, m)
	}
	if !t.crash(c, cs, m) && !t.complete(c, cs, m) {
		t.readiness(c, cs, m)
	}
}

// heldBack keeps the old container for the restart delay after its new image was first seen.
func (t *turn) heldBack(m *memo) bool {
	delay := t.pod.duration(restartDelay, t.settings.RestartDelay)
	if delay == 0 {
		return false
	}
	if m.changeSeen.IsZero() {
		m.changeSeen = t.now
	}
	return !t.due(m.changeSeen, delay)
}

// pull shows an image that cannot be had. A kubelet kills the old container before it pulls, and its status keeps the old
// container's ID and image.
func (t *turn) pull(c *Container, cs *corev1.ContainerStatus, m *memo, before bool) {
	if !before {
		if cs.State.Running != nil {
			exit(cs, 0, t.now)
		}
		if cs.State.Terminated != nil {
			cs.LastTerminationState = corev1.ContainerState{Terminated: cs.State.Terminated}
		}
		m.since, m.crashes = t.now, 0
	}
	reason, message := reasonPull, fmt.Sprintf("failed to pull image %q: not found", c.Image)
	if t.due(m.since, pullRetry) {
		reason, message = reasonPullBackOff, fmt.Sprintf("Back-off pulling image %q", c.Image)
	}
	if cs.ContainerID == "" {
		cs.Image = c.Image
	}
	wait(cs, reason, message)
}

// start makes a new container; the one before it, if any, ends with it.
func (t *turn) start(c *Container, cs *corev1.ContainerStatus, m *memo) {
	if cs.ContainerID != "" {
		if cs.State.Running != nil {
			exit(cs, 0, t.now)
		}
		if cs.State.Terminated != nil {
			cs.LastTerminationState = corev1.ContainerState{Terminated: cs.State.Terminated}
		}
		cs.RestartCount++
	}
	cs.Image = c.Image
	sum := sha256.Sum256([]byte(c.Image))
	cs.ImageID = "sha256:" + hex.EncodeToString(sum[:])
	// Unique for ever: a UID is never used again, nor is a container's count within a pod.
	cs.ContainerID = "fake://" + string(t.pod.UID) + "-" + c.Name + "-" + strconv.Itoa(int(cs.RestartCount))
	cs.State = corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Time{Time: t.now}}}
	started := true
	cs.Started = &started
	m.since = t.now
	t.setResources(c, cs)
}

// crash ends a container that is to crash, and starts it again when it is time; it tells whether the container is hit.
func (t *turn) crash(c *Container, cs *corev1.ContainerStatus, m *memo) bool {
	if !t.pod.fails(crashLoop, c) {
		m.crashes = 0
		return false
	}
	cs.Ready = false
	if !t.due(m.since, t.pod.duration(crashAfter, t.settings.CrashAfter)) {
		return true
	}
	exit(cs, 1, t.now)
	if t.pod.RestartPolicy == corev1.RestartPolicyNever && !c.Sidecar {
		return true
	}
	m.crashes++
	m.since = t.now
	backoff := t.backoff(m.crashes)
	if backoff == 0 {
		t.start(c, cs, m)
		t.wake(t.pod.duration(crashAfter, t.settings.CrashAfter))
		return true
	}
	cs.LastTerminationState = corev1.ContainerState{Terminated: cs.State.Terminated}
	wait(cs, reasonCrashLoop, fmt.Sprintf("back-off %s restarting failed container=%s pod=%s_%s(%s)",
		backoff, c.Name, t.pod.Name, t.pod.Namespace, t.pod.UID))
	t.wake(backoff)
	return true
}

// backoff before the restart after a number of crashes in a row: none, then doubling.
func (t *turn) backoff(crashes int) time.Duration {
	if crashes < 2 {
		return 0
	}
	d := t.settings.CrashBackoff
	for i := 2; i < crashes && d < t.settings.CrashBackoffMax; i++ {
		d *= 2
	}
	return min(d, t.settings.CrashBackoffMax)
}

func (t *turn) complete(c *Container, cs *corev1.ContainerStatus, m *memo) bool {
	if _, set := t.pod.Annotations[completeAfter]; !set || c.init || t.pod.RestartPolicy == corev1.RestartPolicyAlways {
		return false
	}
	if !t.due(m.since, t.pod.duration(completeAfter, 0)) {
		return false
	}
	complete(cs, t.now)
	return true
}

func (t *turn) readiness(c *Container, cs *corev1.ContainerStatus, m *memo) {
	// The running container answers the probes: while a change of image is held back that is still the old image.
	running := *c
	running.Image = cs.Image
	cs.Ready = !t.pod.fails(neverReady, &running) && !selects(t.pod.Annotations[unready], &running) &&
		t.due(m.since, t.pod.duration(readyAfter, 0))
}

// resources follows a resize of a running container, at once unless the pod's annotation holds it back.
func (t *turn) resources(c *Container, cs *corev1.ContainerStatus, m *memo) {
	if cs.Resources != nil && apiequality.Semantic.DeepEqual(*cs.Resources, c.Resources) {
		return
	}
	if cs.Resources != nil && t.resizeHeld() {
		t.resizing = true
		return
	}
	restart := cs.Resources != nil && (c.RestartCPU && differ(cs.Resources, &c.Resources, corev1.ResourceCPU) ||
		c.RestartMemory && differ(cs.Resources, &c.Resources, corev1.ResourceMemory))
	if restart {
		t.start(c, cs, m)
		return
	}
	t.setResources(c, cs)
}

func differ(a, b *corev1.ResourceRequirements, name corev1.ResourceName) bool {
	return !apiequality.Semantic.DeepEqual(a.Requests[name], b.Requests[name]) ||
		!apiequality.Semantic.DeepEqual(a.Limits[name], b.Limits[name])
}

// setResources shows the spec's resources as the container's. They are never nil: the API server refuses pods/resize on a
// running container without them.
func (t *turn) setResources(c *Container, cs *corev1.ContainerStatus) {
	r := c.Resources
	cs.Resources = &r
	cs.AllocatedResources = c.Resources.Requests
}

func wait(cs *corev1.ContainerStatus, reason, message string) {
	cs.State = corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: reason, Message: message}}
	started := false
	cs.Started, cs.Ready = &started, false
}

func complete(cs *corev1.ContainerStatus, now time.Time) { exit(cs, 0, now) }

func exit(cs *corev1.ContainerStatus, code int32, now time.Time) {
	reason := "Completed"
	if code != 0 {
		reason = "Error"
	}
	cs.State = corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
		ExitCode: code, Reason: reason, StartedAt: cs.State.Running.StartedAt,
		FinishedAt: metav1.Time{Time: now}, ContainerID: cs.ContainerID,
	}}
	started := false
	cs.Started, cs.Ready = &started, false
}
