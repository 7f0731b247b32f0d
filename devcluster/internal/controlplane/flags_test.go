package controlplane

import (
	"slices"
	"testing"

	"tkex.dev/devcluster/internal/state"
)

func TestALaterFlagReplacesAnEarlierOne(t *testing.T) {
	var f flags
	f.set("a", "1", "b", "2")
	f.set("a", "3")
	if got := f.list(); !slices.Equal(got, []string{"--a=3", "--b=2"}) {
		t.Error(got)
	}
}

func TestTheCallersAPIFlagsWin(t *testing.T) {
	c := state.Store{Dir: t.TempDir()}.New("x", state.Options{APIFlags: []string{"--max-requests-inflight=7", "v=4"}})
	s, err := APIServerSpec(c, "127.0.0.1", "192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Contains(s.Argv, "--max-requests-inflight=7") || !slices.Contains(s.Argv, "--v=4") {
		t.Error(s.Argv)
	}
	if slices.Contains(s.Argv, "--max-requests-inflight=4000") {
		t.Error("the default is still there")
	}
}
