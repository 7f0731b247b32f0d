package launch

import (
	"os"
	"os/signal"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// family is the business process and all that it starts. Whoever loses its parent becomes a child of the launcher, which reaps
// it, as process 1 of a container must.
type family struct {
	mu       sync.Mutex
	business int
	ended    chan syscall.WaitStatus
}

func newFamily() *family {
	const setChildSubreaper = 36
	// As process 1 it is so anyway.
	_, _, _ = syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0)
	f := &family{ended: make(chan syscall.WaitStatus, 1)}
	died := make(chan os.Signal, 1)
	signal.Notify(died, syscall.SIGCHLD)
	go func() {
		for range died {
			f.reap()
		}
	}()
	return f
}

// start makes the business process; the lock keeps its end from being seen before its number is known.
func (f *family) start(fork func() (int, error)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	pid, err := fork()
	f.business = pid
	return err
}

// reap reports whether children are left that live.
func (f *family) reap() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.reapLocked()
}

func (f *family) reapLocked() bool {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, syscall.WNOHANG, nil)
		switch {
		case err == syscall.EINTR:
		case err != nil || pid <= 0:
			return err == nil
		case pid == f.business:
			// Its number may be another process's from now on.
			f.business = 0
			f.ended <- status
		}
	}
}

func (f *family) started() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.business != 0
}

// signal reaches the business process, if there is one.
func (f *family) signal(s syscall.Signal) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.business != 0 {
		_ = syscall.Kill(f.business, s)
	}
}

// endOrphans kills what the business left behind, which may still serve, and waits for its end within the limit.
func (f *family) endOrphans(limit time.Duration) {
	const pause = 200 * time.Microsecond
	for start := time.Now(); f.killChildren() && time.Since(start) < limit; {
		time.Sleep(pause)
	}
}

func (f *family) killChildren() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.reapLocked() {
		return false
	}
	// As long as none is reaped, no number is another process's.
	for _, pid := range children() {
		_ = syscall.Kill(pid, syscall.SIGKILL)
	}
	return true
}

// children are the processes whose parent is the launcher. As process 1 of a namespace of its own it means all there are.
func children() []int {
	if os.Getpid() == 1 {
		return []int{-1}
	}
	// A /proc of another process namespace has other numbers.
	if self, err := os.Readlink("/proc/self"); err != nil || self != strconv.Itoa(os.Getpid()) {
		return nil
	}
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return nil
	}
	var pids []int
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil || parent(pid) != os.Getpid() {
			continue
		}
		pids = append(pids, pid)
	}
	return pids
}

func parent(pid int) int {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	// The name in parentheses may hold spaces and parentheses.
	_, rest, _ := strings.Cut(string(stat[strings.LastIndexByte(string(stat), ')'):]), " ")
	fields := strings.Fields(rest)
	if len(fields) < 2 {
		return 0
	}
	ppid, _ := strconv.Atoi(fields[1])
	return ppid
}
