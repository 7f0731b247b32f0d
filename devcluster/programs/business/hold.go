package main

import "os"

// holding is what the process occupies besides its own needs.
type holding struct {
	memory []byte
	file   string
}

func hold(o options) (*holding, error) {
	h := &holding{memory: make([]byte, o.memory)}
	// A page counts only once it is written to.
	for i := 0; i < len(h.memory); i += 4096 {
		h.memory[i] = 1
	}
	if o.shm == 0 {
		return h, nil
	}
	h.file = o.shmFile
	f, err := os.Create(h.file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	chunk := make([]byte, 64<<10)
	for left := o.shm; left > 0; left -= int64(len(chunk)) {
		if _, err := f.Write(chunk[:min(left, int64(len(chunk)))]); err != nil {
			h.release()
			return nil, err
		}
	}
	return h, nil
}

func (h *holding) release() {
	if h.file != "" {
		_ = os.Remove(h.file)
	}
	h.memory = nil
}
