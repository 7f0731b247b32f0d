//go:build e2e

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	appsv1client "k8s.io/client-go/kubernetes/typed/apps/v1"
	autoscalingv2 "k8s.io/client-go/kubernetes/typed/autoscaling/v2"

	appsv1 "k8s.io/api/apps/v1"
	autov2 "k8s.io/api/autoscaling/v2"
)

const soon = 10 * time.Second

func TestFailuresOnDemand(t *testing.T) {
	s := setup(t)
	broken := func(p *corev1.Pod) bool { return p.Status.Phase == corev1.PodRunning && !ready(p) }

	s.create(pod("never", "app:1", map[string]string{"fake.tkex/never-ready": "image=app:bad"}))
	s.await("never", "is ready with a good image", soon, ready)
	s.setImage("never", "app:bad")
	s.await("never", "is not ready with the bad one", soon, broken)
	s.setImage("never", "app:3")
	s.await("never", "is mended in place", soon, func(p *corev1.Pod) bool {
		return ready(p) && p.Status.ContainerStatuses[0].RestartCount == 2
	})

	s.create(pod("crash", "app:1", nil))
	s.await("crash", "is ready", soon, ready)
	s.setImage("crash", "app:crash-loop")
	s.await("crash", "backs off", soon, func(p *corev1.Pod) bool { return waiting(p) == "CrashLoopBackOff" && !ready(p) })
	s.setImage("crash", "app:1")
	s.await("crash", "is mended in place", soon, ready)

	s.create(pod("pull", "app:image-pull-error", nil))
	p := s.await("pull", "waits for its image", soon, func(p *corev1.Pod) bool { return waiting(p) == "ImagePullBackOff" })
	if p.Status.Phase != corev1.PodPending {
		s.Errorf("phase %s", p.Status.Phase)
	}
	s.setImage("pull", "app:1")
	s.await("pull", "has its image", soon, ready)

	s.create(pod("late", "app:1", map[string]string{"fake.tkex/ready-after": "2s"}))
	s.await("late", "runs", soon, broken)
	s.await("late", "is ready", soon, ready)

	s.patch("late", `{"metadata":{"annotations":{"fake.tkex/unready":"true"}}}`)
	s.await("late", "is made unready", soon, broken)
	s.patch("late", `{"metadata":{"annotations":{"fake.tkex/unready":null}}}`)
	s.await("late", "is ready again", soon, ready)
	s.patch("late", `{"metadata":{"annotations":{"fake.tkex/phase":"Failed"}}}`)
	s.await("late", "has failed", soon, func(p *corev1.Pod) bool { return p.Status.Phase == corev1.PodFailed && p.Status.Reason == "Evicted" })

	job := pod("job", "app:1", map[string]string{"fake.tkex/complete-after": "1s"})
	job.Spec.RestartPolicy = corev1.RestartPolicyNever
	s.create(job)
	s.await("job", "has succeeded", soon, func(p *corev1.Pod) bool { return p.Status.Phase == corev1.PodSucceeded })

	s.create(pod("slow", "app:1", map[string]string{"fake.tkex/terminate-after": "2s"}))
	s.await("slow", "is ready", soon, ready)
	began := time.Now()
	s.must(s.api.Pods(s.ns).Delete(s.ctx, "slow", metav1.DeleteOptions{}))
	s.eventually("slow is gone", soon, func() (bool, string) {
		_, err := s.api.Pods(s.ns).Get(s.ctx, "slow", metav1.GetOptions{})
		return apierrors.IsNotFound(err), fmt.Sprint(err)
	})
	if took := time.Since(began); took < 900*time.Millisecond {
		s.Errorf("it took only %v", took) // deletionTimestamp has whole seconds
	}
}

func TestRestartDelayShowsTheIntermediateStatus(t *testing.T) {
	s := setup(t)
	s.create(pod("p", "app:1", map[string]string{"fake.tkex/restart-delay": "2s"}))
	before := s.await("p", "is ready", soon, ready)
	s.setImage("p", "app:2")
	p := s.await("p", "is observed", soon, func(p *corev1.Pod) bool { return p.Status.ObservedGeneration == p.Generation })
	if cs := p.Status.ContainerStatuses[0]; cs.ContainerID != before.Status.ContainerStatuses[0].ContainerID || cs.Image != "app:1" || !cs.Ready {
		s.Errorf("not the old container: %+v", cs)
	}
	s.await("p", "has its new container", soon, func(p *corev1.Pod) bool { return p.Status.ContainerStatuses[0].Image == "app:2" })
}

