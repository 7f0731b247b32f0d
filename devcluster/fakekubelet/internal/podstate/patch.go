package podstate

import (
	"encoding/json"

	corev1 "k8s.io/api/core/v1"
	apiequality "k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// conditionPatch writes empty reasons and messages as null, which removes what was there: a strategic merge keeps what it
// is not told.
type conditionPatch struct {
	Type               corev1.PodConditionType `json:"type"`
	Patch              string                  `json:"$patch,omitempty"`
	Status             corev1.ConditionStatus  `json:"status,omitempty"`
	ObservedGeneration int64                   `json:"observedGeneration,omitempty"`
	LastTransitionTime *metav1.Time            `json:"lastTransitionTime,omitempty"`
	Reason             *string                 `json:"reason"`
	Message            *string                 `json:"message"`
}

// Patch is the strategic merge patch that brings pods/status from old to next. Conditions of others are left alone, and the
// UID makes the API server refuse it for another pod of the same name.
func Patch(uid types.UID, old, next *corev1.PodStatus) ([]byte, error) {
	status := map[string]any{}
	put := func(key string, before, now any) {
		if !apiequality.Semantic.DeepEqual(before, now) {
			status[key] = now
		}
	}
	put("observedGeneration", old.ObservedGeneration, next.ObservedGeneration)
	put("phase", old.Phase, next.Phase)
	put("reason", old.Reason, next.Reason)
	put("message", old.Message, next.Message)
	put("hostIP", old.HostIP, next.HostIP)
	put("hostIPs", old.HostIPs, next.HostIPs)
	put("podIP", old.PodIP, next.PodIP)
	put("podIPs", old.PodIPs, next.PodIPs)
	put("startTime", old.StartTime, next.StartTime)
	put("initContainerStatuses", old.InitContainerStatuses, next.InitContainerStatuses)
	put("containerStatuses", old.ContainerStatuses, next.ContainerStatuses)
	if !apiequality.Semantic.DeepEqual(old.Resources, next.Resources) {
		requirements, allocated := map[string]any{}, map[string]any{}
		if next.Resources != nil {
			requirements["requests"], requirements["limits"] = next.Resources.Requests, next.Resources.Limits
		}
		for name, q := range next.AllocatedResources {
			allocated[string(name)] = q
		}
		status["resources"] = replaced(old.Resources != nil, requirements)
		status["allocatedResources"] = replaced(len(old.AllocatedResources) > 0, allocated)
	}
	if list := conditionPatches(old.Conditions, next.Conditions); len(list) > 0 {
		status["conditions"] = list
	}
	return json.Marshal(map[string]any{"metadata": map[string]any{"uid": uid}, "status": status})
}

// replaced writes resources so that no value of before survives. The directive must not be there when nothing was: the
// API server then drops the whole map.
func replaced(before bool, values map[string]any) map[string]any {
	if before {
		values["$patch"] = "replace"
	}
	return values
}

func conditionPatches(old, next []corev1.PodCondition) []conditionPatch {
	var list []conditionPatch
	for i := range next {
		c := &next[i]
		if before := condition(old, c.Type); before != nil && apiequality.Semantic.DeepEqual(before, c) {
			continue
		}
		list = append(list, conditionPatch{
			Type: c.Type, Status: c.Status, ObservedGeneration: c.ObservedGeneration,
			LastTransitionTime: &c.LastTransitionTime, Reason: text(c.Reason), Message: text(c.Message),
		})
	}
	for i := range old {
		if condition(next, old[i].Type) == nil {
			list = append(list, conditionPatch{Type: old[i].Type, Patch: "delete"})
		}
	}
	return list
}

func text(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
