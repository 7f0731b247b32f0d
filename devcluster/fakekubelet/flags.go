package main

import (
	"errors"
	"flag"
	"fmt"
	"net/netip"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"

	"tkex.dev/devcluster/fakekubelet/internal/podstate"
)

type options struct {
	kubeconfig                  string
	nodes, podsPerNode          int
	prefix                      string
	cpu, memory                 resource.Quantity
	cidr                        netip.Prefix
	workers, connections        int
	settings                    podstate.Settings
	healthPort, metricsPort     int
	metricsCert, metricsKey     string
	provision, immediate        bool
	volumes                     string
	leaseEvery, nodeStatusEvery time.Duration
}

func parse(args []string) (options, error) {
	var o options
	var cpu, memory, cidr, mode string
	f := flag.NewFlagSet("fakekubelet", flag.ContinueOnError)
	f.StringVar(&o.kubeconfig, "kubeconfig", "", "kubeconfig `FILE` of a cluster administrator")
	f.IntVar(&o.nodes, "nodes", 10, "number of nodes")
	f.StringVar(&o.prefix, "node-prefix", "fake-", "nodes are called PREFIX0, PREFIX1 and on")
	f.IntVar(&o.podsPerNode, "pods-per-node", 400, "pods a node takes")
	f.StringVar(&cpu, "node-cpu", "1000", "CPU of a node")
	f.StringVar(&memory, "node-memory", "4Ti", "memory of a node")
	f.StringVar(&cidr, "cidr", "198.18.0.0/15", "addresses of nodes and pods; the default is a range that is never routed")
	f.DurationVar(&o.settings.StartDelay, "start-delay", 0, "time between a pod's arrival and its containers' start")
	f.DurationVar(&o.settings.RestartDelay, "restart-delay", 0, "time between seeing a new image and the new container; meanwhile the status shows the new observedGeneration and the old container")
	f.DurationVar(&o.settings.CrashAfter, "crash-after", 300*time.Millisecond, "how long a crashing container runs")
	f.DurationVar(&o.settings.CrashBackoff, "crash-backoff", 10*time.Second, "first back-off of a crash loop; doubles each time")
	f.DurationVar(&o.settings.CrashBackoffMax, "crash-backoff-max", 5*time.Minute, "longest back-off of a crash loop")
	f.IntVar(&o.workers, "workers", 96, "pods served at the same time")
	f.IntVar(&o.connections, "connections", 3, "HTTP/2 connections for writes about pods")
	f.IntVar(&o.healthPort, "health-port", 0, "serve /healthz and /stats on this loopback port; /healthz is 200 once all nodes are Ready")
	f.IntVar(&o.metricsPort, "metrics-port", 0, "serve metrics.k8s.io on this loopback port (HTTPS); 0: not at all")
	f.StringVar(&o.metricsCert, "metrics-cert", "", "certificate `FILE` of the metrics server")
	f.StringVar(&o.metricsKey, "metrics-key", "", "key `FILE` of the metrics server")
	f.BoolVar(&o.provision, "provision", true, "create the default StorageClass \"fake\" and its volumes")
	f.StringVar(&mode, "volume-binding-mode", "Immediate", "of the StorageClass: Immediate or WaitForFirstConsumer")
	f.StringVar(&o.volumes, "volume-folder", "/var/tmp/fake-volumes", "hostPath folder that volumes name; nothing is made there unless a real kubelet mounts one")
	f.DurationVar(&o.leaseEvery, "lease-every", 10*time.Second, "renewal of a node's lease")
	f.DurationVar(&o.nodeStatusEvery, "node-status-every", 5*time.Minute, "report of a node's status when nothing changed")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	var errs []error
	check := func(ok bool, format string, a ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, a...))
		}
	}
	var err error
	o.cpu, err = resource.ParseQuantity(cpu)
	check(err == nil, "--node-cpu %q: %v", cpu, err)
	o.memory, err = resource.ParseQuantity(memory)
	check(err == nil, "--node-memory %q: %v", memory, err)
	o.cidr, err = netip.ParsePrefix(cidr)
	check(err == nil && o.cidr.Addr().Is4(), "--cidr %q: not an IPv4 range", cidr)
	o.immediate = mode == "Immediate"
	check(o.immediate || mode == "WaitForFirstConsumer", "--volume-binding-mode %q", mode)
	check(f.NArg() == 0, "arguments are not expected: %q", f.Args())
	check(o.kubeconfig != "", "--kubeconfig is missing")
	check(o.nodes > 0 && o.podsPerNode > 0 && o.workers > 0 && o.connections > 0, "counts must be positive")
	check(o.prefix != "", "--node-prefix is empty: this program would take every pod for its own")
	check(o.metricsPort == 0 || o.metricsCert != "" && o.metricsKey != "", "--metrics-port needs --metrics-cert and --metrics-key")
	return o, errors.Join(errs...)
}
