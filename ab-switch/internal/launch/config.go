// Package launch starts a business process when its slot may serve, and makes sure that no other slot serves meanwhile.
//
// The order is the point. To serve: take the lock, wait until nothing of the last holder is alive, say who serves, let the
// business go. To stop: end the business and all it started, give up sockets and what says who serves, release the lock.
package launch

import (
	"fmt"
	"io"
	"time"

	"tkex.dev/ab-switch/internal/shared"
)

// Config is what one launcher needs to know.
type Config struct {
	Dir     shared.Dir
	Slot    string
	Version string
	// Early starts the business before the lock is there; it waits by itself until it is told to go.
	Early bool
	// AwaitReady queues for the lock only once an early business said that it could go at once.
	AwaitReady bool
	// Addresses of the sockets that pass from launcher to launcher.
	Addresses []string
	// StopTimeout is the time from SIGTERM to SIGKILL.
	StopTimeout time.Duration
	// OrphanTimeout is the longest wait for processes of a holder that was killed.
	OrphanTimeout time.Duration
	Program       Program
	// MessagePath is where the kubelet looks for a container's last words.
	MessagePath string
	Log         io.Writer
}

func (c *Config) logf(format string, args ...any) {
	fmt.Fprintf(c.Log, "ab-switch: "+format+"\n", args...)
}

// Exit codes of the launcher itself; any other is the business's, or 128 and the signal that ended it.
const (
	ExitFailed       = 1
	ExitNotStartable = 126
	ExitNotFound     = 127
)
