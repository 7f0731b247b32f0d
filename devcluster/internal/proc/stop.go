package proc

import (
	"fmt"
	"syscall"
	"time"
)

// Stop asks the processes to end, and ends those by force that have not within the grace period.
//
// It returns when all are gone.
func Stop(ids []Identity, grace time.Duration) error {
	signal(ids, syscall.SIGTERM)
	if waitGone(ids, grace) {
		return nil
	}
	return Kill(ids)
}

// Kill ends the processes by force and returns when all are gone.
func Kill(ids []Identity) error {
	signal(ids, syscall.SIGKILL)
	if waitGone(ids, 20*time.Second) {
		return nil
	}
	for _, id := range ids {
		if id.Alive() {
			return fmt.Errorf("process %d did not end after SIGKILL", id.PID)
		}
	}
	return nil
}

func signal(ids []Identity, sig syscall.Signal) {
	for _, id := range ids {
		if id.Alive() {
			_ = syscall.Kill(id.PID, sig)
		}
	}
}

func waitGone(ids []Identity, limit time.Duration) bool {
	deadline := time.Now().Add(limit)
	for pause := 5 * time.Millisecond; ; pause = min(2*pause, 100*time.Millisecond) {
		alive := false
		for _, id := range ids {
			alive = alive || id.Alive()
		}
		if !alive {
			return true
		}
		if time.Now().After(deadline) {
			return false
		}
		time.Sleep(pause)
	}
}
