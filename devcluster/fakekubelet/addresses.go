package main

import (
	"encoding/binary"
	"net/netip"
	"sync"
)

// addresses hands out what is left of the range behind the nodes' own. An address goes back when its pod is gone, and is
// used again as late as possible, as in most networks.
type addresses struct {
	mu          sync.Mutex
	first, last uint32
	next        uint32
	used        map[uint32]struct{}
}

func newAddresses(cidr netip.Prefix, nodes int) *addresses {
	base := number(cidr.Masked().Addr())
	size := uint32(1) << (32 - cidr.Bits())
	a := &addresses{first: base + uint32(nodes) + 1, last: base + size - 2, used: map[uint32]struct{}{}}
	a.next = a.first
	return a
}

// take returns an unused address, or none when the range is used up.
func (a *addresses) take() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	for range a.last - a.first + 1 {
		n := a.next
		if a.next++; a.next > a.last {
			a.next = a.first
		}
		if _, taken := a.used[n]; !taken {
			a.used[n] = struct{}{}
			return text(n)
		}
	}
	return ""
}

// keep marks an address that a pod already has.
func (a *addresses) keep(ip string) {
	if addr, err := netip.ParseAddr(ip); err == nil && addr.Is4() {
		a.mu.Lock()
		a.used[number(addr)] = struct{}{}
		a.mu.Unlock()
	}
}

func (a *addresses) free(ip string) {
	if addr, err := netip.ParseAddr(ip); err == nil && addr.Is4() {
		a.mu.Lock()
		delete(a.used, number(addr))
		a.mu.Unlock()
	}
}

func number(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

func text(n uint32) string {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], n)
	return netip.AddrFrom4(b).String()
}
