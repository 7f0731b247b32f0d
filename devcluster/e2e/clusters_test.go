//go:build e2e

package e2e

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// realNode is yes where these tests may make one.
func realNode() string {
	if os.Geteuid() == 0 {
		return "yes"
	}
	return "no"
}

func TestTwoClustersOfTwoCheckoutsSurviveAKillOfOne(t *testing.T) {
	args := []string{"--nodes", "3", "--real-node", realNode()}
	a := newCluster(t, root(t), "a", args...)
	b := newCluster(t, copyCheckout(t), "a", args...) // even of the same name

	// given both come up at the same time
	var both sync.WaitGroup
	var errs [2]error
	for i, c := range []*cluster{a, b} {
		both.Go(func() {
			out, err := c.script(append([]string{"up", "--name", c.name}, c.upArgs...)...)
			t.Log(out)
			errs[i] = err
		})
	}
	both.Wait()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	if out := a.up(); !strings.Contains(out, "already up") {
		t.Errorf("a second up said: %s", out)
	}
	if _, err := a.script("up", "--name", a.name, "--nodes", "4"); err == nil || !strings.Contains(err.Error(), "--nodes is 3, asked for 4") {
		t.Errorf("other options: %v", err)
	}
	a.mustKubectl("create", "configmap", "kept", "--from-literal=a=b")
	kubeconfig := read(t, a.must("kubeconfig", "--name", a.name))

	// when everything of one is killed
	a.killAll()

	// then the other does not notice, and the first comes back with its data, at the address its clients know
	b.mustKubectl("get", "nodes")
	t.Log(a.up())
	a.mustKubectl("get", "configmap", "kept")
	if server(kubeconfig) != server(read(t, a.must("kubeconfig", "--name", a.name))) {
		t.Error("the API server's address changed")
	}
	nodes := a.mustKubectl("get", "nodes", "-l", "type=kwok", "-o", "name")
	if n := len(strings.Fields(nodes)); n != 3 {
		t.Errorf("%d fake nodes: %s", n, nodes)
	}

	// and down leaves nothing, twice, and --all does not reach into the other checkout
	for _, c := range []*cluster{b, a} {
		slot := c.slot()
		if c == b {
			b.must("down", "--all")
			a.mustKubectl("get", "nodes")
		}
		c.must("down", "--name", c.name)
		if err := c.goneWithout(slot); err != nil {
			t.Errorf("%s: %v", c.root, err)
		}
		if out := c.must("down", "--name", c.name); !strings.Contains(out, "nothing to stop") {
			t.Errorf("a second down said: %s", out)
		}
	}
}

func TestEveryComponentComesBackFromARestart(t *testing.T) {
	c := newCluster(t, root(t), "restart", "--nodes", "2")
	c.up()
	for _, component := range []string{"etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler", "fakekubelet"} {
		t.Log(c.must("restart", "--name", c.name, "--component", component, "--kill"))
	}
	c.mustKubectl("create", "deployment", "after", "--image=local/none:v1", "--replicas=3")
	c.mustKubectl("rollout", "status", "deployment/after", "--timeout=60s")
	if _, err := c.script("restart", "--name", c.name, "--component", "etc"); err == nil || !strings.Contains(err.Error(), "kube-apiserver") {
		t.Errorf("an unknown component: %v", err)
	}
}

func TestKeepData(t *testing.T) {
	c := newCluster(t, root(t), "keep", "--nodes", "0")
	c.up()
	c.mustKubectl("create", "configmap", "kept")
	token := c.mustKubectl("create", "token", "default")
	c.must("down", "--name", c.name, "--keep-data")
	c.up()
	c.mustKubectl("get", "configmap", "kept")
	// Tokens handed out before stay good: the signing key is kept too.
	out := c.mustKubectl("--kubeconfig", os.DevNull, "--server", server(read(t, c.must("kubeconfig", "--name", c.name))),
		"--insecure-skip-tls-verify", "--token", token, "auth", "whoami")
	if !strings.Contains(out, "system:serviceaccount:default:default") {
		t.Error(out)
	}
}

func TestOptionsReachTheAPIServer(t *testing.T) {
	c := newCluster(t, root(t), "flags", "--nodes", "0", "--audit", "--apiserver-flag", "max-requests-inflight=77",
		"--feature-gates", "AllAlpha=false")
	c.up()
	c.mustKubectl("create", "configmap", "seen")
	await(t, "audit log", func() error {
		if !strings.Contains(read(t, c.dir()+"/audit.log"), `"name":"seen"`) {
			return fmt.Errorf("nothing about the ConfigMap")
		}
		return nil
	})
	// The separator differs from start to start: the page asks not to be parsed.
	out := c.mustKubectl("get", "--raw", "/flagz")
	if !regexp.MustCompile(`(?m)^max-requests-inflight\W+77$`).MatchString(out) {
		t.Error(out)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func server(kubeconfig string) string {
	_, rest, _ := strings.Cut(kubeconfig, "server: ")
	line, _, _ := strings.Cut(rest, "\n")
	return line
}
