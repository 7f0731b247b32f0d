package shared

import (
	"os"
	"syscall"
	"time"
)

// Claim is a file that is true only as long as its own lock is held: that this slot waits, or that it serves.
//
// Content and lock come into being together, by a rename, and are of one file that nobody else ever writes to. So a reader
// cannot mix one version with the life of another, and a reader that is frozen in the middle stands in nobody's way.
type Claim struct {
	temp, path string
	fd         int
}

// PrepareServing writes the file that Publish shows; only the holder of the Lock may publish it.
func (d Dir) PrepareServing(slot, version string) (*Claim, error) {
	return d.prepare(servingName, slot, version)
}

// PrepareWaiting writes the file that says that a slot waits.
func (d Dir) PrepareWaiting(slot, version string) (*Claim, error) {
	return d.prepare(slot+waitingSuffix, slot, version)
}

// RemoveWaiting takes away what an earlier container of the slot left.
func (d Dir) RemoveWaiting(slot string) error {
	if err := os.Remove(d.path(slot + waitingSuffix)); err != nil && !os.IsNotExist(err) {
		return err
	}
	return nil
}

func (d Dir) prepare(name, slot, version string) (*Claim, error) {
	c := &Claim{temp: d.path("." + name + "." + slot), path: d.path(name)}
	if err := os.Remove(c.temp); err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	const flags = syscall.O_RDWR | syscall.O_CREAT | syscall.O_EXCL | syscall.O_CLOEXEC
	fd, err := retry(func() (int, error) { return syscall.Open(c.temp, flags, 0o644) })
	if err != nil {
		return nil, &os.PathError{Op: "create", Path: c.temp, Err: err}
	}
	c.fd = fd
	content := version + "\n" + slot + "\n"
	if n, err := retry(func() (int, error) { return syscall.Write(fd, []byte(content)) }); err != nil || n != len(content) {
		_ = syscall.Close(fd)
		return nil, &os.PathError{Op: "write", Path: c.temp, Err: firstOf(err, syscall.ENOSPC)}
	}
	return c, nil
}

func firstOf(err, other error) error {
	if err != nil {
		return err
	}
	return other
}

// Publish puts the file in place of whatever stood there. From now on is what its time tells.
func (c *Claim) Publish() error {
	if _, err := flock(c.fd, syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		return &os.PathError{Op: "flock", Path: c.temp, Err: err}
	}
	now := syscall.NsecToTimeval(time.Now().UnixNano())
	_ = syscall.Futimes(c.fd, []syscall.Timeval{now, now})
	return os.Rename(c.temp, c.path)
}

// End makes the file untrue, whoever else has a descriptor of it. The file stays.
func (c *Claim) End() { _, _ = flock(c.fd, syscall.LOCK_UN) }

// Descriptor is for a child that is to keep the file true as long as it lives.
func (c *Claim) Descriptor() uintptr { return uintptr(c.fd) }

// AwaitEnd waits until nothing is alive that serves as the file says: the launcher that was killed may have left
// processes that the kernel has not ended yet. It gives up after the given time, for no orphan may hold up a service for
// ever, and then reports false.
func (d Dir) AwaitEnd(limit time.Duration) bool {
	const pause = 200 * time.Microsecond
	for start := time.Now(); held(d.path(servingName)); time.Sleep(pause) {
		if time.Since(start) >= limit {
			return false
		}
	}
	return true
}

// held asks by a shared lock of a moment, which keeps out no other reader.
func held(path string) bool {
	fd, err := retry(func() (int, error) { return syscall.Open(path, syscall.O_RDONLY|syscall.O_CLOEXEC, 0) })
	if err != nil {
		return false
	}
	defer syscall.Close(fd)
	free, err := flock(fd, syscall.LOCK_SH|syscall.LOCK_NB)
	return err == nil && !free
}
