// Package state is what devcluster writes down about each cluster, and where.
package state

import (
	"fmt"
	"reflect"
	"time"

	"tkex.dev/devcluster/internal/build"
)

// Options are what a cluster was started with; `up` compares them field by field.
type Options struct {
	Nodes        int           `json:"nodes" flag:"nodes"`
	PodsPerNode  int           `json:"podsPerNode" flag:"pods-per-node"`
	NodeCPU      string        `json:"nodeCPU" flag:"node-cpu"`
	NodeMemory   string        `json:"nodeMemory" flag:"node-memory"`
	PodDelay     time.Duration `json:"podStartDelay" flag:"pod-start-delay"`
	RealNode     bool          `json:"realNode" flag:"real-node"`
	Variant      build.Variant `json:"variant" flag:"variant"`
	APIFlags     []string      `json:"apiserverFlags,omitempty" flag:"apiserver-flag"`
	FeatureGates string        `json:"featureGates,omitempty" flag:"feature-gates"`
	Audit        bool          `json:"audit" flag:"audit"`
}

// Differences lists, per flag, what runs and what was asked for.
func (o Options) Differences(asked Options) []string {
	var diffs []string
	a, b := reflect.ValueOf(o), reflect.ValueOf(asked)
	for i := range a.NumField() {
		x, y := fmt.Sprint(a.Field(i)), fmt.Sprint(b.Field(i))
		if x != y {
			diffs = append(diffs, fmt.Sprintf("--%s is %s, asked for %s", a.Type().Field(i).Tag.Get("flag"), x, y))
		}
	}
	return diffs
}
