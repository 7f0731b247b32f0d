// Package lock holds file locks that the kernel drops when their holder dies, so that none is ever stale.
package lock

import (
	"os"
	"path/filepath"
	"syscall"
)

// Lock is held until released or until the process ends.
type Lock struct{ file *os.File }

// Wait takes the lock; when another holds it, it calls waiting once and then blocks.
func Wait(path string, waiting func()) (*Lock, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o644)
	if err != nil {
		return nil, err
	}
	if syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) == nil {
		return &Lock{f}, nil
	}
	if waiting != nil {
		waiting()
	}
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX)
		if err == nil {
			return &Lock{f}, nil
		}
		if err != syscall.EINTR {
			_ = f.Close()
			return nil, err
		}
	}
}

// Release gives the lock back. The file stays: removing it would let two holders lock two files of the same name.
func (l *Lock) Release() { _ = l.file.Close() }
