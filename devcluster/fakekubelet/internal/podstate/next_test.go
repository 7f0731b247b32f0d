package podstate

import (
	"time"

	corev1 "k8s.io/api/core/v1"
)

const up = "Running g1 True; app running app:1 #0 ready"

var startStories = []story{
	{name: "runs at once", steps: []step{{want: up}, {after: time.Hour, want: up}}},
	{
		name: "start delay", settings: &Settings{StartDelay: 2 * time.Second},
		steps: []step{
			{want: "Pending g1 False(ContainersNotReady); app ContainerCreating  #0", wake: 2 * time.Second},
			{after: time.Second, want: "Pending g1 False(ContainersNotReady); app ContainerCreating  #0", wake: time.Second},
			{after: time.Second, want: up},
		},
	},
	{
		name: "the annotation goes before the setting", settings: &Settings{StartDelay: time.Hour}, pod: note(startDelay, "0s"),
		steps: []step{{want: up}},
	},
	{
		name: "init containers and sidecars",
		pod: func(p *Pod) {
			p.Init = []Container{{Name: "i", Image: "i:1", init: true}, {Name: "s", Image: "s:1", Sidecar: true, init: true}}
		},
		steps: []step{
			{want: "Running g1 True; i exit0 i:1 #0 ready; s running s:1 #0 ready; app running app:1 #0 ready"},
		},
	},
	{
		name: "an init container without image holds the pod",
		pod: func(p *Pod) {
			p.Init = []Container{{Name: "i", Image: "i:image-pull-error", init: true}, {Name: "s", Image: "s:1", Sidecar: true, init: true}}
		},
		steps: []step{
			{
				want: "Pending g1 False(ContainersNotReady); i ErrImagePull i:image-pull-error #0; s PodInitializing  #0; app PodInitializing  #0",
				wake: time.Second,
			},
		},
	},
	{
		name: "an init container crashes, then is mended",
		pod:  func(p *Pod) { p.Init = []Container{{Name: "i", Image: "i:crash-loop", init: true}} },
		steps: []step{
			{want: "Pending g1 False(ContainersNotReady); i running i:crash-loop #0; app PodInitializing  #0", wake: 300 * time.Millisecond},
			{after: 300 * time.Millisecond, want: "Pending g1 False(ContainersNotReady); i running i:crash-loop #1; app PodInitializing  #0", wake: 300 * time.Millisecond},
			{after: 300 * time.Millisecond, want: "Pending g1 False(ContainersNotReady); i CrashLoopBackOff i:crash-loop #1; app PodInitializing  #0", wake: 10 * time.Second},
			{
				change: func(p *Pod) { p.Init = []Container{{Name: "i", Image: "i:2", init: true}} },
				want:   "Running g1 True; i exit0 i:2 #2 ready; app running app:1 #0 ready",
			},
		},
	},
	{
		name: "readiness gate",
		pod:  func(p *Pod) { p.Gates = []corev1.PodConditionType{"x/gate"} },
		steps: []step{
			{want: "Running g1 False(ReadinessGatesNotReady); app running app:1 #0 ready"},
			{change: gate(corev1.ConditionFalse), want: "Running g1 False(ReadinessGatesNotReady); app running app:1 #0 ready"},
			{change: gate(corev1.ConditionTrue), want: up},
			{change: gate(corev1.ConditionUnknown), want: "Running g1 False(ReadinessGatesNotReady); app running app:1 #0 ready"},
		},
	},
}

func gate(s corev1.ConditionStatus) func(*Pod) {
	return func(p *Pod) { p.Foreign = map[corev1.PodConditionType]corev1.ConditionStatus{"x/gate": s} }
}

