package build

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Edit replaces one piece of one file of the Kubernetes module.
type Edit struct {
	File string
	// Old must stand exactly once in the file, so that a new release cannot be patched in the wrong place unseen.
	Old string
	New string
}

func (e Edit) apply(dir string) error {
	path := filepath.Join(dir, e.File)
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if n := strings.Count(string(b), e.Old); n != 1 {
		return fmt.Errorf("%s: the place to change stands %d times, expected once; adapt the edit to this release:\n%s", e.File, n, e.Old)
	}
	return os.WriteFile(path, []byte(strings.Replace(string(b), e.Old, e.New, 1)), 0o644)
}

// editedModule copies the module and the Kubernetes sources it requires, and applies the edits to the copy.
//
// `go build -overlay` would be simpler, but refuses files of the module cache.
func editedModule(module, dir string, edits []Edit) (string, error) {
	const kubernetes = "k8s.io/kubernetes"
	if err := run(module, "go", "mod", "download", kubernetes); err != nil {
		return "", err
	}
	source, err := output(module, "go", "list", "-m", "-f", "{{.Dir}}", kubernetes)
	if err != nil {
		return "", err
	}
	if err := copyTree(module, dir, nil); err != nil {
		return "", err
	}
	// The tests and the vendored and staged modules are not part of the build: the staged ones come as modules.
	skip := map[string]bool{"vendor": true, "staging": true, "test": true, "CHANGELOG": true, "LICENSES": true, "go.work": true}
	if err := copyTree(source, filepath.Join(dir, "src"), skip); err != nil {
		return "", err
	}
	for _, e := range edits {
		if err := e.apply(filepath.Join(dir, "src")); err != nil {
			return "", err
		}
	}
	return dir, run(dir, "go", "mod", "edit", "-replace", kubernetes+"=./src")
}

// copyTree makes the copies writable: files of the module cache are not.
func copyTree(from, to string, skipTop map[string]bool) error {
	return filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		switch {
		case skipTop[rel]:
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, rel), 0o755)
		case !d.Type().IsRegular() || strings.HasSuffix(rel, "_test.go"):
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), b, 0o644)
	})
}
