package ports

import (
	"net"
	"strconv"
	"testing"
)

func TestPickGivesDifferentFreePorts(t *testing.T) {
	got, err := Pick(20)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[int]bool{}
	for _, p := range got {
		if seen[p] || !Free(p) {
			t.Errorf("port %d given twice or not free", p)
		}
		seen[p] = true
	}
}

func TestFreeSeesAListenerOnLoopback(t *testing.T) {
	got, err := Pick(1)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:"+strconv.Itoa(got[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if Free(got[0]) {
		t.Error("a port with a listener on 127.0.0.1 counts as free")
	}
}
