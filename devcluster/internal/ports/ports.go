// Package ports picks TCP ports that nothing listens on.
package ports

import (
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
)

// The range lies below the one from which Linux takes ports of outgoing connections, which would else be lost to them
// between the pick and the start of the server.
const (
	lowest  = 20000
	highest = 31999
)

// Pick returns n different free ports. Another process may still take one before the server listens on it: callers retry
// with another pick.
func Pick(n int) ([]int, error) {
	var picked []int
	var held []net.Listener
	defer func() {
		for _, l := range held {
			_ = l.Close()
		}
	}()
	for tries := 0; len(picked) < n; tries++ {
		if tries > 2000 {
			return nil, fmt.Errorf("no %d free TCP ports between %d and %d", n, lowest, highest)
		}
		p := lowest + rand.IntN(highest-lowest+1)
		l, err := listen(p)
		if err != nil {
			continue
		}
		held = append(held, l)
		picked = append(picked, p)
	}
	return picked, nil
}

// Free tells whether nothing listens on the port, on any address.
func Free(port int) bool {
	l, err := listen(port)
	if err != nil {
		return false
	}
	_ = l.Close()
	return true
}

func listen(port int) (net.Listener, error) {
	return net.Listen("tcp", net.JoinHostPort("", strconv.Itoa(port)))
}
