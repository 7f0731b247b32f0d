package pki

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"strings"
	"testing"
)

func TestServerCertificateHoldsForEveryName(t *testing.T) {
	d := Dir(t.TempDir())
	if err := d.Ensure(Request{APIHosts: []string{"10.96.0.1", "kubernetes.default.svc"}}); err != nil {
		t.Fatal(err)
	}
	roots := pool(t, d.Cert(ClusterCA))
	cert, err := readCertificate(d.Cert(APIServer))
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"localhost", "127.0.0.1", "::1", "10.96.0.1", "kubernetes.default.svc"} {
		_, err := cert.Verify(x509.VerifyOptions{DNSName: host, Roots: roots})
		if err != nil {
			t.Errorf("%s: %v", host, err)
		}
	}
	if _, err := cert.Verify(x509.VerifyOptions{DNSName: "elsewhere", Roots: roots}); err == nil {
		t.Error("a foreign name was accepted")
	}
}

func TestClientCertificatesCarryTheirGroupAndOnlyServeClients(t *testing.T) {
	d := Dir(t.TempDir())
	if err := d.Ensure(Request{NodeName: "real-0", NodeIP: "10.128.255.2"}); err != nil {
		t.Fatal(err)
	}
	for name, group := range map[string]string{Admin: "system:masters", Kubelet: "system:nodes"} {
		cert, err := readCertificate(d.Cert(name))
		if err != nil {
			t.Fatal(err)
		}
		if len(cert.Subject.Organization) != 1 || cert.Subject.Organization[0] != group {
			t.Errorf("%s: groups %v", name, cert.Subject.Organization)
		}
		_, err = cert.Verify(x509.VerifyOptions{Roots: pool(t, d.Cert(ClusterCA)), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}})
		if err == nil {
			t.Errorf("%s may serve", name)
		}
		if _, err := tls.LoadX509KeyPair(d.Cert(name), d.Key(name)); err != nil {
			t.Error(err)
		}
	}
}

func TestTheFrontProxyHasAnAuthorityOfItsOwn(t *testing.T) {
	d := Dir(t.TempDir())
	if err := d.Ensure(Request{}); err != nil {
		t.Fatal(err)
	}
	cert, err := readCertificate(d.Cert(FrontProxyClient))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := cert.Verify(x509.VerifyOptions{Roots: pool(t, d.Cert(ClusterCA)), KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err == nil {
		t.Error("the cluster's authority vouches for the front proxy: any client could then claim to be anybody")
	}
}

func TestASecondEnsureKeepsAuthoritiesAndTokenKey(t *testing.T) {
	d := Dir(t.TempDir())
	read := func() string {
		var all strings.Builder
		for _, f := range []string{d.Cert(ClusterCA), d.Cert(FrontProxyCA), d.File(ServiceAccountKey), d.File(ServiceAccountPub)} {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			all.Write(b)
		}
		return all.String()
	}
	if err := d.Ensure(Request{}); err != nil {
		t.Fatal(err)
	}
	before := read()
	if err := d.Ensure(Request{APIHosts: []string{"10.0.0.1"}}); err != nil {
		t.Fatal(err)
	}
	if read() != before {
		t.Error("changed")
	}
}

func TestKeysAndKubeconfigsAreForTheirOwnerOnly(t *testing.T) {
	d := Dir(t.TempDir())
	if err := d.Ensure(Request{}); err != nil {
		t.Fatal(err)
	}
	kubeconfig := d.File("kubeconfig")
	if err := d.WriteKubeconfig(kubeconfig, "tkex-default", "https://127.0.0.1:1", Admin); err != nil {
		t.Fatal(err)
	}
	for _, f := range []string{kubeconfig, d.Key(Admin), d.Key(ClusterCA)} {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", f, info.Mode())
		}
	}
}

func pool(t *testing.T, path string) *x509.CertPool {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	p := x509.NewCertPool()
	if !p.AppendCertsFromPEM(b) {
		t.Fatal("no certificate in " + path)
	}
	return p
}
