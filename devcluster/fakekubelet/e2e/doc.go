// Package e2e tries a running fake kubelet on a real API server. Its tests need the build tag e2e and KUBECONFIG.
package e2e
