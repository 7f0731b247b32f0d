package controlplane

import (
	"fmt"
	"strconv"

	"tkex.dev/devcluster/internal/pki"
	"tkex.dev/devcluster/internal/proc"
	"tkex.dev/devcluster/internal/state"
)

// EtcdSpec runs one member without fsync: the data need not outlive a crash of the machine.
func EtcdSpec(c *state.Cluster) proc.Spec {
	certs := c.Certs()
	client := fmt.Sprintf("https://127.0.0.1:%d", c.Ports.Etcd)
	peer := fmt.Sprintf("https://127.0.0.1:%d", c.Ports.EtcdPeer)
	var f flags
	f.set("name", "default", "data-dir", c.File("etcd"), "unsafe-no-fsync", "true", "quota-backend-bytes", "8589934592",
		"listen-client-urls", client, "advertise-client-urls", client,
		"listen-peer-urls", peer, "initial-advertise-peer-urls", peer, "initial-cluster", "default="+peer,
		"snapshot-count", "10000", "log-level", "warn")
	// Client certificates are demanded, or any user of the machine could write the cluster's data past the API server.
	for prefix, ca := range map[string]string{"": pki.ClusterCA, "peer-": pki.ClusterCA} {
		f.set(prefix+"cert-file", certs.Cert(pki.Etcd), prefix+"key-file", certs.Key(pki.Etcd),
			prefix+"trusted-ca-file", certs.Cert(ca), prefix+"client-cert-auth", "true")
	}
	return spec(c, Etcd, f)
}

// APIServerSpec binds to every address only when a real node has to reach it.
func APIServerSpec(c *state.Cluster, bind, advertise string) (proc.Spec, error) {
	certs := c.Certs()
	var f flags
	f.set("bind-address", bind, "advertise-address", advertise, "secure-port", strconv.Itoa(c.Ports.API),
		"etcd-servers", fmt.Sprintf("https://127.0.0.1:%d", c.Ports.Etcd), "etcd-cafile", certs.Cert(pki.ClusterCA),
		"etcd-certfile", certs.Cert(pki.EtcdClient), "etcd-keyfile", certs.Key(pki.EtcdClient),
		"tls-cert-file", certs.Cert(pki.APIServer), "tls-private-key-file", certs.Key(pki.APIServer),
		"client-ca-file", certs.Cert(pki.ClusterCA),
		"authorization-mode", "Node,RBAC", "enable-admission-plugins", "NodeRestriction", "allow-privileged", "true",
		"service-cluster-ip-range", c.ServiceCIDR,
		"service-account-issuer", "https://kubernetes.default.svc.cluster.local",
		"service-account-key-file", certs.File(pki.ServiceAccountPub),
		"service-account-signing-key-file", certs.File(pki.ServiceAccountKey),
		"kubelet-client-certificate", certs.Cert(pki.APIServerKubelet), "kubelet-client-key", certs.Key(pki.APIServerKubelet),
		"kubelet-certificate-authority", certs.Cert(pki.ClusterCA), "kubelet-preferred-address-types", "InternalIP",
		"max-requests-inflight", "4000", "max-mutating-requests-inflight", "2000",
		"requestheader-client-ca-file", certs.Cert(pki.FrontProxyCA), "requestheader-allowed-names", pki.FrontProxyClient,
		"requestheader-username-headers", "X-Remote-User", "requestheader-group-headers", "X-Remote-Group",
		"requestheader-extra-headers-prefix", "X-Remote-Extra-",
		"proxy-client-cert-file", certs.Cert(pki.FrontProxyClient), "proxy-client-key-file", certs.Key(pki.FrontProxyClient))
	if c.Options.Audit {
		policy := c.File("config/audit-policy.yaml")
		if err := writeFile(policy, "apiVersion: audit.k8s.io/v1\nkind: Policy\nomitStages: [RequestReceived]\nrules:\n- level: Metadata\n"); err != nil {
			return proc.Spec{}, err
		}
		f.set("audit-policy-file", policy, "audit-log-path", c.File("audit.log"),
			"audit-log-maxsize", "200", "audit-log-maxbackup", "4")
	}
	f.gates(c)
	for _, kv := range c.Options.APIFlags {
		key, value, err := ParseAPIFlag(kv)
		if err != nil {
			return proc.Spec{}, err
		}
		f.set(key, value)
	}
	return spec(c, APIServer, f), nil
}
