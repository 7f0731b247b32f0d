package cli

import (
	"flag"
	"fmt"
	"regexp"
	"strings"
	"time"

	"tkex.dev/devcluster/internal/build"
	"tkex.dev/devcluster/internal/controlplane"
	"tkex.dev/devcluster/internal/realnode"
	"tkex.dev/devcluster/internal/state"
)

// list is a flag that may be given several times.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(s string) error {
	*l = append(*l, s)
	return nil
}

// upFlags are the flags of `up` as given.
type upFlags struct {
	name     string
	options  state.Options
	realNode string
	variant  string
	apiFlags list
	wait     time.Duration
}

func (u *upFlags) register(fs *flag.FlagSet) {
	nameFlag(fs, &u.name)
	o := &u.options
	fs.IntVar(&o.Nodes, "nodes", 10, "`number` of fake nodes, 0 to 5000")
	fs.IntVar(&o.PodsPerNode, "pods-per-node", 110, "`number` of pods a fake node takes, 1 to 10000")
	fs.StringVar(&o.NodeCPU, "node-cpu", "64", "CPU of a fake node, a Kubernetes `quantity`")
	fs.StringVar(&o.NodeMemory, "node-memory", "256Gi", "memory of a fake node, a Kubernetes `quantity`")
	fs.DurationVar(&o.PodDelay, "pod-start-delay", 0, "`time` a fake pod takes to start, such as 500ms")
	fs.StringVar(&u.realNode, "real-node", "no", "run a node with containerd and kubelet too: `auto, yes or no`")
	fs.StringVar(&u.variant, "variant", string(build.Stock), "build of kube-apiserver: `"+variantNames()+"`")
	fs.Var(&u.apiFlags, "apiserver-flag", "`key=value` for kube-apiserver; may be given several times")
	fs.StringVar(&o.FeatureGates, "feature-gates", "", "`Name=true,Other=false` for every Kubernetes component")
	fs.BoolVar(&o.Audit, "audit", false, "write an audit log (level Metadata) to audit.log in the cluster's folder")
	fs.DurationVar(&u.wait, "wait", 2*time.Minute, "longest `time` to wait for readiness")
}

var (
	quantity = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?(m|[kMGTPE]|[KMGTPE]i)?$`)
	gates    = regexp.MustCompile(`^[A-Za-z0-9]+=(true|false)(,[A-Za-z0-9]+=(true|false))*$`)
)

// check completes the options; its errors name the flag, what was given and what is allowed.
func (u *upFlags) check() (state.Options, error) {
	o := u.options
	o.APIFlags = u.apiFlags
	if err := state.CheckName(u.name); err != nil {
		return o, err
	}
	switch {
	case o.Nodes < 0 || o.Nodes > 5000:
		return o, fmt.Errorf("--nodes %d: allowed are 0 to 5000", o.Nodes)
	case o.PodsPerNode < 1 || o.PodsPerNode > 10000:
		return o, fmt.Errorf("--pods-per-node %d: allowed are 1 to 10000", o.PodsPerNode)
	case !quantity.MatchString(o.NodeCPU):
		return o, fmt.Errorf("--node-cpu %q: expected a Kubernetes quantity such as 64 or 500m", o.NodeCPU)
	case !quantity.MatchString(o.NodeMemory):
		return o, fmt.Errorf("--node-memory %q: expected a Kubernetes quantity such as 256Gi", o.NodeMemory)
	case o.PodDelay < 0:
		return o, fmt.Errorf("--pod-start-delay %s: allowed are 0s and more", o.PodDelay)
	case u.wait <= 0:
		return o, fmt.Errorf("--wait %s: must be more than 0s", u.wait)
	case o.FeatureGates != "" && !gates.MatchString(o.FeatureGates):
		return o, fmt.Errorf("--feature-gates %q: expected Name=true or Name=false, separated by commas", o.FeatureGates)
	}
	for _, kv := range o.APIFlags {
		if _, _, err := controlplane.ParseAPIFlag(kv); err != nil {
			return o, err
		}
	}
	var err error
	if o.Variant, err = parseVariant(u.variant); err != nil {
		return o, err
	}
	o.RealNode, err = parseRealNode(u.realNode)
	return o, err
}

func parseVariant(s string) (build.Variant, error) {
	for _, v := range build.Variants {
		if s == string(v) {
			return v, nil
		}
	}
	return "", fmt.Errorf("--variant %q: allowed are %s", s, variantNames())
}

func variantNames() string {
	var names []string
	for _, v := range build.Variants {
		names = append(names, string(v))
	}
	return strings.Join(names, " or ")
}

// parseRealNode resolves auto to what this machine can do.
func parseRealNode(s string) (bool, error) {
	switch s {
	case "no":
		return false, nil
	case "auto":
		return realnode.Possible() == nil, nil
	case "yes":
		if err := realnode.Possible(); err != nil {
			return false, fmt.Errorf("--real-node yes: %w", err)
		}
		return true, nil
	}
	return false, fmt.Errorf("--real-node %q: allowed are auto, yes and no", s)
}

func nameFlag(fs *flag.FlagSet, into *string) {
	fs.StringVar(into, "name", "default", "`name` of the cluster")
}
