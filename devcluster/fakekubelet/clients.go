package main

import (
	"net"
	"time"

	coordinationv1 "k8s.io/client-go/kubernetes/typed/coordination/v1"
	corev1 "k8s.io/client-go/kubernetes/typed/core/v1"
	storagev1 "k8s.io/client-go/kubernetes/typed/storage/v1"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// clients are connections of their own for each purpose. A watch that shares its HTTP/2 connection with a burst of writes
// starves first and is then closed by the API server, so the pod watch shares with nobody.
type clients struct {
	reader     struct{ pods, nodes *corev1.CoreV1Client }
	writers    []*corev1.CoreV1Client
	background background
}

// background is for what is rare: nodes, leases, volumes.
type background struct {
	core    *corev1.CoreV1Client
	leases  coordinationv1.LeaseInterface
	storage *storagev1.StorageV1Client
}

func connect(o options) (*clients, error) {
	base, err := clientcmd.BuildConfigFromFlags("", o.kubeconfig)
	if err != nil {
		return nil, err
	}
	base.QPS = -1 // the API server's own limits are enough
	base.ContentType = "application/vnd.kubernetes.protobuf"
	base.AcceptContentTypes = "application/vnd.kubernetes.protobuf,application/json"
	base.UserAgent = "fakekubelet"
	c := &clients{}
	if c.reader.pods, err = corev1.NewForConfig(own(base)); err != nil {
		return nil, err
	}
	if c.reader.nodes, err = corev1.NewForConfig(own(base)); err != nil {
		return nil, err
	}
	for range o.connections {
		w, err := corev1.NewForConfig(own(base))
		if err != nil {
			return nil, err
		}
		c.writers = append(c.writers, w)
	}
	shared := own(base)
	if c.background.core, err = corev1.NewForConfig(shared); err != nil {
		return nil, err
	}
	leases, err := coordinationv1.NewForConfig(shared)
	if err != nil {
		return nil, err
	}
	c.background.leases = leases.Leases("kube-node-lease")
	c.background.storage, err = storagev1.NewForConfig(shared)
	return c, err
}

// own copies the configuration with a dialer of its own: client-go shares one transport, and so one connection, between
// equal configurations, and compares dialers by identity.
func own(base *rest.Config) *rest.Config {
	c := rest.CopyConfig(base)
	c.Dial = (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext
	return c
}
