package controlplane

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"time"

	"tkex.dev/devcluster/internal/kubeapi"
	"tkex.dev/devcluster/internal/pki"
	"tkex.dev/devcluster/internal/state"
)

// Ready returns the check of a component.
func Ready(c *state.Cluster, api *kubeapi.Client, component string) (func(context.Context) error, error) {
	switch component {
	case APIServer:
		return func(ctx context.Context) error { return api.Get(ctx, "/readyz", nil) }, nil
	case FakeKubelet:
		return healthz(nil, fmt.Sprintf("http://127.0.0.1:%d/healthz", c.Ports.FakeHealth)), nil
	}
	port := map[string]int{Controllers: c.Ports.Controllers, Scheduler: c.Ports.Scheduler, Etcd: c.Ports.Etcd}[component]
	path := map[string]string{Etcd: "/health"}[component]
	if path == "" {
		path = "/healthz"
	}
	config, err := kubeapi.TLS(c.Certs(), pki.EtcdClient)
	if err != nil {
		return nil, err
	}
	return healthz(config, fmt.Sprintf("https://127.0.0.1:%d%s", port, path)), nil
}

func healthz(config *tls.Config, url string) func(context.Context) error {
	client := &http.Client{Timeout: 5 * time.Second, Transport: &http.Transport{TLSClientConfig: config}}
	return func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil {
			return err
		}
		res, err := client.Do(req)
		if err != nil {
			return err
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(io.LimitReader(res.Body, 200))
		if res.StatusCode != http.StatusOK {
			return fmt.Errorf("%s: %s: %s", url, res.Status, body)
		}
		return nil
	}
}

// Usable checks what the first pod needs beyond running servers: its namespace's service account.
func Usable(api *kubeapi.Client) func(context.Context) error {
	return func(ctx context.Context) error {
		return api.Get(ctx, "/api/v1/namespaces/default/serviceaccounts/default", nil)
	}
}

// NodesReady checks that at least so many nodes carrying the label are Ready.
func NodesReady(api *kubeapi.Client, label string, want int) func(context.Context) error {
	return func(ctx context.Context) error {
		var list struct {
			Items []struct {
				Status struct {
					Conditions []condition `json:"conditions"`
				} `json:"status"`
			} `json:"items"`
		}
		if err := api.Get(ctx, "/api/v1/nodes?labelSelector="+label, &list); err != nil {
			return err
		}
		ready := 0
		for _, n := range list.Items {
			if holds(n.Status.Conditions, "Ready") {
				ready++
			}
		}
		if ready < want {
			return fmt.Errorf("%d of %d nodes with %s are Ready", ready, want, label)
		}
		return nil
	}
}

type condition struct{ Type, Status, Message string }

func holds(list []condition, kind string) bool {
	for _, c := range list {
		if c.Type == kind {
			return c.Status == "True"
		}
	}
	return false
}
