package podstate

import (
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// phase follows the kubelet's getPhase.
func (t *turn) phase() corev1.PodPhase {
	pendingInit := false
	for i := range t.next.Status.InitContainerStatuses {
		cs := &t.next.Status.InitContainerStatuses[i]
		if t.pod.Init[i].Sidecar {
			pendingInit = pendingInit || cs.ContainerID == ""
			continue
		}
		done := cs.State.Terminated != nil && cs.State.Terminated.ExitCode == 0
		failed := cs.State.Terminated != nil && cs.State.Terminated.ExitCode != 0
		if failed && t.pod.RestartPolicy == corev1.RestartPolicyNever {
			return corev1.PodFailed
		}
		pendingInit = pendingInit || !done
	}
	var waiting, running, stopped, succeeded int
	for i := range t.next.Status.ContainerStatuses {
		switch cs := &t.next.Status.ContainerStatuses[i]; {
		case cs.State.Running != nil:
			running++
		case cs.State.Terminated != nil:
			stopped++
			if cs.State.Terminated.ExitCode == 0 {
				succeeded++
			}
		case cs.LastTerminationState.Terminated != nil:
			stopped++
		default:
			waiting++
		}
	}
	switch {
	case pendingInit || waiting > 0:
		return corev1.PodPending
	case running > 0 || t.pod.RestartPolicy == corev1.RestartPolicyAlways:
		return corev1.PodRunning
	case stopped == succeeded:
		return corev1.PodSucceeded
	case t.pod.RestartPolicy == corev1.RestartPolicyNever:
		return corev1.PodFailed
	default:
		return corev1.PodRunning
	}
}

// conditions builds the owned ones, with a kubelet's reasons and messages.
func (t *turn) conditions(sandbox bool) {
	st := &t.next.Status
	t.set(corev1.PodReadyToStartContainers, sandbox && !terminal(st.Phase), "", "")
	switch {
	case terminal(st.Phase) && st.Phase == corev1.PodSucceeded:
		t.set(corev1.PodInitialized, true, "PodCompleted", "")
		t.set(corev1.ContainersReady, false, "PodCompleted", "")
		t.set(corev1.PodReady, false, "PodCompleted", "")
	case terminal(st.Phase):
		t.initialized()
		t.set(corev1.ContainersReady, false, "PodFailed", "")
		t.set(corev1.PodReady, false, "PodFailed", "")
	default:
		t.initialized()
		t.ready()
	}
	t.set(corev1.PodScheduled, true, "", "")
	if t.resizing {
		switch strings.ToLower(t.pod.Annotations[resize]) {
		case "deferred":
			t.set(corev1.PodResizePending, true, corev1.PodReasonDeferred, "asked for by annotation "+Prefix+resize)
		case "infeasible":
			t.set(corev1.PodResizePending, true, corev1.PodReasonInfeasible, "asked for by annotation "+Prefix+resize)
		default:
			t.set(corev1.PodResizeInProgress, true, "", "")
		}
	}
}

func (t *turn) initialized() {
	var incomplete []string
	for i := range t.next.Status.InitContainerStatuses {
		cs := &t.next.Status.InitContainerStatuses[i]
		if t.pod.Init[i].Sidecar && cs.ContainerID == "" || !t.pod.Init[i].Sidecar && !cs.Ready {
			incomplete = append(incomplete, cs.Name)
		}
	}
	if len(incomplete) > 0 {
		t.set(corev1.PodInitialized, false, "ContainersNotInitialized", fmt.Sprintf("containers with incomplete status: %s", incomplete))
		return
	}
	t.set(corev1.PodInitialized, true, "", "")
}

func (t *turn) ready() {
	var names []string
	for i := range t.next.Status.InitContainerStatuses {
		if cs := &t.next.Status.InitContainerStatuses[i]; t.pod.Init[i].Sidecar && !cs.Ready {
			names = append(names, cs.Name)
		}
	}
	for i := range t.next.Status.ContainerStatuses {
		if cs := &t.next.Status.ContainerStatuses[i]; !cs.Ready {
			names = append(names, cs.Name)
		}
	}
	if len(names) > 0 {
		message := fmt.Sprintf("containers with unready status: %s", names)
		t.set(corev1.ContainersReady, false, "ContainersNotReady", message)
		t.set(corev1.PodReady, false, "ContainersNotReady", message)
		return
	}
	t.set(corev1.ContainersReady, true, "", "")
	var gates []string
	for _, gate := range t.pod.Gates {
		switch status, exists := t.pod.Foreign[gate]; {
		case !exists:
			gates = append(gates, fmt.Sprintf("corresponding condition of pod readiness gate %q does not exist.", gate))
		case status != corev1.ConditionTrue:
			gates = append(gates, fmt.Sprintf("the status of pod readiness gate %q is not \"True\", but %v", gate, status))
		}
	}
	if len(gates) > 0 {
		t.set(corev1.PodReady, false, "ReadinessGatesNotReady", strings.Join(gates, ", "))
		return
	}
	t.set(corev1.PodReady, true, "", "")
}

// set adds a condition; lastTransitionTime moves only with the status.
func (t *turn) set(kind corev1.PodConditionType, is bool, reason, message string) {
	c := corev1.PodCondition{
		Type: kind, Status: corev1.ConditionFalse, Reason: reason, Message: message,
		ObservedGeneration: t.pod.Generation, LastTransitionTime: metav1.Time{Time: t.now},
	}
	if is {
		c.Status = corev1.ConditionTrue
	}
	if before := condition(t.old.Status.Conditions, kind); before != nil && before.Status == c.Status {
		c.LastTransitionTime = before.LastTransitionTime
	}
	t.next.Status.Conditions = append(t.next.Status.Conditions, c)
}

// podResources shows the pod-level resources.
func (t *turn) podResources() {
	old, now := t.old.Status.Resources, t.pod.Resources
	if now == nil {
		return
	}
	if old != nil && !apiequality.Semantic.DeepEqual(old, now) && t.resizeHeld() {
		t.resizing = true
		now = old
	}
	t.next.Status.Resources = now
	t.next.Status.AllocatedResources = now.Requests
}

// resizeHeld tells whether an annotation keeps a resize from being done now: "Deferred", "Infeasible" or a duration.
func (t *turn) resizeHeld() bool {
	switch v := t.pod.Annotations[resize]; strings.ToLower(v) {
	case "":
		return false
	case "deferred", "infeasible":
		return true
	default:
		if t.next.resizeSeen = t.old.resizeSeen; t.next.resizeSeen.IsZero() {
			t.next.resizeSeen = t.now
		}
		return !t.due(t.next.resizeSeen, t.pod.duration(resize, 0))
	}
}
