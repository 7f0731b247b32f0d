// Package sockets keeps the listening sockets of a pod alive from one business process to the next: a launcher that waits
// has a copy of the very socket that the other one's business accepts from. Connections queue there during a switch, and
// none is refused. It is lost only when every launcher that has a copy ends.
package sockets

import (
	"errors"
	"fmt"
	"net"
	"strconv"
	"sync"
	"syscall"
)

// Set is the sockets of one launcher, in the order of their addresses.
type Set struct {
	addresses []string

	mu sync.Mutex
	// fds are plain numbers, which nothing closes but Close; -1 is a socket not there yet.
	fds    []int
	closed bool
}

// AddressAllowed says what Check takes.
const AddressAllowed = "[HOST]:PORT with an IP address and a port from 1 to 65535, such as :8080"

// Check takes an address to listen on.
func Check(address string) error {
	host, port, err := net.SplitHostPort(address)
	if err == nil && host != "" && net.ParseIP(host) == nil {
		err = errors.New("no IP address")
	}
	if number, numberErr := strconv.ParseUint(port, 10, 16); err != nil || numberErr != nil || number == 0 {
		return fmt.Errorf("allowed is %s", AddressAllowed)
	}
	return nil
}

// New makes a set in which no socket is there yet.
func New(addresses []string) *Set {
	s := &Set{addresses: addresses}
	for range addresses {
		s.fds = append(s.fds, -1)
	}
	return s
}

// Complete reports whether every socket is there.
func (s *Set) Complete() bool { return len(s.missing()) == 0 }

// Descriptors are valid until Close.
func (s *Set) Descriptors() []uintptr {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []uintptr
	for _, fd := range s.fds {
		all = append(all, uintptr(fd))
	}
	return all
}

// Block makes accept wait on the sockets, which is how systemd hands them over. The mode is the socket's, so a business
// that accepts from a copy at this moment would feel it.
func (s *Set) Block() {
	for _, fd := range s.Descriptors() {
		_ = syscall.SetNonblock(int(fd), false)
	}
}

// Close gives up our copies and hands over none any more.
func (s *Set) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	for i, fd := range s.fds {
		if fd >= 0 {
			_ = syscall.Close(fd)
			s.fds[i] = -1
		}
	}
}

// Open opens what no other launcher hands over. Only who holds the lock may do so: the port is the holder's, even when
// its business has not opened it yet.
func (s *Set) Open() error {
	for _, i := range s.missing() {
		fd, err := listen(s.addresses[i])
		if err != nil {
			return fmt.Errorf("--listen %s: %w", s.addresses[i], err)
		}
		s.put(i, fd)
	}
	return nil
}

func (s *Set) missing() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	var missing []int
	for i, fd := range s.fds {
		if fd < 0 {
			missing = append(missing, i)
		}
	}
	return missing
}

func (s *Set) put(i, fd int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.fds[i] >= 0 {
		_ = syscall.Close(fd)
		return
	}
	s.fds[i] = fd
}

func listen(address string) (int, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return -1, err
	}
	// Closing Go's own descriptor leaves the socket to the copy.
	defer listener.Close()
	raw, err := listener.(*net.TCPListener).SyscallConn()
	if err != nil {
		return -1, err
	}
	fd := -1
	var copyErr error
	if err := raw.Control(func(original uintptr) { fd, copyErr = duplicate(int(original)) }); err != nil {
		return -1, err
	}
	return fd, copyErr
}

// duplicate is closed in children unless they are given it.
func duplicate(fd int) (int, error) {
	copied, _, errno := syscall.Syscall(syscall.SYS_FCNTL, uintptr(fd), syscall.F_DUPFD_CLOEXEC, 0)
	if errno != 0 {
		return -1, errno
	}
	return int(copied), nil
}
