package build

// volumePatchEdits make kube-apiserver accept another ConfigMap name in a volume of a running pod.
//
// The second edit is what the first needs: the node authorizer would else never learn that the pod now refers to the new
// ConfigMap, and the kubelet would be refused to read it.
var volumePatchEdits = []Edit{
	{
		File: "pkg/apis/core/validation/validation.go",
		Old: `	// tolerations are checked before the deep copy, so munge those too
	mungedPodSpec.Tolerations = oldPod.Spec.Tolerations // +k8s:verify-mutation:reason=clone
`,
		New: `	// tolerations are checked before the deep copy, so munge those too
	mungedPodSpec.Tolerations = oldPod.Spec.Tolerations // +k8s:verify-mutation:reason=clone
	// munge spec.volumes[*].configMap.name
	oldConfigMapNames := map[string]string{}
	for _, volume := range oldPod.Spec.Volumes {
		if volume.ConfigMap != nil {
			oldConfigMapNames[volume.Name] = volume.ConfigMap.Name
		}
	}
	for ix := range mungedPodSpec.Volumes {
		if configMap := mungedPodSpec.Volumes[ix].ConfigMap; configMap != nil {
			if name, ok := oldConfigMapNames[mungedPodSpec.Volumes[ix].Name]; ok {
				configMap.Name = name // the spec is a deep copy
			}
		}
	}
`,
	},
	{
		File: "plugin/pkg/auth/authorizer/node/graph_populator.go",
		Old: `			!hasNewEphemeralContainers &&
`,
		New: `			!hasNewEphemeralContainers &&
			!volumeConfigMapsDiffer(oldPod, pod) &&
`,
	},
	{
		File: "plugin/pkg/auth/authorizer/node/graph_populator.go",
		Old: `func (g *graphPopulator) deletePod(obj interface{}) {
`,
		New: `// volumeConfigMapsDiffer compares by position: volumes of a pod are neither added nor moved.
func volumeConfigMapsDiffer(oldPod, pod *corev1.Pod) bool {
	if len(oldPod.Spec.Volumes) != len(pod.Spec.Volumes) {
		return true
	}
	for ix := range pod.Spec.Volumes {
		before, after := oldPod.Spec.Volumes[ix].ConfigMap, pod.Spec.Volumes[ix].ConfigMap
		if (before == nil) != (after == nil) || (before != nil && before.Name != after.Name) {
			return true
		}
	}
	return false
}

func (g *graphPopulator) deletePod(obj interface{}) {
`,
	},
}
