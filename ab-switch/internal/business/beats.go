package business

import (
	"encoding/binary"
	"fmt"
	"os"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// Beat is when one process served, on the clock of the machine since its start. The last instant is written over and over, so it
// is true however the process ended.
type Beat struct {
	PID, First, Last uint64
}

const (
	beatBytes = 24
	mostBeats = 10000
)

// Beats reads what the processes noted.
func Beats(path string) ([]Beat, error) {
	content, err := os.ReadFile(path)
	if err != nil || len(content) < 8 {
		return nil, err
	}
	word := func(at int) uint64 { return binary.NativeEndian.Uint64(content[at:]) }
	var beats []Beat
	for i := range int(min(word(0), mostBeats)) {
		at := 8 + i*beatBytes
		if b := (Beat{word(at), word(at + 8), word(at + 16)}); b.Last != 0 {
			beats = append(beats, b)
		}
	}
	return beats, nil
}

// Overlap finds two processes that served at the same time.
func Overlap(beats []Beat) error {
	for i, a := range beats {
		for _, b := range beats[i+1:] {
			if a.First <= b.Last && b.First <= a.Last {
				return fmt.Errorf("process %d served from %d to %d, process %d from %d to %d", a.PID, a.First, a.Last, b.PID, b.First, b.Last)
			}
		}
	}
	return nil
}

// beating notes that this process serves until stop is called.
func beating(path string) (stop func(), err error) {
	if path == "" {
		return func() {}, nil
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	const size = 8 + mostBeats*beatBytes
	if err := f.Truncate(size); err != nil {
		return nil, err
	}
	shared, err := syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil, err
	}
	word := func(at int) *atomic.Uint64 { return (*atomic.Uint64)(unsafe.Pointer(&shared[at])) }
	at := 8 + int(word(0).Add(1)-1)*beatBytes
	if at+beatBytes > size {
		return nil, fmt.Errorf("BIZ_BEATS=%s is full", path)
	}
	word(at).Store(uint64(os.Getpid()))
	word(at + 8).Store(now())
	var over atomic.Bool
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		// Without a pause: what is looked for lasts microseconds.
		for !over.Load() {
			word(at + 16).Store(now())
		}
	}()
	return func() { over.Store(true); <-ended }, nil
}

func now() uint64 {
	const monotonic = 1
	var t syscall.Timespec
	_, _, _ = syscall.RawSyscall(syscall.SYS_CLOCK_GETTIME, monotonic, uintptr(unsafe.Pointer(&t)), 0)
	return uint64(t.Nano())
}
