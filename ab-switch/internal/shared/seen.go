package shared

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"
)

// Seen is what a file says, and whether that is still true.
type Seen struct {
	Version string `json:"version"`
	Slot    string `json:"slot"`
	// Held is false when whoever wrote it is gone.
	Held  bool      `json:"held"`
	Since time.Time `json:"since"`
}

// Serving is what serves or, when it is not held, what served last; the zero value when nothing ever did.
func (d Dir) Serving() (Seen, error) {
	seen, err := read(d.path(servingName))
	if errors.Is(err, fs.ErrNotExist) {
		return Seen{}, nil
	}
	return seen, err
}

// Waiting are the slots that wait for the lock now.
func (d Dir) Waiting() ([]Seen, error) {
	waiting := []Seen{}
	for _, name := range d.names(waitingSuffix) {
		seen, err := read(d.path(name))
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return nil, err
		case seen.Held:
			waiting = append(waiting, seen)
		}
	}
	return waiting, nil
}

// read takes content and lock of one and the same file, whatever its name comes to mean meanwhile.
func read(path string) (Seen, error) {
	f, err := os.Open(path)
	if err != nil {
		return Seen{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return Seen{}, err
	}
	const longest = 4096
	content, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil {
		return Seen{}, err
	}
	lines := strings.Split(string(bytes.TrimSpace(content)), "\n")
	if len(lines) != 2 {
		return Seen{}, fmt.Errorf("%s: expected a version and a slot in two lines, found %q", path, content)
	}
	free, err := flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	if err != nil {
		return Seen{}, &os.PathError{Op: "flock", Path: path, Err: err}
	}
	return Seen{Version: lines[0], Slot: lines[1], Held: !free, Since: info.ModTime().UTC()}, nil
}
