package podstate

import (
	"maps"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/types"
)

// Pod is what is kept of a pod: about a tenth of the object. It is never changed after Trim, so it may be shared.
type Pod struct {
	UID                   types.UID
	Namespace, Name, Node string
	Generation            int64
	Labels                map[string]string
	// Annotations holds the keys below Prefix only, without the prefix.
	Annotations    map[string]string
	Deletion       *Deletion
	RestartPolicy  corev1.RestartPolicy
	ActiveDeadline time.Duration
	HostNetwork    bool
	Init, Main     []Container
	Gates          []corev1.PodConditionType
	// Foreign holds the statuses of the conditions that Gates name: other programs write them.
	Foreign   map[corev1.PodConditionType]corev1.ConditionStatus
	Resources *corev1.ResourceRequirements
}

// Deletion is a graceful deletion under way.
type Deletion struct {
	Asked time.Time
	Grace time.Duration
}

// Container is one container of the spec.
type Container struct {
	Name, Image string
	// Sidecar is an init container that is always restarted.
	Sidecar   bool
	init      bool
	Resources corev1.ResourceRequirements
	// RestartCPU and RestartMemory are the resize policies that restart the container.
	RestartCPU, RestartMemory bool
}

// Trim keeps what Next reads. Strings of one pod are shared with the decoded object, maps and slices are not.
func Trim(pod *corev1.Pod) *Pod {
	p := &Pod{
		UID: pod.UID, Namespace: pod.Namespace, Name: pod.Name, Node: pod.Spec.NodeName, Generation: pod.Generation,
		Labels: pod.Labels, RestartPolicy: pod.Spec.RestartPolicy, HostNetwork: pod.Spec.HostNetwork,
		Resources: pod.Spec.Resources,
	}
	for k, v := range pod.Annotations {
		if key, ours := strings.CutPrefix(k, Prefix); ours {
			if p.Annotations == nil {
				p.Annotations = map[string]string{}
			}
			p.Annotations[key] = v
		}
	}
	if pod.DeletionTimestamp != nil {
		grace := time.Duration(0)
		if s := pod.DeletionGracePeriodSeconds; s != nil {
			grace = time.Duration(*s) * time.Second
		}
		p.Deletion = &Deletion{Asked: pod.DeletionTimestamp.Add(-grace), Grace: grace}
	}
	if s := pod.Spec.ActiveDeadlineSeconds; s != nil {
		p.ActiveDeadline = time.Duration(*s) * time.Second
	}
	p.Init = containers(pod.Spec.InitContainers, true)
	p.Main = containers(pod.Spec.Containers, false)
	for _, gate := range pod.Spec.ReadinessGates {
		p.Gates = append(p.Gates, gate.ConditionType)
		for i := range pod.Status.Conditions {
			if c := &pod.Status.Conditions[i]; c.Type == gate.ConditionType {
				if p.Foreign == nil {
					p.Foreign = map[corev1.PodConditionType]corev1.ConditionStatus{}
				}
				p.Foreign[c.Type] = c.Status
			}
		}
	}
	return p
}

// RunningNames are the containers that use resources while the pod runs.
func (p *Pod) RunningNames() []string {
	var names []string
	for _, list := range [][]Container{p.Init, p.Main} {
		for i := range list {
			if list[i].Sidecar || !list[i].init {
				names = append(names, list[i].Name)
			}
		}
	}
	return names
}

// ShareWith takes over what an earlier view of the same pod has as well, so that the newer decoded object can be freed.
func (p *Pod) ShareWith(old *Pod) {
	if maps.Equal(p.Labels, old.Labels) {
		p.Labels = old.Labels
	}
	if p.Generation == old.Generation { // the spec is the same
		p.Init, p.Main, p.Gates, p.Resources = old.Init, old.Main, old.Gates, old.Resources
	}
}

func containers(spec []corev1.Container, init bool) []Container {
	if len(spec) == 0 {
		return nil
	}
	list := make([]Container, 0, len(spec))
	for i := range spec {
		c := Container{Name: spec[i].Name, Image: spec[i].Image, init: init, Resources: spec[i].Resources}
		c.Resources.Claims = nil
		if p := spec[i].RestartPolicy; init && p != nil && *p == corev1.ContainerRestartPolicyAlways {
			c.Sidecar = true
		}
		for _, r := range spec[i].ResizePolicy {
			if r.RestartPolicy == corev1.RestartContainer {
				c.RestartCPU = c.RestartCPU || r.ResourceName == corev1.ResourceCPU
				c.RestartMemory = c.RestartMemory || r.ResourceName == corev1.ResourceMemory
			}
		}
		list = append(list, c)
	}
	return list
}
