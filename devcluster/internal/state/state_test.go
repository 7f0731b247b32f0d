package state

import (
	"os"
	"strings"
	"testing"

	"tkex.dev/devcluster/internal/proc"
)

func TestSavedStateComesBack(t *testing.T) {
	s := Store{Dir: t.TempDir()}
	c := s.New("one", Options{Nodes: 3, APIFlags: []string{"v=4"}})
	c.Ports = PortsFrom([]int{1, 2, 3, 4, 5, 6, 7})
	me, err := proc.Identify(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Record(Component{Spec: proc.Spec{Name: "etcd", Argv: []string{"/x"}}, Identity: me}); err != nil {
		t.Fatal(err)
	}
	got, err := s.Load("one")
	if err != nil {
		t.Fatal(err)
	}
	if d := got.Options.Differences(c.Options); len(d) != 0 {
		t.Error(d)
	}
	if got.Ports != c.Ports || !got.Component("etcd").Alive() || got.Slot != -1 || got.Dir() != c.Dir() {
		t.Errorf("%+v", got)
	}
	names, err := s.Names()
	if err != nil || len(names) != 1 || names[0] != "one" {
		t.Error(names, err)
	}
}

func TestAnUnknownClusterIsNoError(t *testing.T) {
	if c, err := (Store{Dir: t.TempDir()}).Load("nobody"); c != nil || err != nil {
		t.Error(c, err)
	}
}

func TestRecordReplacesByName(t *testing.T) {
	c := Store{Dir: t.TempDir()}.New("one", Options{})
	for pid := 1; pid < 4; pid++ {
		if err := c.Record(Component{Spec: proc.Spec{Name: "etcd"}, Identity: proc.Identity{PID: pid}}); err != nil {
			t.Fatal(err)
		}
	}
	if len(c.Components) != 1 || c.Components[0].PID != 3 {
		t.Errorf("%+v", c.Components)
	}
}

func TestDifferencesNameTheFlag(t *testing.T) {
	a := Options{Nodes: 10, Variant: "stock"}
	b := Options{Nodes: 20, Variant: "volume-patch"}
	got := strings.Join(a.Differences(b), "\n")
	want := "--nodes is 10, asked for 20\n--variant is stock, asked for volume-patch"
	if got != want {
		t.Errorf("got %s", got)
	}
}

func TestNames(t *testing.T) {
	for _, good := range []string{"a", "default", "a-1", strings.Repeat("x", 30)} {
		if err := CheckName(good); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{"", "-a", "a-", "A", "a/b", "..", ".locks", strings.Repeat("x", 31)} {
		if CheckName(bad) == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
