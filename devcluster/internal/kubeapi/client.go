// Package kubeapi is the little of the Kubernetes API that bringing a cluster up needs.
package kubeapi

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"tkex.dev/devcluster/internal/pki"
)

// Client speaks to one API server as its administrator.
type Client struct {
	base string
	http *http.Client
}

// New uses the certificates of the folder.
func New(base string, certs pki.Dir) (*Client, error) {
	config, err := TLS(certs, pki.Admin)
	if err != nil {
		return nil, err
	}
	return &Client{base: base, http: &http.Client{
		Timeout: 10 * time.Second,
		// No proxy: the server is on this machine.
		Transport: &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true},
	}}, nil
}

// TLS trusts the cluster's authority and shows the named client certificate.
func TLS(certs pki.Dir, name string) (*tls.Config, error) {
	ca, err := os.ReadFile(certs.Cert(pki.ClusterCA))
	if err != nil {
		return nil, err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca)
	pair, err := tls.LoadX509KeyPair(certs.Cert(name), certs.Key(name))
	if err != nil {
		return nil, err
	}
	return &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// Get returns the body of an answer 200; with into it is decoded as JSON too.
func (c *Client) Get(ctx context.Context, path string, into any) error {
	return c.do(ctx, http.MethodGet, path, "", nil, into)
}

// Apply writes the object by server-side apply, so that it may be there already.
func (c *Client) Apply(ctx context.Context, path string, object any) error {
	body, err := json.Marshal(object)
	if err != nil {
		return err
	}
	return c.do(ctx, http.MethodPatch, path+"?fieldManager=devcluster&force=true", "application/apply-patch+yaml", body, nil)
}

func (c *Client) do(ctx context.Context, method, path, contentType string, body []byte, into any) error {
	req, err := http.NewRequestWithContext(ctx, method, c.base+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	res, err := c.http.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	answer, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode/100 != 2 {
		return fmt.Errorf("%s %s: %s: %s", method, path, res.Status, short(answer))
	}
	if into == nil {
		return nil
	}
	return json.Unmarshal(answer, into)
}

func short(b []byte) string {
	const most = 300
	if len(b) > most {
		b = b[:most]
	}
	return string(b)
}
