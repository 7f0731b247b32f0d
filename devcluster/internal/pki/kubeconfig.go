package pki

import (
	"encoding/base64"
	"fmt"
	"os"
)

// WriteKubeconfig writes a self-contained kubeconfig for the client certificate of that name.
func (d Dir) WriteKubeconfig(path, cluster, server, name string) error {
	var data [3]string
	for i, file := range []string{d.Cert(ClusterCA), d.Cert(name), d.Key(name)} {
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		data[i] = base64.StdEncoding.EncodeToString(b)
	}
	return writeFile(path, fmt.Appendf(nil, `apiVersion: v1
kind: Config
clusters:
- name: %[1]s
  cluster:
    server: %[2]s
    certificate-authority-data: %[4]s
users:
- name: %[3]s
  user:
    client-certificate-data: %[5]s
    client-key-data: %[6]s
contexts:
- name: %[1]s
  context:
    cluster: %[1]s
    user: %[3]s
current-context: %[1]s
`, cluster, server, name, data[0], data[1], data[2]))
}
