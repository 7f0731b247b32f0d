package controlplane

import (
	"context"
	"encoding/base64"
	"fmt"
	"os"

	"tkex.dev/devcluster/internal/kubeapi"
	"tkex.dev/devcluster/internal/pki"
	"tkex.dev/devcluster/internal/state"
)

const (
	metricsService = "fake-metrics"
	metricsAPI     = "v1beta1.metrics.k8s.io"
	apiServices    = "/apis/apiregistration.k8s.io/v1/apiservices/"
)

type object = map[string]any

// RegisterMetrics makes the fake kubelet the server of metrics.k8s.io. It is a local process, so the Service that an
// APIService must name is only an alias of localhost.
func RegisterMetrics(ctx context.Context, c *state.Cluster, api *kubeapi.Client) error {
	ca, err := os.ReadFile(c.Certs().Cert(pki.ClusterCA))
	if err != nil {
		return err
	}
	service := object{
		"apiVersion": "v1", "kind": "Service",
		"metadata": object{"name": metricsService, "namespace": "kube-system"},
		"spec":     object{"type": "ExternalName", "externalName": "localhost"},
	}
	apiService := object{
		"apiVersion": "apiregistration.k8s.io/v1", "kind": "APIService",
		"metadata": object{"name": metricsAPI},
		"spec": object{
			"group": "metrics.k8s.io", "version": "v1beta1", "groupPriorityMinimum": 100, "versionPriority": 100,
			"service":  object{"name": metricsService, "namespace": "kube-system", "port": c.Ports.FakeMetrics},
			"caBundle": base64.StdEncoding.EncodeToString(ca),
		},
	}
	err = kubeapi.Poll(ctx, "namespace kube-system", func(ctx context.Context) error {
		return api.Apply(ctx, "/api/v1/namespaces/kube-system/services/"+metricsService, service)
	})
	if err != nil {
		return err
	}
	return kubeapi.Poll(ctx, "registration of "+metricsAPI, func(ctx context.Context) error {
		return api.Apply(ctx, apiServices+metricsAPI, apiService)
	})
}

// MetricsAvailable checks that the aggregation layer reaches the fake kubelet.
func MetricsAvailable(api *kubeapi.Client) func(context.Context) error {
	return func(ctx context.Context) error {
		var s struct {
			Status struct {
				Conditions []condition `json:"conditions"`
			} `json:"status"`
		}
		if err := api.Get(ctx, apiServices+metricsAPI, &s); err != nil {
			return err
		}
		if !holds(s.Status.Conditions, "Available") {
			return fmt.Errorf("%v", s.Status.Conditions)
		}
		return nil
	}
}
