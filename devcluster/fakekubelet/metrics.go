package main

import (
	"encoding/json"
	"net/http"
	"sort"
	"strconv"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"tkex.dev/devcluster/fakekubelet/internal/podstate"
)

// metricsGroup is what metrics-server serves in a real cluster; the API server's aggregation layer asks here instead.
const metricsGroup = "metrics.k8s.io/v1beta1"

type usage map[corev1.ResourceName]string

type containerMetrics struct {
	Name  string `json:"name"`
	Usage usage  `json:"usage"`
}

// metricsItem is a PodMetrics (with Containers) or a NodeMetrics (with Usage).
type metricsItem struct {
	metav1.TypeMeta `json:",inline"`
	Metadata        metricsMeta        `json:"metadata"`
	Timestamp       metav1.Time        `json:"timestamp"`
	Window          string             `json:"window"`
	Containers      []containerMetrics `json:"containers,omitempty"`
	Usage           usage              `json:"usage,omitempty"`
}

type metricsMeta struct {
	Name      string            `json:"name"`
	Namespace string            `json:"namespace,omitempty"`
	Labels    map[string]string `json:"labels,omitempty"`
	Created   metav1.Time       `json:"creationTimestamp"`
}

type metricsServer struct {
	nodes *nodes
	agent *agent
}

func serveMetrics(o options, n *nodes, a *agent) error {
	m := metricsServer{nodes: n, agent: a}
	mux := http.NewServeMux()
	const root = "GET /apis/" + metricsGroup
	mux.HandleFunc(root, m.discovery)
	mux.HandleFunc(root+"/nodes", m.listNodes)
	mux.HandleFunc(root+"/nodes/{name}", m.oneNode)
	mux.HandleFunc(root+"/pods", m.listPods)
	mux.HandleFunc(root+"/namespaces/{namespace}/pods", m.listPods)
	mux.HandleFunc(root+"/namespaces/{namespace}/pods/{name}", m.onePod)
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) })
	server := &http.Server{Addr: "127.0.0.1:" + strconv.Itoa(o.metricsPort), Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	return server.ListenAndServeTLS(o.metricsCert, o.metricsKey)
}

func (m metricsServer) discovery(w http.ResponseWriter, _ *http.Request) {
	verbs := metav1.Verbs{"get", "list"}
	send(w, metav1.APIResourceList{
		TypeMeta: metav1.TypeMeta{Kind: "APIResourceList", APIVersion: "v1"}, GroupVersion: metricsGroup,
		APIResources: []metav1.APIResource{
			{Name: "nodes", Kind: "NodeMetrics", Verbs: verbs},
			{Name: "pods", Kind: "PodMetrics", Namespaced: true, Verbs: verbs},
		},
	})
}

func (m metricsServer) listPods(w http.ResponseWriter, r *http.Request) {
	selector, err := labels.Parse(r.URL.Query().Get("labelSelector"))
	if err != nil {
		fail(w, http.StatusBadRequest, metav1.StatusReasonBadRequest, err.Error())
		return
	}
	items := []metricsItem{}
	for _, p := range m.running() {
		if ns := r.PathValue("namespace"); (ns == "" || ns == p.Namespace) && selector.Matches(labels.Set(p.Labels)) {
			items = append(items, podMetrics(p))
		}
	}
	list(w, "PodMetricsList", items)
}

func (m metricsServer) onePod(w http.ResponseWriter, r *http.Request) {
	for _, p := range m.running() {
		if p.Namespace == r.PathValue("namespace") && p.Name == r.PathValue("name") {
			send(w, podMetrics(p))
			return
		}
	}
	fail(w, http.StatusNotFound, metav1.StatusReasonNotFound, "pods.metrics.k8s.io \""+r.PathValue("name")+"\" not found")
}

func (m metricsServer) listNodes(w http.ResponseWriter, r *http.Request) {
	selector, err := labels.Parse(r.URL.Query().Get("labelSelector"))
	if err != nil {
		fail(w, http.StatusBadRequest, metav1.StatusReasonBadRequest, err.Error())
		return
	}
	items := []metricsItem{}
	for _, x := range m.nodeMetrics() {
		if selector.Matches(labels.Set(x.Metadata.Labels)) {
			items = append(items, x)
		}
	}
	list(w, "NodeMetricsList", items)
}

