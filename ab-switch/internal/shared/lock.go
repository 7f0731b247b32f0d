package shared

import (
	"fmt"
	"os"
	"syscall"
)

// Lock decides who serves: its holder does, nobody else.
//
// The descriptor is a plain number that nothing closes before the process ends. An os.File would do so when it is garbage
// collected, and the lock would be gone while its holder serves. It is closed in children, so that none of them keeps the lock
// for a launcher that is gone.
type Lock struct {
	path string
	fd   int
}

// OpenLock makes the file when it is not there yet.
func (d Dir) OpenLock() (*Lock, error) {
	l := &Lock{path: d.path("lock")}
	return l, l.open()
}

func (l *Lock) open() error {
	// Reading is enough for a lock, and is what a file made by a container of another user allows.
	fd, err := retry(func() (int, error) {
		return syscall.Open(l.path, syscall.O_RDONLY|syscall.O_CREAT|syscall.O_CLOEXEC, 0o644)
	})
	if err != nil {
		return &os.PathError{Op: "open", Path: l.path, Err: err}
	}
	l.fd = fd
	return nil
}

// TryTake reports whether the lock is held now.
func (l *Lock) TryTake() (bool, error) {
	held, err := l.flock(syscall.LOCK_EX | syscall.LOCK_NB)
	if err != nil || !held {
		return false, err
	}
	return l.current()
}

// Take waits for the lock. It can not be cancelled: who no longer wants it releases it as soon as Take comes back.
func (l *Lock) Take() error {
	for {
		if _, err := l.flock(syscall.LOCK_EX); err != nil {
			return err
		}
		if current, err := l.current(); err != nil || current {
			return err
		}
	}
}

// Release gives the lock to the next, whoever else has a descriptor of it.
func (l *Lock) Release() { _, _ = l.flock(syscall.LOCK_UN) }

// current opens the file anew when somebody replaced it while we waited for the old one, whose lock nobody else takes.
func (l *Lock) current() (bool, error) {
	var ours, there syscall.Stat_t
	if err := syscall.Fstat(l.fd, &ours); err != nil {
		return false, &os.PathError{Op: "stat", Path: l.path, Err: err}
	}
	if err := syscall.Stat(l.path, &there); err == nil && ours.Ino == there.Ino && ours.Dev == there.Dev {
		return true, nil
	}
	_ = syscall.Close(l.fd)
	return false, l.open()
}

func (l *Lock) flock(how int) (bool, error) {
	held, err := flock(l.fd, how)
	if err != nil {
		return false, fmt.Errorf("flock %s: %w", l.path, err)
	}
	return held, nil
}

// flock is false when another holds a lock in the way.
func flock(fd, how int) (bool, error) {
	_, err := retry(func() (int, error) { return 0, syscall.Flock(fd, how) })
	if err == syscall.EWOULDBLOCK {
		return false, nil
	}
	return err == nil, err
}

// retry goes on after a signal.
func retry(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err != syscall.EINTR {
			return n, err
		}
	}
}
