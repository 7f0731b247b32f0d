package main

import (
	"testing"

	"tkex.dev/devcluster/fakekubelet/internal/podstate"
)

func TestPodMetricsAddUpToTheAnnotations(t *testing.T) {
	p := &podstate.Pod{
		Namespace: "n", Name: "p", Annotations: map[string]string{podstate.CPUUsage: "250m", podstate.MemoryUsage: "100"},
		Main: []podstate.Container{{Name: "a"}, {Name: "b"}, {Name: "c"}},
	}
	x := podMetrics(p)
	if len(x.Containers) != 3 || x.Window != "10s" || x.Kind != "PodMetrics" {
		t.Fatalf("%+v", x)
	}
	if a, b := x.Containers[0].Usage, x.Containers[1].Usage; a["cpu"] != "83333334n" || b["cpu"] != "83333333n" || a["memory"] != "34" || b["memory"] != "33" {
		t.Fatalf("%v and %v", a, b)
	}
	p.Annotations = map[string]string{podstate.CPUUsage: "lots"}
	if cpu, memory := podUsage(p); cpu != 5_000_000 || memory != 16<<20 {
		t.Fatalf("without a readable annotation %d and %d", cpu, memory)
	}
}