func (m metricsServer) oneNode(w http.ResponseWriter, r *http.Request) {
	for _, x := range m.nodeMetrics() {
		if x.Metadata.Name == r.PathValue("name") {
			send(w, x)
			return
		}
	}
	fail(w, http.StatusNotFound, metav1.StatusReasonNotFound, "nodes.metrics.k8s.io \""+r.PathValue("name")+"\" not found")
}

// running is the pods whose containers run, on nodes that are not down.
func (m metricsServer) running() []*podstate.Pod {
	var list []*podstate.Pod
	for _, e := range m.agent.all() {
		e.mu.Lock()
		p, runs := e.pod, e.running
		e.mu.Unlock()
		if x := m.nodes.get(p.Node); runs && x != nil && !x.down.Load() {
			list = append(list, p)
		}
	}
	sort.Slice(list, func(i, j int) bool {
		if c := strings.Compare(list[i].Namespace, list[j].Namespace); c != 0 {
			return c < 0
		}
		return list[i].Name < list[j].Name
	})
	return list
}

// podUsage is the pod's use in nanocores and bytes: what its annotations say, or a little.
func podUsage(p *podstate.Pod) (cpu, memory int64) {
	read := func(key, otherwise string) resource.Quantity {
		if q, err := resource.ParseQuantity(p.Annotations[key]); err == nil {
			return q
		}
		return resource.MustParse(otherwise)
	}
	c, b := read(podstate.CPUUsage, "5m"), read(podstate.MemoryUsage, "16Mi")
	return c.ScaledValue(resource.Nano), b.Value()
}

func asUsage(cpu, memory int64) usage {
	return usage{
		corev1.ResourceCPU:    strconv.FormatInt(cpu, 10) + "n",
		corev1.ResourceMemory: strconv.FormatInt(memory, 10),
	}
}

// podMetrics splits the pod's use evenly, with the rest on the first: the sum is what an autoscaler reads.
func podMetrics(p *podstate.Pod) metricsItem {
	x := item("PodMetrics", metricsMeta{Name: p.Name, Namespace: p.Namespace, Labels: p.Labels})
	cpu, memory := podUsage(p)
	names := p.RunningNames()
	n := int64(len(names))
	for i, name := range names {
		c, b := cpu/n, memory/n
		if i == 0 {
			c, b = cpu-c*(n-1), memory-b*(n-1)
		}
		x.Containers = append(x.Containers, containerMetrics{Name: name, Usage: asUsage(c, b)})
	}
	return x
}

func (m metricsServer) nodeMetrics() []metricsItem {
	cpu, memory := map[string]int64{}, map[string]int64{}
	for _, p := range m.running() {
		c, b := podUsage(p)
		cpu[p.Node] += c
		memory[p.Node] += b
	}
	var items []metricsItem
	for _, x := range m.nodes.ordered {
		if x.down.Load() || x.deleted.Load() {
			continue
		}
		i := item("NodeMetrics", metricsMeta{Name: x.name, Labels: nodeLabels(x.name)})
		i.Usage = asUsage(cpu[x.name], memory[x.name])
		items = append(items, i)
	}
	return items
}

func item(kind string, meta metricsMeta) metricsItem {
	now := metav1.Now()
	meta.Created = now
	return metricsItem{
		TypeMeta: metav1.TypeMeta{Kind: kind, APIVersion: metricsGroup}, Metadata: meta, Timestamp: now, Window: "10s",
	}
}

func list(w http.ResponseWriter, kind string, items []metricsItem) {
	send(w, map[string]any{"kind": kind, "apiVersion": metricsGroup, "metadata": map[string]any{}, "items": items})
}

func send(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

func fail(w http.ResponseWriter, code int, reason metav1.StatusReason, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(metav1.Status{
		TypeMeta: metav1.TypeMeta{Kind: "Status", APIVersion: "v1"}, Status: metav1.StatusFailure,
		Code: int32(code), Reason: reason, Message: message,
	})
}