var imageStories = []story{
	{
		name:  "new image",
		steps: []step{{want: up}, {change: image("app:2"), want: "Running g2 True; app running app:2 #1 ready"}},
	},
	{
		name: "only the changed container restarts",
		pod:  func(p *Pod) { p.Main = append(p.Main, Container{Name: "log", Image: "log:1"}) },
		steps: []step{
			{want: "Running g1 True; app running app:1 #0 ready; log running log:1 #0 ready"},
			{change: image("app:2"), want: "Running g2 True; app running app:2 #1 ready; log running log:1 #0 ready"},
		},
	},
	{
		name: "restart delay shows the new generation with the old container", settings: &Settings{RestartDelay: time.Second},
		steps: []step{
			{want: up},
			{change: image("app:2"), want: "Running g2 True; app running app:1 #0 ready", wake: time.Second},
			{after: 400 * time.Millisecond, want: "Running g2 True; app running app:1 #0 ready", wake: 600 * time.Millisecond},
			{after: 600 * time.Millisecond, want: "Running g2 True; app running app:2 #1 ready"},
		},
	},
	{
		name: "patched back within the restart delay keeps the container", pod: note(restartDelay, "1s"),
		steps: []step{
			{want: up},
			{change: image("app:2"), want: "Running g2 True; app running app:1 #0 ready", wake: time.Second},
			{after: time.Second / 2, change: image("app:1"), want: "Running g3 True; app running app:1 #0 ready"},
			{after: time.Hour, change: image("app:2"), want: "Running g4 True; app running app:1 #0 ready", wake: time.Second},
		},
	},
	{
		name: "an image that cannot be pulled in place, then back", pod: note(imagePullError, "image=app:bad"),
		steps: []step{
			{want: up},
			{change: image("app:bad"), want: "Running g2 False(ContainersNotReady); app ErrImagePull app:1 #0", wake: time.Second},
			{after: time.Second, want: "Running g2 False(ContainersNotReady); app ImagePullBackOff app:1 #0"},
			{change: image("app:1"), want: "Running g3 True; app running app:1 #1 ready"},
		},
	},
	{
		name: "an image that cannot be pulled from the start heals", pod: both(note(imagePullError, "app:ba*"), image("app:bad")),
		steps: []step{
			{want: "Pending g2 False(ContainersNotReady); app ErrImagePull app:bad #0", wake: time.Second},
			{after: time.Second, want: "Pending g2 False(ContainersNotReady); app ImagePullBackOff app:bad #0"},
			{change: image("app:2"), want: "Running g3 True; app running app:2 #0 ready"},
		},
	},
}

var failureStories = []story{
	{name: "never ready", pod: note(neverReady, "true"), steps: []step{{want: "Running g1 False(ContainersNotReady); app running app:1 #0"}}},
	{
		name: "never ready for one image", pod: note(neverReady, "image=app:bad"),
		steps: []step{{want: up}, {change: image("app:bad"), want: "Running g2 False(ContainersNotReady); app running app:bad #1"}},
	},
	{
		name:  "a tag is enough",
		steps: []step{{want: up}, {change: image("r:5000/app:never-ready"), want: "Running g2 False(ContainersNotReady); app running r:5000/app:never-ready #1"}},
	},
	{
		name: "unready comes and goes",
		steps: []step{
			{want: up},
			{change: note(unready, "true"), want: "Running g1 False(ContainersNotReady); app running app:1 #0"},
			{change: note(unready, ""), want: up},
			{change: note(unready, "container=app"), want: "Running g1 False(ContainersNotReady); app running app:1 #0"},
			{change: note(unready, "false"), want: up},
		},
	},
	{
		name: "ready after a time, also after a restart", pod: note(readyAfter, "5s"),
		steps: []step{
			{want: "Running g1 False(ContainersNotReady); app running app:1 #0", wake: 5 * time.Second},
			{after: 5 * time.Second, want: up},
			{after: time.Minute, change: image("app:2"), want: "Running g2 False(ContainersNotReady); app running app:2 #1", wake: 5 * time.Second},
			{after: 5 * time.Second, want: "Running g2 True; app running app:2 #1 ready"},
		},
	},
	{
		name: "crash loop", pod: note(crashLoop, "image=app:1"),
		steps: []step{
			{want: "Running g1 False(ContainersNotReady); app running app:1 #0", wake: 300 * time.Millisecond},
			{after: 300 * time.Millisecond, want: "Running g1 False(ContainersNotReady); app running app:1 #1", wake: 300 * time.Millisecond},
			{after: 300 * time.Millisecond, want: "Running g1 False(ContainersNotReady); app CrashLoopBackOff app:1 #1", wake: 10 * time.Second},
			{after: 10 * time.Second, want: "Running g1 False(ContainersNotReady); app running app:1 #2", wake: 300 * time.Millisecond},
			{after: 300 * time.Millisecond, want: "Running g1 False(ContainersNotReady); app CrashLoopBackOff app:1 #2", wake: 20 * time.Second},
			{after: 20 * time.Second, want: "Running g1 False(ContainersNotReady); app running app:1 #3", wake: 300 * time.Millisecond},
			{after: time.Second, want: "Running g1 False(ContainersNotReady); app CrashLoopBackOff app:1 #3", wake: 25 * time.Second},
			{change: image("app:2"), want: "Running g2 True; app running app:2 #4 ready"},
		},
	},
	{
		name: "a good container starts to crash and is let go",
		steps: []step{
			{want: up},
			{after: time.Hour, change: note(crashLoop, "true"), want: "Running g1 False(ContainersNotReady); app running app:1 #1", wake: 300 * time.Millisecond},
			{after: 300 * time.Millisecond, want: "Running g1 False(ContainersNotReady); app CrashLoopBackOff app:1 #1", wake: 10 * time.Second},
			{after: time.Second, change: note(crashLoop, ""), want: "Running g1 False(ContainersNotReady); app CrashLoopBackOff app:1 #1", wake: 9 * time.Second},
			{after: 9 * time.Second, want: "Running g1 True; app running app:1 #2 ready"},
		},
	},
	{
		name: "crash with restart policy Never", pod: both(note(crashLoop, "true"), policy(corev1.RestartPolicyNever)),
		steps: []step{
			{want: "Running g1 False(ContainersNotReady); app running app:1 #0", wake: 300 * time.Millisecond},
			{after: time.Second, want: "Failed g1 False(PodFailed); app exit1 app:1 #0"},
		},
	},
}

