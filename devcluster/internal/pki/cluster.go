package pki

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Names of the authorities, also their file names without suffix.
const (
	ClusterCA    = "ca"
	FrontProxyCA = "front-proxy-ca"
)

// Names of the leaf certificates, also their file names without suffix.
const (
	APIServer         = "apiserver"
	APIServerKubelet  = "apiserver-kubelet-client"
	FrontProxyClient  = "front-proxy-client"
	Etcd              = "etcd"
	EtcdClient        = "etcd-client"
	Admin             = "admin"
	ControllerManager = "controller-manager"
	Scheduler         = "scheduler"
	FakeKubelet       = "fakekubelet"
	FakeMetrics       = "fake-metrics"
	Kubelet           = "kubelet"
	KubeletServer     = "kubelet-server"
	KubeProxy         = "kube-proxy"
)

// ServiceAccountKey and ServiceAccountPub sign and check the tokens of service accounts.
const (
	ServiceAccountKey = "sa.key"
	ServiceAccountPub = "sa.pub"
)

// Dir is the folder of a cluster's certificates.
type Dir string

// Cert is the path of a certificate.
func (d Dir) Cert(name string) string { return filepath.Join(string(d), name+".crt") }

// Key is the path of a private key.
func (d Dir) Key(name string) string { return filepath.Join(string(d), name+".key") }

// File is the path of a file that is neither.
func (d Dir) File(name string) string { return filepath.Join(string(d), name) }

// Request says for whom certificates are made.
type Request struct {
	// APIHosts are the names and addresses under which the API server is reached.
	APIHosts []string
	// NodeName and NodeIP belong to the real node; empty without one.
	NodeName, NodeIP string
}

// Ensure keeps the authorities and keys that are there, so that kubeconfigs and service account tokens handed out earlier
// stay good over a restart, and issues the leaf certificates anew for the names of this start.
func (d Dir) Ensure(r Request) error {
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return err
	}
	cluster, err := d.ensureAuthority(ClusterCA, "tkex-devcluster")
	if err != nil {
		return err
	}
	front, err := d.ensureAuthority(FrontProxyCA, "tkex-devcluster-front-proxy")
	if err != nil {
		return err
	}
	if err := d.ensureServiceAccountKey(); err != nil {
		return err
	}
	for name, leaf := range leaves(r) {
		signer := cluster
		if name == FrontProxyClient {
			signer = front
		}
		if err := d.issue(signer, name, leaf); err != nil {
			return err
		}
	}
	return nil
}

func leaves(r Request) map[string]Leaf {
	const masters = "system:masters"
	local := []string{"localhost", "127.0.0.1", "::1"}
	all := map[string]Leaf{
		APIServer:         {CommonName: "kube-apiserver", Hosts: append(local, r.APIHosts...)},
		APIServerKubelet:  {CommonName: "kube-apiserver-kubelet-client", Organizations: []string{masters}},
		FrontProxyClient:  {CommonName: FrontProxyClient},
		Etcd:              {CommonName: "etcd", Hosts: local},
		EtcdClient:        {CommonName: "kube-apiserver-etcd-client"},
		Admin:             {CommonName: "kubernetes-admin", Organizations: []string{masters}},
		ControllerManager: {CommonName: "system:kube-controller-manager", Hosts: local},
		Scheduler:         {CommonName: "system:kube-scheduler", Hosts: local},
		FakeKubelet:       {CommonName: "fakekubelet", Organizations: []string{masters}},
		FakeMetrics:       {CommonName: "fake-metrics", Hosts: append(local, "fake-metrics.kube-system.svc")},
	}
	if r.NodeName != "" {
		all[Kubelet] = Leaf{CommonName: "system:node:" + r.NodeName, Organizations: []string{"system:nodes"}}
		all[KubeletServer] = Leaf{CommonName: r.NodeName, Hosts: append(local, r.NodeName, r.NodeIP)}
		all[KubeProxy] = Leaf{CommonName: "system:kube-proxy"}
	}
	return all
}

func (d Dir) ensureAuthority(name, subject string) (*Authority, error) {
	a, err := loadAuthority(string(d), name)
	if err == nil && time.Until(a.cert.NotAfter) > 24*time.Hour {
		return a, nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	if a, err = newAuthority(subject); err != nil {
		return nil, err
	}
	key, err := encodeKey(a.key)
	if err != nil {
		return nil, err
	}
	return a, d.write(map[string][]byte{d.Cert(name): encodeCertificate(a.cert.Raw), d.Key(name): key})
}

func (d Dir) ensureServiceAccountKey() error {
	if _, err := os.Stat(d.File(ServiceAccountPub)); err == nil {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	private, err := encodeKey(key)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKIXPublicKey(key.Public())
	if err != nil {
		return err
	}
	if err := writeFile(d.File(ServiceAccountKey), private); err != nil {
		return err
	}
	return writeFile(d.File(ServiceAccountPub), pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func (d Dir) issue(a *Authority, name string, leaf Leaf) error {
	cert, key, err := a.issue(leaf)
	if err != nil {
		return err
	}
	return d.write(map[string][]byte{d.Cert(name): cert, d.Key(name): key})
}

func (d Dir) write(files map[string][]byte) error {
	for path, content := range files {
		if err := writeFile(path, content); err != nil {
			return err
		}
	}
	return nil
}

// writeFile renames into place: a run killed half way leaves no half file that the next one would keep.
func writeFile(path string, content []byte) error {
	temp := path + ".tmp"
	if err := os.WriteFile(temp, content, 0o600); err != nil {
		return err
	}
	return os.Rename(temp, path)
}
