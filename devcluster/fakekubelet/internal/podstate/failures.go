package podstate

import (
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// Prefix of the annotations that steer a pod. The README has a table of them.
const Prefix = "fake.tkex/"

const (
	neverReady     = "never-ready"
	unready        = "unready"
	crashLoop      = "crash-loop"
	imagePullError = "image-pull-error"
	phase          = "phase"
	phaseReason    = "phase-reason"
	readyAfter     = "ready-after"
	startDelay     = "start-delay"
	restartDelay   = "restart-delay"
	crashAfter     = "crash-after"
	completeAfter  = "complete-after"
	terminateAfter = "terminate-after"
	resize         = "resize"

	// CPUUsage and MemoryUsage are what the metrics API tells of the pod.
	CPUUsage    = "cpu-usage"
	MemoryUsage = "memory-usage"
	// NodeDown is an annotation of a Node, with the prefix.
	NodeDown = Prefix + "node-down"
)

// fails tells whether a failure on demand hits a container: by the pod's annotation, or by the tag of its image alone, so
// that `kubectl set image` is enough to show a broken release.
func (p *Pod) fails(key string, c *Container) bool {
	return tag(c.Image) == key || selects(p.Annotations[key], c)
}

// selects reads a failure's value: a list of "true" (each ordinary container), "image=IMAGE" or plainly IMAGE (a trailing *
// matches any rest) and "container=NAME".
func selects(value string, c *Container) bool {
	for value != "" {
		var item string
		item, value, _ = strings.Cut(value, ",")
		item = strings.TrimSpace(item)
		if item == "true" && !c.init {
			return true
		}
		if name, found := strings.CutPrefix(item, "container="); found {
			if name == c.Name {
				return true
			}
			continue
		}
		image := strings.TrimPrefix(item, "image=")
		if start, any := strings.CutSuffix(image, "*"); any && start != "" && strings.HasPrefix(c.Image, start) {
			return true
		}
		if image == c.Image {
			return true
		}
	}
	return false
}

func tag(image string) string {
	i := strings.LastIndexByte(image, ':')
	if i < strings.LastIndexByte(image, '/') {
		return ""
	}
	return image[i+1:]
}

// duration reads an annotation; one that cannot be read counts as absent, since a kubelet has nobody to complain to.
func (p *Pod) duration(key string, otherwise time.Duration) time.Duration {
	if v, set := p.Annotations[key]; set {
		if d, err := time.ParseDuration(v); err == nil && d >= 0 {
			return d
		}
	}
	return otherwise
}

// endPhase is the terminal phase that an annotation asks for, or none.
func (p *Pod) endPhase() corev1.PodPhase {
	switch v := p.Annotations[phase]; v {
	case "":
		return ""
	case string(corev1.PodFailed), string(corev1.PodSucceeded):
		return corev1.PodPhase(v)
	default:
		for i := range p.Main {
			if selects(v, &p.Main[i]) {
				return corev1.PodFailed
			}
		}
		return ""
	}
}
