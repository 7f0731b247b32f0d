package build

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// key is the hash of everything that decides what the program will be; only its own inputs, so that a change of the fake
// kubelet does not build kube-apiserver again.
func (b Binary) key(root, goVersion string) (string, error) {
	h := sha256.New()
	fmt.Fprintf(h, "%s %s/%s\n%s\n%s\n", goVersion, runtime.GOOS, runtime.GOARCH, b.Package, b.LDFlags)
	for _, e := range b.Edits {
		fmt.Fprintf(h, "%s\n%s\n%s\n", e.File, e.Old, e.New)
	}
	files, err := b.sourceFiles(root)
	if err != nil {
		return "", err
	}
	if len(files) == 0 {
		return "", fmt.Errorf("%s: no sources in %s", b.Name, filepath.Join(root, b.Module))
	}
	for _, name := range files {
		if err := hashFile(h, filepath.Join(root, b.Module), name); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:20], nil
}

func hashFile(h io.Writer, dir, name string) error {
	f, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return err
	}
	defer f.Close()
	fmt.Fprintf(h, "file %s\n", name)
	_, err = io.Copy(h, f)
	return err
}

func (b Binary) sourceFiles(root string) ([]string, error) {
	dir := filepath.Join(root, b.Module)
	var files []string
	for _, pattern := range b.Sources {
		matches, err := filepath.Glob(filepath.Join(dir, pattern))
		if err != nil {
			return nil, err
		}
		for _, m := range matches {
			err := filepath.WalkDir(m, func(path string, d fs.DirEntry, err error) error {
				if err != nil || d.IsDir() || !isSource(path) {
					return err
				}
				rel, err := filepath.Rel(dir, path)
				files = append(files, rel)
				return err
			})
			if err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

func isSource(path string) bool {
	base := filepath.Base(path)
	return base == "go.mod" || base == "go.sum" || (strings.HasSuffix(base, ".go") && !strings.HasSuffix(base, "_test.go"))
}