func TestReadinessGate(t *testing.T) {
	s := setup(t)
	gated := pod("p", "app:1", nil)
	gated.Spec.ReadinessGates = []corev1.PodReadinessGate{{ConditionType: "example.com/gate"}}
	s.create(gated)
	reason := func(p *corev1.Pod) string {
		for _, c := range p.Status.Conditions {
			if c.Type == corev1.PodReady {
				return c.Reason
			}
		}
		return ""
	}
	s.await("p", "waits for its gate", soon, func(p *corev1.Pod) bool { return reason(p) == "ReadinessGatesNotReady" })
	set := func(v string) {
		s.patch("p", `{"status":{"conditions":[{"type":"example.com/gate","status":"`+v+`"}]}}`, "status")
	}
	set("True")
	s.await("p", "is ready", soon, func(p *corev1.Pod) bool { return ready(p) && reason(p) == "" })
	s.setImage("p", "app:2")
	p := s.await("p", "has its new image", soon, func(p *corev1.Pod) bool { return p.Status.ContainerStatuses[0].Image == "app:2" })
	if len(p.Status.Conditions) != 6 {
		s.Errorf("conditions %+v", p.Status.Conditions)
	}
	set("False")
	s.await("p", "is not ready", soon, func(p *corev1.Pod) bool { return !ready(p) })
}

func TestResize(t *testing.T) {
	s := setup(t)
	small := pod("p", "app:1", nil)
	small.Spec.Containers[0].Resources.Requests = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m")}
	s.create(small)
	s.await("p", "is ready", soon, ready)
	p := s.patch("p", `{"spec":{"containers":[{"name":"app","resources":{"requests":{"cpu":"150m"}}}]}}`, "resize")
	p = s.await("p", "is resized", soon, func(x *corev1.Pod) bool {
		cs := x.Status.ContainerStatuses[0]
		return x.Status.ObservedGeneration == p.Generation && cs.Resources.Requests.Cpu().String() == "150m" &&
			cs.AllocatedResources.Cpu().String() == "150m" && cs.RestartCount == 0
	})
	s.patch("p", `{"metadata":{"annotations":{"fake.tkex/resize":"Deferred"}}}`)
	s.patch("p", `{"spec":{"containers":[{"name":"app","resources":{"requests":{"cpu":"200m"}}}]}}`, "resize")
	pending := func(p *corev1.Pod) bool {
		for _, c := range p.Status.Conditions {
			if c.Type == corev1.PodResizePending {
				return true
			}
		}
		return false
	}
	s.await("p", "waits for its resize", soon, pending)
	s.patch("p", `{"metadata":{"annotations":{"fake.tkex/resize":null}}}`)
	s.await("p", "is resized and shows no condition", soon, func(p *corev1.Pod) bool {
		return !pending(p) && p.Status.ContainerStatuses[0].Resources.Requests.Cpu().String() == "200m"
	})

	whole := pod("q", "app:1", nil)
	whole.Spec.Resources = &corev1.ResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("1")}}
	s.create(whole)
	s.await("q", "is ready", soon, ready)
	s.patch("q", `{"spec":{"resources":{"requests":{"cpu":"2"}}}}`, "resize")
	s.await("q", "is resized as a whole", soon, func(p *corev1.Pod) bool {
		return p.Status.Resources != nil && p.Status.Resources.Requests.Cpu().String() == "2"
	})
}

func TestVolumes(t *testing.T) {
	s := setup(t)
	_, err := s.api.PersistentVolumeClaims(s.ns).Create(s.ctx, &corev1.PersistentVolumeClaim{
		ObjectMeta: metav1.ObjectMeta{Name: "c"},
		Spec: corev1.PersistentVolumeClaimSpec{
			AccessModes: []corev1.PersistentVolumeAccessMode{corev1.ReadWriteOnce},
			Resources:   corev1.VolumeResourceRequirements{Requests: corev1.ResourceList{corev1.ResourceStorage: resource.MustParse("1Gi")}},
		},
	}, metav1.CreateOptions{})
	s.must(err)
	p := pod("p", "app:1", nil)
	p.Spec.Volumes = []corev1.Volume{{Name: "v", VolumeSource: corev1.VolumeSource{
		PersistentVolumeClaim: &corev1.PersistentVolumeClaimVolumeSource{ClaimName: "c"},
	}}}
	s.create(p)
	s.await("p", "is ready with its volume", 20*time.Second, ready)
	claim, err := s.api.PersistentVolumeClaims(s.ns).Get(s.ctx, "c", metav1.GetOptions{})
	s.must(err)
	s.must(s.api.Pods(s.ns).Delete(s.ctx, "p", metav1.DeleteOptions{}))
	s.must(s.api.PersistentVolumeClaims(s.ns).Delete(s.ctx, "c", metav1.DeleteOptions{}))
	s.eventually("the volume is gone", 30*time.Second, func() (bool, string) {
		pv, err := s.api.PersistentVolumes().Get(s.ctx, claim.Spec.VolumeName, metav1.GetOptions{})
		return apierrors.IsNotFound(err), fmt.Sprint(pv.Status, err)
	})
}

