package state

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"

	"tkex.dev/devcluster/internal/lock"
	"tkex.dev/devcluster/internal/pki"
	"tkex.dev/devcluster/internal/proc"
)

// Component is one process of the cluster and how to start it again.
type Component struct {
	proc.Spec
	proc.Identity
}

// Ports of the control plane, all on this machine.
type Ports struct {
	API         int `json:"api"`
	Etcd        int `json:"etcd"`
	EtcdPeer    int `json:"etcdPeer"`
	Controllers int `json:"controllers"`
	Scheduler   int `json:"scheduler"`
	FakeHealth  int `json:"fakeHealth"`
	FakeMetrics int `json:"fakeMetrics"`
}

// List gives the ports as a slice.
func (p Ports) List() []int {
	return []int{p.API, p.Etcd, p.EtcdPeer, p.Controllers, p.Scheduler, p.FakeHealth, p.FakeMetrics}
}

// PortsFrom is the inverse of List.
func PortsFrom(l []int) Ports {
	return Ports{API: l[0], Etcd: l[1], EtcdPeer: l[2], Controllers: l[3], Scheduler: l[4], FakeHealth: l[5], FakeMetrics: l[6]}
}

// Count is how many ports a cluster needs.
var Count = len(Ports{}.List())

// Cluster is the record of one cluster.
type Cluster struct {
	Name        string      `json:"name"`
	Options     Options     `json:"options"`
	Ports       Ports       `json:"ports"`
	ServiceCIDR string      `json:"serviceCIDR"`
	Components  []Component `json:"components"`
	// Slot numbers the real node among those of this machine; -1 without one.
	Slot int `json:"slot"`
	// Ready says that the last `up` came to its end.
	Ready bool `json:"ready"`

	dir string
}

// Store is the folder of all clusters of a checkout.
type Store struct{ Dir string }

var validName = regexp.MustCompile(`^[a-z0-9]([-a-z0-9]{0,28}[a-z0-9])?$`)

// CheckName refuses what cannot be a folder, a context name and part of a host name at once.
func CheckName(name string) error {
	if !validName.MatchString(name) {
		return fmt.Errorf("--name %q: allowed are 1 to 30 of a-z, 0-9 and -, beginning and ending with a letter or digit", name)
	}
	return nil
}

// Lock keeps two runs from changing one cluster at once.
func (s Store) Lock(name string, waiting func()) (*lock.Lock, error) {
	return lock.Wait(filepath.Join(s.Dir, ".locks", name), waiting)
}

// Load returns nil when there is no such cluster.
func (s Store) Load(name string) (*Cluster, error) {
	dir := filepath.Join(s.Dir, name)
	b, err := os.ReadFile(filepath.Join(dir, "state.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	c := &Cluster{dir: dir}
	if err := json.Unmarshal(b, c); err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Join(dir, "state.json"), err)
	}
	return c, nil
}

// New starts a record; nothing is written before Save.
func (s Store) New(name string, o Options) *Cluster {
	return &Cluster{Name: name, Options: o, Slot: -1, dir: filepath.Join(s.Dir, name)}
}

// Names lists the clusters that have a folder, also those whose record is missing.
func (s Store) Names() ([]string, error) {
	entries, err := os.ReadDir(s.Dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && validName.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	return names, err
}

// Save writes the record, so that a reader sees the old or the new one.
func (c *Cluster) Save() error {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	b, err := json.MarshalIndent(c, "", "  ")
	if err != nil {
		return err
	}
	temp := c.File("state.json.tmp")
	if err := os.WriteFile(temp, append(b, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(temp, c.File("state.json"))
}

// Dir is the folder of the cluster; it also marks its processes.
func (c *Cluster) Dir() string { return c.dir }

// File is a path below the folder.
func (c *Cluster) File(name string) string { return filepath.Join(c.dir, name) }

// Bin is the path of a program.
func (c *Cluster) Bin(name string) string { return filepath.Join(c.dir, "bin", name) }

// Certs is the folder of the certificates.
func (c *Cluster) Certs() pki.Dir { return pki.Dir(c.File("pki")) }

// Kubeconfig is the administrator's.
func (c *Cluster) Kubeconfig() string { return c.File("kubeconfig") }

// URL of the API server.
func (c *Cluster) URL() string { return fmt.Sprintf("https://127.0.0.1:%d", c.Ports.API) }

// Component finds a process by its name.
func (c *Cluster) Component(name string) *Component {
	for i := range c.Components {
		if c.Components[i].Name == name {
			return &c.Components[i]
		}
	}
	return nil
}

// Record adds or replaces a component and saves.
func (c *Cluster) Record(comp Component) error {
	if old := c.Component(comp.Name); old != nil {
		*old = comp
	} else {
		c.Components = append(c.Components, comp)
	}
	return c.Save()
}

// Processes are all live processes of the cluster: those written down and those that carry its mark.
func (c *Cluster) Processes() []proc.Identity {
	ids := proc.Marked(c.dir)
	seen := map[int]bool{}
	for _, id := range ids {
		seen[id.PID] = true
	}
	for _, comp := range c.Components {
		if comp.Alive() && !seen[comp.PID] {
			ids = append(ids, comp.Identity)
		}
	}
	return ids
}
