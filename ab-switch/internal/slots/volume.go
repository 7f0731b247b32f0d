package slots

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Volume is the path where the projected volume is mounted.
type Volume string

// Pointer says which slot counts, and what its content must be.
type Pointer struct{ Slot, Hash string }

// PointerAllowed says what ParsePointer takes.
const PointerAllowed = "a:HASH and b:HASH with 10 hex digits in lower case"

var pointerPattern = regexp.MustCompile(`^(?:slot-)?([ab]):([0-9a-f]{10})$`)

// ParsePointer reads the content of the file.
func ParsePointer(text string) (Pointer, error) {
	parts := pointerPattern.FindStringSubmatch(strings.TrimSpace(text))
	if parts == nil {
		return Pointer{}, fmt.Errorf("pointer %.100q: allowed are %s", strings.TrimSpace(text), PointerAllowed)
	}
	return Pointer{parts[1], parts[2]}, nil
}

func (p Pointer) String() string { return p.Slot + ":" + p.Hash }

// the kubelet writes each state into a folder of its own and points this link there.
const current = "..data"

// state names what the volume holds now: the kubelet never changes a folder that it has shown.
func (v Volume) state() (string, error) {
	target, err := os.Readlink(filepath.Join(string(v), current))
	if errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%w; expected a projected volume", err)
	}
	return target, err
}

// read takes pointer and content from one and the same state, which may cease to be while it is read: then it fails with
// fs.ErrNotExist.
func (v Volume) read() (Pointer, Content, error) {
	// All that follows is relative to the folder that the link meant at this moment.
	root, err := os.OpenRoot(filepath.Join(string(v), current))
	if err != nil {
		return Pointer{}, nil, err
	}
	defer root.Close()
	text, err := root.ReadFile("pointer")
	if err != nil {
		return Pointer{}, nil, err
	}
	pointer, err := ParsePointer(string(text))
	if err != nil {
		return Pointer{}, nil, fmt.Errorf("%s: %w", filepath.Join(string(v), "pointer"), err)
	}
	slot := "slot-" + pointer.Slot
	content, err := readFolder(root.FS(), slot, "")
	if errors.Is(err, fs.ErrNotExist) {
		content, err = readFolder(root.FS(), ".", slot+".")
	}
	return pointer, content, err
}
