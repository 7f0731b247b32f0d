package realnode

import (
	"net/netip"
	"slices"
	"testing"
)

func TestSlotsDoNotOverlap(t *testing.T) {
	var all []netip.Prefix
	for i := range slots {
		s := Slot{i}
		for _, cidr := range []string{s.ServiceCIDR(), s.PodCIDR(), s.HostIP() + "/30"} {
			p := netip.MustParsePrefix(cidr).Masked()
			for _, other := range all {
				if p.Overlaps(other) {
					t.Errorf("%s overlaps %s", p, other)
				}
			}
			all = append(all, p)
		}
		if len(s.HostLink()) > 15 {
			t.Errorf("link name %s is too long", s.HostLink())
		}
	}
	if (Slot{0}).ServiceCIDR() != "10.96.0.0/16" || FirstAddress("10.96.0.0/16") != "10.96.0.1" {
		t.Error("the first node does not have the usual Service range")
	}
}

func TestMountsBelowAreListedInnermostFirst(t *testing.T) {
	const info = `1 0 8:1 / / rw - ext4 /dev/sda rw
2 1 0:5 / /data/1 rw - tmpfs tmpfs rw
3 2 0:6 / /data/1/a\040b rw shared:7 - tmpfs tmpfs rw
4 1 0:7 / /data/10 rw - tmpfs tmpfs rw
`
	got := mountsBelow(info, "/data/1")
	if !slices.Equal(got, []string{"/data/1/a b", "/data/1"}) {
		t.Errorf("got %q", got)
	}
}
