package business

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"os"
	"sync/atomic"
	"syscall"
	"unsafe"
)

// headerBytes hold the number of requests and the number of starts; the pattern follows.
const headerBytes = 16

// memory is a file in shared memory that outlives the process: a counter, and bytes of which each must still be there.
type memory struct{ bytes []byte }

func openMemory(path string, size int) (*memory, error) {
	m := &memory{}
	if path == "" {
		m.bytes = make([]byte, headerBytes)
		return m, nil
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	isNew := info.Size() == 0
	if isNew {
		if err := f.Truncate(int64(size)); err != nil {
			return nil, err
		}
	} else if info.Size() != int64(size) {
		return nil, fmt.Errorf("BIZ_SHM=%s has %d bytes, BIZ_SHM_BYTES=%d are expected", path, info.Size(), size)
	}
	if m.bytes, err = syscall.Mmap(int(f.Fd()), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED); err != nil {
		return nil, err
	}
	if isNew {
		m.pattern(func(at int, b byte) { m.bytes[at] = b })
	}
	m.starts().Add(1)
	return m, nil
}

// lost is how many bytes are not what they were. It is counted when somebody asks, for that takes a while.
func (m *memory) lost() int {
	n := 0
	m.pattern(func(at int, b byte) {
		if m.bytes[at] != b {
			n++
		}
	})
	return n
}

func (m *memory) pattern(each func(at int, b byte)) {
	source := rand.New(rand.NewPCG(1, 2))
	var word [8]byte
	for at := headerBytes; at < len(m.bytes); at++ {
		if at%len(word) == 0 {
			binary.LittleEndian.PutUint64(word[:], source.Uint64())
		}
		each(at, word[at%len(word)])
	}
}

func (m *memory) requests() *atomic.Uint64 { return m.counter(0) }

func (m *memory) starts() *atomic.Uint64 { return m.counter(8) }

func (m *memory) counter(at int) *atomic.Uint64 {
	return (*atomic.Uint64)(unsafe.Pointer(&m.bytes[at]))
}
