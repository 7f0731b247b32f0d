package slots

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

// Store is where services read: Link is a link at a folder with one verified content, in a directory that outlives containers. A
// folder is never changed once the link was at it, and stays until the link has moved on twice: who opened it may read on.
type Store struct {
	// Folder holds the copies, each named by its hash; Link lies beside it.
	Folder, Link string
}

// NewStore keeps the copies of one name in a directory.
func NewStore(dir, name string) Store {
	return Store{filepath.Join(dir, "."+name), filepath.Join(dir, name)}
}

// Verified is the hash of what the link is at, or empty when there is none or somebody changed it.
func (s Store) Verified() string {
	target, err := os.Readlink(s.Link)
	if err != nil {
		return ""
	}
	hash := filepath.Base(target)
	content, err := readCopy(s.path(hash))
	if err != nil || content.Hash() != hash {
		return ""
	}
	return hash
}

// Show makes the link mean this content, in one step. A crash anywhere before leaves it where it was.
func (s Store) Show(content Content, hash string) error {
	before, _ := os.Readlink(s.Link)
	if err := s.copy(content, hash); err != nil {
		return err
	}
	temp := s.path(".link")
	if err := os.RemoveAll(temp); err != nil {
		return err
	}
	if err := os.Symlink(filepath.Join(filepath.Base(s.Folder), hash), temp); err != nil {
		return err
	}
	if err := os.Rename(temp, s.Link); err != nil {
		return fmt.Errorf("%w; %s must be free for the link", err, s.Link)
	}
	s.removeAllBut(hash, filepath.Base(before))
	return nil
}

func (s Store) copy(content Content, hash string) error {
	if there, err := readCopy(s.path(hash)); err == nil && there.Hash() == hash {
		return nil
	}
	temp := s.path(".new")
	if err := os.RemoveAll(temp); err != nil {
		return err
	}
	if err := os.MkdirAll(temp, 0o755); err != nil {
		return err
	}
	for key, value := range content {
		if err := os.WriteFile(filepath.Join(temp, key), value, 0o644); err != nil {
			return err
		}
	}
	// One of that name is not what its name says.
	if err := os.RemoveAll(s.path(hash)); err != nil {
		return err
	}
	return os.Rename(temp, s.path(hash))
}

// removeAllBut leaves for the next time what it cannot remove: the link has moved on already.
func (s Store) removeAllBut(names ...string) {
	entries, _ := os.ReadDir(s.Folder)
	for _, e := range entries {
		if !slices.Contains(names, e.Name()) {
			_ = os.RemoveAll(s.path(e.Name()))
		}
	}
}

func (s Store) path(name string) string { return filepath.Join(s.Folder, name) }
