package launch

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

// begin does what can be done before anything is known of the lock.
func (l *launcher) begin() error {
	if err := l.openFiles(); err != nil {
		return fmt.Errorf("%w; user %d must be able to write to --dir %s, an emptyDir mounted without readOnly", err, os.Getuid(), l.Dir)
	}
	if len(l.Addresses) > 0 {
		l.sockets.Ask(l.Dir, l.Slot)
		if err := l.sockets.Serve(l.Dir, l.Slot); err != nil {
			return err
		}
	}
	// Without its sockets it cannot load, and only who holds the lock may open them.
	if l.AwaitReady && l.sockets.Complete() {
		l.logf("%s in slot %s loads", l.Version, l.Slot)
		return l.startChild()
	}
	return l.queue()
}

func (l *launcher) openFiles() error {
	err := l.Dir.RemoveWaiting(l.Slot)
	if err != nil {
		return err
	}
	if l.servingClaim, err = l.Dir.PrepareServing(l.Slot, l.Version); err != nil {
		return err
	}
	l.lock, err = l.Dir.OpenLock()
	return err
}

// queue takes the lock or waits for it.
func (l *launcher) queue() error {
	held, err := l.lock.TryTake()
	if err != nil {
		return err
	}
	if held {
		return l.takeOver()
	}
	l.phase = waiting
	if l.waitingClaim, err = l.Dir.PrepareWaiting(l.Slot, l.Version); err != nil {
		return err
	}
	if err := l.waitingClaim.Publish(); err != nil {
		return err
	}
	l.logf("%s in slot %s waits for the lock", l.Version, l.Slot)
	go func() { l.lockHeld <- l.lock.Take() }()
	if l.sockets.Complete() {
		return l.haveSockets()
	}
	go l.keepAsking()
	return nil
}

// keepAsking is for a holder that was not there, or stopped, when it was asked first.
func (l *launcher) keepAsking() {
	const pause = 100 * time.Millisecond
	for !l.sockets.Ask(l.Dir, l.Slot) {
		time.Sleep(pause)
	}
	l.copied <- struct{}{}
}

// haveSockets makes the business process ahead of time.
func (l *launcher) haveSockets() error {
	if l.child != nil || l.stopping {
		return nil
	}
	return l.startChild()
}

// takeOver is called with the lock. Mostly nothing is left to wait for; what takes time is done beside the loop, so that signals
// are heard.
func (l *launcher) takeOver() error {
	if l.stopping {
		l.lock.Release()
		return nil
	}
	l.phase = taking
	if l.sockets.Complete() && l.Dir.AwaitEnd(0) {
		return l.startServing()
	}
	go func() {
		if !l.Dir.AwaitEnd(l.OrphanTimeout) {
			l.logf("processes of the last holder are still there after %s (--orphan-timeout)", l.OrphanTimeout)
		}
		l.prepared <- l.openSockets()
	}()
	return nil
}

// openSockets waits a moment for a port that somebody is about to close.
func (l *launcher) openSockets() error {
	const limit, pause = 5 * time.Second, 5 * time.Millisecond
	for start := time.Now(); ; time.Sleep(pause) {
		if l.sockets.Ask(l.Dir, l.Slot) {
			return nil
		}
		err := l.sockets.Open()
		if err == nil || !errors.Is(err, syscall.EADDRINUSE) || time.Since(start) >= limit {
			return err
		}
	}
}

// startServing says who serves before it is so: a reader may be told of a version that is about to serve, never of one that
// serves no more.
func (l *launcher) startServing() error {
	if l.stopping {
		return nil
	}
	if l.child == nil {
		if err := l.startChild(); err != nil {
			return err
		}
	}
	if err := l.servingClaim.Publish(); err != nil {
		return fmt.Errorf("cannot say who serves: %w", err)
	}
	if !l.Early {
		l.sockets.Block()
	}
	l.child.letGo()
	l.phase, l.served = serving, time.Now()
	if l.waitingClaim != nil {
		l.waitingClaim.End()
		_ = l.Dir.RemoveWaiting(l.Slot)
	}
	l.logf("%s in slot %s serves, after %s", l.Version, l.Slot, l.served.Sub(l.started).Round(time.Millisecond))
	return nil
}
