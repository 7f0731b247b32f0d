package podstate

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func TestTransitionTimesMoveOnlyWithTheStatus(t *testing.T) {
	pod := basePod()
	first := Next(pod, Record{}, place, settings, began)
	image("app:2")(pod)
	second := Next(pod, first.Record, place, settings, began.Add(time.Minute))
	ready := condition(second.Record.Status.Conditions, corev1.PodReady)
	if !ready.LastTransitionTime.Time.Equal(began) || ready.ObservedGeneration != 2 {
		t.Fatalf("Ready stayed True, but is %+v", ready)
	}
	note(unready, "true")(pod)
	third := Next(pod, second.Record, place, settings, began.Add(time.Hour))
	if ready = condition(third.Record.Status.Conditions, corev1.PodReady); !ready.LastTransitionTime.Time.Equal(began.Add(time.Hour)) {
		t.Fatalf("Ready changed, but is %+v", ready)
	}
}

func TestImageChangeKeepsTheOldEnd(t *testing.T) {
	pod := basePod()
	first := Next(pod, Record{}, place, settings, began)
	image("app:2")(pod)
	second := Next(pod, first.Record, place, settings, began.Add(time.Minute))
	was, is := first.Record.Status.ContainerStatuses[0], second.Record.Status.ContainerStatuses[0]
	if was.ContainerID == is.ContainerID || !strings.HasPrefix(is.ContainerID, "fake://") {
		t.Fatalf("container IDs %q and %q", was.ContainerID, is.ContainerID)
	}
	end := is.LastTerminationState.Terminated
	if end == nil || end.ContainerID != was.ContainerID || !end.FinishedAt.Time.Equal(began.Add(time.Minute)) {
		t.Fatalf("last state %+v", end)
	}
	if was.ImageID == is.ImageID {
		t.Fatal("image IDs are the same")
	}
}

func TestResourcesFollowTheSpec(t *testing.T) {
	pod := basePod()
	level := cpu("1")
	pod.Resources = &level
	r := Next(pod, Record{}, place, settings, began)
	resized("250m")(pod)
	more := cpu("2")
	pod.Resources = &more
	r = Next(pod, r.Record, place, settings, began)
	cs := r.Record.Status.ContainerStatuses[0]
	if q := cs.Resources.Requests[corev1.ResourceCPU]; q.String() != "250m" {
		t.Fatalf("resources %v", cs.Resources)
	}
	if q := cs.AllocatedResources[corev1.ResourceCPU]; q.String() != "250m" {
		t.Fatalf("allocated %v", cs.AllocatedResources)
	}
	if q := r.Record.Status.AllocatedResources[corev1.ResourceCPU]; q.String() != "2" {
		t.Fatalf("pod allocated %v", r.Record.Status.AllocatedResources)
	}
}

func TestRecoverTakesOverWithoutAWrite(t *testing.T) {
	pod := basePod()
	r := Next(pod, Record{}, place, settings, began)
	status := r.Record.Status.DeepCopy()
	status.Conditions = append(status.Conditions, corev1.PodCondition{Type: "x/gate", Status: corev1.ConditionTrue})
	again := Next(pod, Recover(status, began.Add(time.Hour)), Place{PodIP: "other", HostIP: place.HostIP}, settings, began.Add(time.Hour))
	if again.Write {
		t.Fatalf("writes %s after a restart", summary(again))
	}
}

func TestPatch(t *testing.T) {
	pod := basePod()
	first := Next(pod, Record{}, place, settings, began)
	note(unready, "true")(pod)
	second := Next(pod, first.Record, place, settings, began.Add(time.Minute))
	body, err := Patch("u", &first.Record.Status, &second.Record.Status)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{`"uid":"u"`, `"type":"Ready","status":"False"`, `"message":"containers with unready status: [app]"`, `"containerStatuses"`} {
		if !strings.Contains(string(body), part) {
			t.Errorf("%s is not in %s", part, body)
		}
	}
	for _, part := range []string{"podIP", "startTime", "PodScheduled", "phase", "initContainerStatuses"} {
		if strings.Contains(string(body), part) {
			t.Errorf("%s did not change, but is in %s", part, body)
		}
	}
	back, _ := Patch("u", &second.Record.Status, &first.Record.Status)
	if !strings.Contains(string(back), `"message":null`) {
		t.Errorf("the message is not removed by %s", back)
	}
	pending := second.Record.Status.DeepCopy()
	pending.Conditions = append(pending.Conditions, corev1.PodCondition{Type: corev1.PodResizePending})
	gone, _ := Patch("u", pending, &second.Record.Status)
	if !strings.Contains(string(gone), `{"type":"PodResizePending","$patch":"delete"`) {
		t.Errorf("the condition is not removed by %s", gone)
	}
}

func TestTrim(t *testing.T) {
	always, restart := corev1.ContainerRestartPolicyAlways, int64(7)
	deletedAt := metav1.NewTime(began.Add(7 * time.Second))
	p := Trim(&corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Name: "a", Annotations: map[string]string{"fake.tkex/unready": "true", "other": "x"},
			DeletionTimestamp: &deletedAt, DeletionGracePeriodSeconds: &restart,
		},
		Spec: corev1.PodSpec{
			InitContainers: []corev1.Container{{Name: "s", RestartPolicy: &always}, {Name: "i"}},
			Containers:     []corev1.Container{{Name: "c"}},
			ReadinessGates: []corev1.PodReadinessGate{{ConditionType: "g"}, {ConditionType: "h"}},
		},
		Status: corev1.PodStatus{Conditions: []corev1.PodCondition{{Type: "g", Status: corev1.ConditionTrue}, {Type: "k"}}},
	})
	if len(p.Annotations) != 1 || p.Annotations[unready] != "true" {
		t.Errorf("annotations %v", p.Annotations)
	}
	if !p.Deletion.Asked.Equal(began) || p.Deletion.Grace != 7*time.Second {
		t.Errorf("deletion %+v", p.Deletion)
	}
	if !p.Init[0].Sidecar || p.Init[1].Sidecar || len(p.Foreign) != 1 || p.Foreign["g"] != corev1.ConditionTrue {
		t.Errorf("trimmed to %+v", p)
	}
	if names := p.RunningNames(); strings.Join(names, ",") != "s,c" {
		t.Errorf("running %v", names)
	}
}
