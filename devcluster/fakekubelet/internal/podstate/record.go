package podstate

import (
	"time"

	corev1 "k8s.io/api/core/v1"
)

// Record is what was last reported of a pod and the little that a status cannot tell: a kubelet's memory. Next never
// changes the record it is given.
type Record struct {
	// Status holds the fields and conditions of owned only.
	Status     corev1.PodStatus
	memos      []memo
	resizeSeen time.Time
}

// memo remembers one container between two turns.
type memo struct {
	name string
	// since is when the present state (running, waiting) began, finer than the whole seconds of a status.
	since time.Time
	// crashes in a row of this image.
	crashes int
	// changeSeen is when a new image was first seen while the old container still ran.
	changeSeen time.Time
}

var owned = map[corev1.PodConditionType]bool{
	corev1.PodReadyToStartContainers: true, corev1.PodInitialized: true, corev1.ContainersReady: true,
	corev1.PodReady: true, corev1.PodScheduled: true,
	corev1.PodResizePending: true, corev1.PodResizeInProgress: true,
}

// Recover takes over a pod from its status in the API, after a restart of this program or from the scheduler. Back-offs are
// forgotten, as a restarted kubelet forgets them.
func Recover(s *corev1.PodStatus, now time.Time) Record {
	r := Record{Status: corev1.PodStatus{
		ObservedGeneration: s.ObservedGeneration, Phase: s.Phase, Reason: s.Reason, Message: s.Message,
		HostIP: s.HostIP, HostIPs: s.HostIPs, PodIP: s.PodIP, PodIPs: s.PodIPs, StartTime: s.StartTime,
		InitContainerStatuses: s.InitContainerStatuses, ContainerStatuses: s.ContainerStatuses,
		Resources: s.Resources, AllocatedResources: s.AllocatedResources,
	}}
	for i := range s.Conditions {
		if owned[s.Conditions[i].Type] {
			r.Status.Conditions = append(r.Status.Conditions, s.Conditions[i])
		}
	}
	for _, list := range [][]corev1.ContainerStatus{s.InitContainerStatuses, s.ContainerStatuses} {
		for i := range list {
			m := memo{name: list[i].Name, since: now}
			switch state := &list[i].State; {
			case state.Running != nil:
				m.since = state.Running.StartedAt.Time
			case state.Waiting != nil && state.Waiting.Reason == reasonCrashLoop:
				m.crashes = 2
			}
			r.memos = append(r.memos, m)
		}
	}
	return r
}

func (r *Record) memo(name string) memo {
	for i := range r.memos {
		if r.memos[i].name == name {
			return r.memos[i]
		}
	}
	return memo{name: name}
}

func statusOf(list []corev1.ContainerStatus, name string) corev1.ContainerStatus {
	for i := range list {
		if list[i].Name == name {
			return list[i]
		}
	}
	return corev1.ContainerStatus{Name: name}
}

func condition(list []corev1.PodCondition, kind corev1.PodConditionType) *corev1.PodCondition {
	for i := range list {
		if list[i].Type == kind {
			return &list[i]
		}
	}
	return nil
}
