package cluster

import "tkex.dev/devcluster/internal/realnode"

// ImportImage loads a docker archive into the real node of a cluster.
func (m Manager) ImportImage(name, archive string) error {
	c, err := m.Existing(name)
	if err != nil {
		return err
	}
	return realnode.Import(c, archive)
}
