// Package cluster brings a whole cluster up and down.
package cluster

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"tkex.dev/devcluster/internal/build"
	"tkex.dev/devcluster/internal/lock"
	"tkex.dev/devcluster/internal/proc"
	"tkex.dev/devcluster/internal/realnode"
	"tkex.dev/devcluster/internal/state"
)

// Manager works on the clusters of one checkout.
type Manager struct {
	Builder build.Builder
	Store   state.Store
	Out     io.Writer
}

// grace is for a stop that keeps the data; where they go anyway, nothing gets any.
const grace = 5 * time.Second

func (m Manager) say(format string, args ...any) { fmt.Fprintf(m.Out, format+"\n", args...) }

func (m Manager) lock(name string) (*lock.Lock, error) {
	return m.Store.Lock(name, func() { m.say("another devcluster run is working on cluster %q, waiting", name) })
}

// Existing loads a cluster that must be there.
func (m Manager) Existing(name string) (*state.Cluster, error) {
	c, err := m.Store.Load(name)
	if err == nil && c == nil {
		err = fmt.Errorf("there is no cluster %q; start it with: devcluster up --name %s", name, name)
	}
	return c, err
}

// running tells whether every process that was started still runs.
func running(c *state.Cluster) bool {
	for _, comp := range c.Components {
		if !comp.Alive() {
			return false
		}
	}
	return len(c.Components) > 0
}

// stopAll ends every process of the cluster and takes the real node apart.
func stopAll(c *state.Cluster, stop func([]proc.Identity) error) error {
	if err := stop(c.Processes()); err != nil {
		return err
	}
	if err := realnode.Remove(c.Dir()); err != nil {
		return err
	}
	c.Components, c.Ready, c.Slot = nil, false, -1
	return nil
}

func gently(ids []proc.Identity) error { return proc.Stop(ids, grace) }

// Down stops a cluster; without keepData nothing of it is left.
func (m Manager) Down(name string, keepData bool) error {
	held, err := m.lock(name)
	if err != nil {
		return err
	}
	defer held.Release()
	c, err := m.Store.Load(name)
	if err != nil {
		return err
	}
	dir := filepath.Join(m.Store.Dir, name)
	if c == nil {
		if _, err := os.Stat(dir); err != nil {
			m.say("cluster %q: nothing to stop", name)
			return nil
		}
		c = m.Store.New(name, state.Options{})
	}
	stop := proc.Kill
	if keepData {
		stop = gently
	}
	if err := stopAll(c, stop); err != nil {
		return err
	}
	if keepData {
		m.say("cluster %q is stopped, its data stay in %s", name, dir)
		return c.Save()
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	m.say("cluster %q is down", name)
	return nil
}
