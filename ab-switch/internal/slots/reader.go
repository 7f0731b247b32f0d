package slots

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Reader brings what one volume holds to where services read it.
type Reader struct {
	Name   string
	volume Volume
	store  Store

	// state is that of the volume when it was last looked at to the end.
	state string

	mu     sync.Mutex
	status Status
}

// Status is what there is to tell.
type Status struct {
	// Hash is of the content that services read now, which was verified; empty when there is none.
	Hash string `json:"hash"`
	// Pointer is what the volume asks for, such as b:0a1b2c3d4e; empty when that is unknown.
	Pointer string `json:"pointer"`
	// Current is whether services read what the pointer asks for.
	Current bool `json:"current"`
	// Problem says why not.
	Problem string `json:"problem,omitempty"`
	// Since is when Hash came.
	Since time.Time `json:"since"`
}

// NewReader goes on with what an earlier one left.
func NewReader(name string, volume Volume, store Store) *Reader {
	r := &Reader{Name: name, volume: volume, store: store}
	r.status = Status{Hash: store.Verified(), Since: time.Now().UTC(), Problem: "not read yet"}
	return r
}

// Status is safe to call while Step runs.
func (r *Reader) Status() Status {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status
}

// Step looks at the volume and follows it. It costs next to nothing while the volume stays as it is.
func (r *Reader) Step() {
	state, err := r.volume.state()
	if err == nil && state == r.state {
		return
	}
	var pointer Pointer
	var content Content
	if err == nil {
		pointer, content, err = r.volume.read()
	}
	if err == nil {
		err = r.follow(pointer, content)
	}
	// What is wrong with a state stays so, unless it was the state that went away or the disk that was full.
	var wrong *mismatch
	if err == nil || errors.As(err, &wrong) {
		r.state = state
	} else {
		r.state = ""
	}
	r.note(pointer, err)
}

// mismatch is what is to be expected between two events of the kubelet.
type mismatch struct{ text string }

func (m *mismatch) Error() string { return m.text }

func (r *Reader) follow(pointer Pointer, content Content) error {
	if found := content.Hash(); found != pointer.Hash {
		return &mismatch{fmt.Sprintf("slot %s holds %s (%d keys), the pointer asks for %s", pointer.Slot, found, len(content), pointer.Hash)}
	}
	if r.Status().Hash == pointer.Hash {
		return nil
	}
	return r.store.Show(content, pointer.Hash)
}

func (r *Reader) note(pointer Pointer, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := Status{Hash: r.status.Hash, Since: r.status.Since}
	if pointer.Hash != "" {
		s.Pointer = pointer.String()
	}
	if err != nil {
		s.Problem = err.Error()
	} else {
		s.Current = true
		if s.Hash != pointer.Hash {
			s.Hash, s.Since = pointer.Hash, time.Now().UTC()
		}
	}
	r.status = s
}

// Run follows the volume until the context ends, and tells of each change.
func (r *Reader) Run(ctx context.Context, every time.Duration, tell func(name string, s Status)) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	var last Status
	for {
		r.Step()
		if s := r.Status(); s.Hash != last.Hash || s.Problem != last.Problem {
			tell(r.Name, s)
			last = s
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
