//go:build e2e

package e2e

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

const pod = `
apiVersion: v1
kind: ConfigMap
metadata: {name: one}
data: {which: one}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: two}
data: {which: two}
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec:
  nodeSelector: {type: real}
  terminationGracePeriodSeconds: 2
  containers:
  - name: web
    image: local/business:v1
    imagePullPolicy: Never
    env: [{name: VERSION, value: v5}]
    resources: {requests: {cpu: 50m, memory: 64Mi}, limits: {cpu: 100m, memory: 64Mi}}
    readinessProbe: {httpGet: {path: /readyz, port: 8080}, periodSeconds: 1}
    volumeMounts: [{name: config, mountPath: /config}]
  volumes:
  - name: config
    configMap: {name: one}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}
`

func TestARealPod(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("a real node needs root")
	}
	c := newCluster(t, root(t), "real", "--nodes", "1", "--real-node", "yes")
	t.Log(c.up())
	startPod(t, c)

	t.Run("its Service answers from this machine", func(t *testing.T) {
		ip := c.mustKubectl("get", "service", "web", "-o", "jsonpath={.spec.clusterIP}")
		client := http.Client{Timeout: 2 * time.Second}
		await(t, "Service "+ip, func() error {
			res, err := client.Get("http://" + ip + "/version")
			if err != nil {
				return err
			}
			defer res.Body.Close()
			if b, _ := io.ReadAll(res.Body); strings.TrimSpace(string(b)) != "v5" {
				return fmt.Errorf("answered %q", b)
			}
			return nil
		})
	})
	t.Run("a resize changes the cgroup", func(t *testing.T) {
		c.mustKubectl("patch", "pod", "web", "--subresource", "resize", "-p",
			`{"spec":{"containers":[{"name":"web","resources":{"limits":{"memory":"96Mi"}}}]}}`)
		await(t, "limit of 96Mi", func() error { return hasLimit(c.slot(), "100663296") })
	})
	t.Run("logs come through the API server", func(t *testing.T) {
		if out := c.mustKubectl("logs", "web"); !strings.Contains(out, "version v5 listens") {
			t.Error(out)
		}
	})
	t.Run("the stock API server refuses another ConfigMap", func(t *testing.T) {
		if _, err := c.kubectl(otherConfigMap...); err == nil || !strings.Contains(err.Error(), "may not change") {
			t.Error(err)
		}
	})
	t.Run("a pod reaches the API server by its Service", func(t *testing.T) {
		ip := c.mustKubectl("get", "service", "kubernetes", "-o", "jsonpath={.spec.clusterIP}")
		out, err := exec.Command("nsenter", "--net", "--target", containerPID(t, c.slot()), "curl", "-sk", "-m", "5",
			"https://"+ip+"/readyz").CombinedOutput()
		if err != nil || string(out) != "ok" {
			t.Errorf("%v %s", err, out)
		}
	})
	slot := c.slot()
	c.must("down", "--name", c.name)
	if err := c.goneWithout(slot); err != nil {
		t.Error(err)
	}
}

var otherConfigMap = []string{
	"patch", "pod", "web", "--type", "json",
	"-p", `[{"op":"replace","path":"/spec/volumes/0/configMap/name","value":"two"}]`,
}

func TestTheVolumePatchVariant(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("a real node needs root")
	}
	c := newCluster(t, root(t), "patch", "--nodes", "0", "--real-node", "yes", "--variant", "volume-patch")
	t.Log(c.up())
	startPod(t, c)
	before := c.mustKubectl("get", "pod", "web", "-o", "jsonpath={.status.containerStatuses[0].containerID}")
	c.mustKubectl(otherConfigMap...)
	await(t, "content of the other ConfigMap", func() error {
		files, _ := filepath.Glob(fmt.Sprintf("/var/lib/tkex-devcluster/%d/kubelet/pods/*/volumes/kubernetes.io~configmap/config/which", c.slot()))
		if len(files) != 1 || read(t, files[0]) != "two" {
			return fmt.Errorf("%v", files)
		}
		return nil
	})
	if after := c.mustKubectl("get", "pod", "web", "-o", "jsonpath={.status.containerStatuses[0].containerID}"); after != before {
		t.Error("the container was restarted")
	}
}

func startPod(t *testing.T, c *cluster) {
	t.Helper()
	dir := t.TempDir()
	program, archive := filepath.Join(dir, "business"), filepath.Join(dir, "business.tar")
	build := exec.Command("go", "build", "-o", program, "./programs/business")
	build.Dir, build.Env = c.root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v %s", err, out)
	}
	c.must("image", "build", "--name", "local/business:v1", "--binary", program, "-o", archive)
	c.must("image", "import", "--name", c.name, archive)
	await(t, "default service account", func() error { _, err := c.kubectl("get", "serviceaccount", "default"); return err })
	c.apply(pod)
	c.mustKubectl("wait", "--for=condition=Ready", "pod/web", "--timeout=60s")
}

// containerPID finds the business process; its image holds no shell to run anything in.
func containerPID(t *testing.T, slot int) string {
	t.Helper()
	for _, pattern := range []string{"/sys/fs/cgroup/pids/tkexdc%d/kubepods/*/*/*/cgroup.procs", "/sys/fs/cgroup/tkexdc%d/kubepods/*/*/*/cgroup.procs"} {
		files, _ := filepath.Glob(fmt.Sprintf(pattern, slot))
		for _, f := range files {
			for _, pid := range strings.Fields(read(t, f)) {
				if b, err := os.ReadFile("/proc/" + pid + "/cmdline"); err == nil && strings.HasPrefix(string(b), "/business") {
					return pid
				}
			}
		}
	}
	t.Fatal("no business process in the node's cgroups")
	return ""
}

// hasLimit looks for a container's memory limit, in bytes, under cgroup v1 or v2.
func hasLimit(slot int, want string) error {
	for _, pattern := range []string{
		"/sys/fs/cgroup/memory/tkexdc%d/kubepods/*/*/*/memory.limit_in_bytes", "/sys/fs/cgroup/tkexdc%d/kubepods/*/*/*/memory.max",
	} {
		files, _ := filepath.Glob(fmt.Sprintf(pattern, slot))
		for _, f := range files {
			if b, err := os.ReadFile(f); err == nil && strings.TrimSpace(string(b)) == want {
				return nil
			}
		}
	}
	return fmt.Errorf("no container has it")
}