func policy(r corev1.RestartPolicy) func(*Pod) { return func(p *Pod) { p.RestartPolicy = r } }

var endStories = []story{
	{
		name:  "phase Failed is for ever",
		steps: []step{{want: up}, {change: note(phase, "Failed"), want: "Failed/Evicted g1 False(PodFailed); app exit137 app:1 #0"}, {change: note(phase, ""), want: "Failed/Evicted g1 False(PodFailed); app exit137 app:1 #0"}},
	},
	{
		name: "phase Failed for one image", pod: both(note(phase, "image=app:2"), note(phaseReason, "NodeShutdown")),
		steps: []step{{want: up}, {change: image("app:2"), want: "Failed/NodeShutdown g2 False(PodFailed); app exit137 app:2 #1"}},
	},
	{
		name: "completes", pod: both(note(completeAfter, "5s"), policy(corev1.RestartPolicyOnFailure)),
		steps: []step{
			{want: up, wake: 5 * time.Second},
			{after: 5 * time.Second, want: "Succeeded g1 False(PodCompleted); app exit0 app:1 #0"},
		},
	},
	{name: "does not complete under Always", pod: note(completeAfter, "5s"), steps: []step{{want: up}, {after: time.Minute, want: up}}},
	{
		name: "deadline", pod: both(image("app:image-pull-error"), func(p *Pod) { p.ActiveDeadline = 20 * time.Second }),
		steps: []step{
			{want: "Pending g2 False(ContainersNotReady); app ErrImagePull app:image-pull-error #0", wake: time.Second},
			{after: time.Second, want: "Pending g2 False(ContainersNotReady); app ImagePullBackOff app:image-pull-error #0", wake: 19 * time.Second},
			{after: 19 * time.Second, want: "Failed/DeadlineExceeded g2 False(PodFailed); app ImagePullBackOff app:image-pull-error #0"},
		},
	},
	{
		name:  "deleted at once",
		steps: []step{{want: up}, {change: deleted(30 * time.Second), want: "delete"}},
	},
	{
		name: "takes its time to end", pod: note(terminateAfter, "3s"),
		steps: []step{
			{want: up},
			{change: deleted(30 * time.Second), want: up, wake: 3 * time.Second},
			{after: 2 * time.Second, want: up, wake: time.Second},
			{after: time.Second, want: "delete"},
		},
	},
	{
		name: "but no longer than the grace", pod: note(terminateAfter, "1m"),
		steps: []step{
			{want: up},
			{change: deleted(2 * time.Second), want: up, wake: 2 * time.Second},
			{after: 2 * time.Second, want: "delete"},
		},
	},
	{
		name: "deleted by force: the API server does it, if it lives",
		steps: []step{
			{want: up},
			{change: deleted(0), want: up, wake: 2 * time.Second},
			{after: 2 * time.Second, want: "delete"},
		},
	},
	{name: "deleted before it started", pod: deleted(30 * time.Second), steps: []step{{want: "delete"}}},
}

func deleted(grace time.Duration) func(*Pod) {
	return func(p *Pod) { p.Deletion = &Deletion{Asked: began, Grace: grace} }
}

func resized(q string) func(*Pod) {
	return func(p *Pod) {
		p.Generation++
		p.Main = append([]Container{}, p.Main...)
		p.Main[0].Resources = cpu(q)
	}
}

var resizeStories = []story{
	{name: "followed at once", steps: []step{{want: up}, {change: resized("200m"), want: "Running g2 True; app running app:1 #0 ready"}}},
	{
		name: "deferred, then let through", pod: note(resize, "Deferred"),
		steps: []step{
			{want: up},
			{change: resized("200m"), want: "Running g2 True PodResizePending=TrueDeferred; app running app:1 #0 ready"},
			{change: note(resize, ""), want: "Running g2 True; app running app:1 #0 ready"},
		},
	},
	{
		name: "takes time", pod: note(resize, "2s"),
		steps: []step{
			{want: up},
			{change: resized("200m"), want: "Running g2 True PodResizeInProgress=True; app running app:1 #0 ready", wake: 2 * time.Second},
			{after: 2 * time.Second, want: "Running g2 True; app running app:1 #0 ready"},
			{after: time.Hour, change: resized("300m"), want: "Running g3 True PodResizeInProgress=True; app running app:1 #0 ready", wake: 2 * time.Second},
		},
	},
	{
		name: "resize policy RestartContainer", pod: func(p *Pod) { p.Main[0].RestartCPU = true },
		steps: []step{{want: up}, {change: resized("200m"), want: "Running g2 True; app running app:1 #1 ready"}},
	},
}
