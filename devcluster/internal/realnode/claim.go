package realnode

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"tkex.dev/devcluster/internal/lock"
)

const machineDir = "/run/tkex-devcluster"

func (s Slot) ownerFile() string { return filepath.Join(s.RunDir(), "owner") }

// owner is the state folder of the cluster that has the slot, or empty.
func (s Slot) owner() string {
	b, _ := os.ReadFile(s.ownerFile())
	return strings.TrimSpace(string(b))
}

func lockMachine() (*lock.Lock, error) { return lock.Wait(filepath.Join(machineDir, "lock"), nil) }

// Claim takes the first slot that neither a cluster nor another program's routes use. A slot whose owner's folder has been
// deleted is taken apart and used again.
func Claim(owner string) (Slot, error) {
	held, err := lockMachine()
	if err != nil {
		return Slot{}, err
	}
	defer held.Release()
	for _, s := range owned(owner) {
		return s, nil
	}
	for i := range slots {
		s := Slot{i}
		if other := s.owner(); other != "" {
			if _, err := os.Stat(other); err == nil {
				continue
			}
			if err := s.tearDown(other); err != nil {
				return Slot{}, err
			}
		}
		if s.routed() {
			continue
		}
		if err := saveSysctls(); err != nil {
			return Slot{}, err
		}
		if err := os.MkdirAll(s.RunDir(), 0o711); err != nil {
			return Slot{}, err
		}
		return s, os.WriteFile(s.ownerFile(), []byte(owner+"\n"), 0o600)
	}
	return Slot{}, fmt.Errorf("all %d slots for real nodes are in use or their addresses are routed elsewhere; see %s/*/owner", slots, machineDir)
}

// routed tells whether the machine already has a route into the slot's ranges.
func (s Slot) routed() bool {
	for _, cidr := range []string{s.ServiceCIDR(), s.PodCIDR(), s.HostIP() + "/24"} {
		if out, err := capture("ip", "-4", "route", "show", "table", "all", "root", cidr); err != nil || strings.TrimSpace(out) != "" {
			return true
		}
	}
	return false
}

func owned(owner string) []Slot {
	var found []Slot
	for i := range slots {
		if s := (Slot{i}); s.owner() == owner {
			found = append(found, s)
		}
	}
	return found
}

// Remove takes the real node of a cluster apart, if it has one; its processes must have been stopped.
func Remove(owner string) error {
	if len(owned(owner)) == 0 {
		return nil
	}
	held, err := lockMachine()
	if err != nil {
		return err
	}
	defer held.Release()
	for _, s := range owned(owner) {
		if err := s.tearDown(owner); err != nil {
			return err
		}
	}
	for i := range slots {
		if (Slot{i}).owner() != "" {
			return nil
		}
	}
	return restoreSysctls()
}