func TestNodeDown(t *testing.T) {
	s := setup(t)
	nodes, err := s.api.Nodes().List(s.ctx, metav1.ListOptions{LabelSelector: "type=kwok"})
	s.must(err)
	node := nodes.Items[len(nodes.Items)-1].Name
	annotate := func(value string) {
		_, err := s.api.Nodes().Patch(s.ctx, node, types.MergePatchType,
			[]byte(`{"metadata":{"annotations":{"fake.tkex/node-down":`+value+`}}}`), metav1.PatchOptions{})
		s.must(err)
	}
	here := pod("here", "app:1", nil)
	here.Spec.NodeName, here.Spec.NodeSelector = node, nil
	s.create(here)
	s.await("here", "is ready", soon, ready)
	annotate(`"true"`)
	time.Sleep(500 * time.Millisecond) // the annotation reaches the fake kubelet by a watch of its own
	there := pod("there", "app:1", nil)
	there.Spec.NodeName, there.Spec.NodeSelector = node, nil
	s.create(there)
	s.setImage("here", "app:2")
	time.Sleep(2 * time.Second)
	if p := s.get("there"); p.Status.Phase != corev1.PodPending {
		s.Errorf("a pod of a node that is down has phase %s", p.Status.Phase)
	}
	if p := s.get("here"); p.Status.ContainerStatuses[0].Image != "app:1" {
		s.Error("a node that is down changes an image")
	}
	annotate("null")
	s.await("there", "is ready", soon, ready)
	s.await("here", "has its new image", soon, func(p *corev1.Pod) bool { return p.Status.ContainerStatuses[0].Image == "app:2" })
}

// TestAutoscaling: the use that an annotation states reaches a HorizontalPodAutoscaler.
func TestAutoscaling(t *testing.T) {
	s := setup(t)
	apps, auto := appsv1client.NewForConfigOrDie(s.config), autoscalingv2.NewForConfigOrDie(s.config)
	one, half := int32(1), int32(50)
	template := pod("", "app:1", map[string]string{"fake.tkex/cpu-usage": "150m", "fake.tkex/memory-usage": "64Mi"})
	template.Spec.Containers[0].Resources.Requests = corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("100m")}
	_, err := apps.Deployments(s.ns).Create(s.ctx, &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "d"},
		Spec: appsv1.DeploymentSpec{
			Replicas: &one, Selector: &metav1.LabelSelector{MatchLabels: template.Labels},
			Template: corev1.PodTemplateSpec{ObjectMeta: template.ObjectMeta, Spec: template.Spec},
		},
	}, metav1.CreateOptions{})
	s.must(err)
	path := "/apis/metrics.k8s.io/v1beta1/namespaces/" + s.ns + "/pods"
	s.eventually("metrics", 20*time.Second, func() (bool, string) {
		body, err := s.api.RESTClient().Get().AbsPath(path).Param("labelSelector", "app=x").DoRaw(s.ctx)
		return err == nil && strings.Contains(string(body), `"cpu":"150000000n"`), fmt.Sprint(string(body), err)
	})
	body, err := s.api.RESTClient().Get().AbsPath(path).Param("labelSelector", "app=other").DoRaw(s.ctx)
	s.must(err)
	if !strings.Contains(string(body), `"items":[]`) {
		s.Errorf("the selector is not honoured: %s", body)
	}
	_, err = auto.HorizontalPodAutoscalers(s.ns).Create(s.ctx, &autov2.HorizontalPodAutoscaler{
		ObjectMeta: metav1.ObjectMeta{Name: "d"},
		Spec: autov2.HorizontalPodAutoscalerSpec{
			ScaleTargetRef: autov2.CrossVersionObjectReference{APIVersion: "apps/v1", Kind: "Deployment", Name: "d"},
			MinReplicas:    &one, MaxReplicas: 3,
			Metrics: []autov2.MetricSpec{{Type: autov2.ResourceMetricSourceType, Resource: &autov2.ResourceMetricSource{
				Name:   corev1.ResourceCPU,
				Target: autov2.MetricTarget{Type: autov2.UtilizationMetricType, AverageUtilization: &half},
			}}},
		},
	}, metav1.CreateOptions{})
	s.must(err)
	s.eventually("the autoscaler scales", 90*time.Second, func() (bool, string) {
		d, err := apps.Deployments(s.ns).Get(s.ctx, "d", metav1.GetOptions{})
		s.must(err)
		h, err := auto.HorizontalPodAutoscalers(s.ns).Get(s.ctx, "d", metav1.GetOptions{})
		s.must(err)
		return d.Status.ReadyReplicas == 3, fmt.Sprintf("%+v", h.Status)
	})
}
