package build

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"tkex.dev/devcluster/internal/lock"
)

// Builder fills the cache.
type Builder struct {
	// Root is the devcluster folder of the checkout.
	Root string
	// Cache is the folder that holds bin/<key>/<name>.
	Cache string
	// Out gets one line a program that has to be built.
	Out io.Writer
}

// Paths maps the name of a program to its file in the cache.
type Paths map[string]string

// Ensure builds what is missing and returns where everything is.
func (b Builder) Ensure(set Set) (Paths, error) {
	goVersion, err := toolVersion()
	if err != nil {
		return nil, err
	}
	list := Catalog(set)
	paths := Paths{}
	for i, bin := range list {
		key, err := bin.key(b.Root, goVersion)
		if err != nil {
			return nil, err
		}
		target := filepath.Join(b.Cache, "bin", key, bin.Name)
		paths[bin.Name] = target
		if exists(target) {
			continue
		}
		if err := b.make(bin, key, target, fmt.Sprintf("[%d/%d] %s", i+1, len(list), bin.Name)); err != nil {
			return nil, err
		}
	}
	return paths, nil
}

// make builds one program under a lock of its own, so that two runs share the work instead of doing it twice.
func (b Builder) make(bin Binary, key, target, progress string) error {
	held, err := lock.Wait(filepath.Join(b.Cache, "locks", key), func() {
		fmt.Fprintf(b.Out, "%s: another run is building it, waiting\n", progress)
	})
	if err != nil {
		return err
	}
	defer held.Release()
	if exists(target) {
		return nil
	}
	fmt.Fprintf(b.Out, "%s (about %s) ...\n", progress, bin.About)
	start := time.Now()
	if err := b.compile(bin, target); err != nil {
		return fmt.Errorf("build %s: %w", bin.Name, err)
	}
	fmt.Fprintf(b.Out, "%s done in %.0f s\n", progress, time.Since(start).Seconds())
	return nil
}

// compile links to a temporary name and renames, so that the cache never holds half a program.
func (b Builder) compile(bin Binary, target string) error {
	if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
		return err
	}
	temp, err := os.MkdirTemp(filepath.Dir(target), ".building-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(temp)
	module := filepath.Join(b.Root, bin.Module)
	if len(bin.Edits) > 0 {
		if module, err = editedModule(module, filepath.Join(temp, "module"), bin.Edits); err != nil {
			return err
		}
	}
	out := filepath.Join(temp, bin.Name)
	if err := run(module, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", bin.LDFlags, "-o", out, bin.Package); err != nil {
		return err
	}
	return os.Rename(out, target)
}

// run shuts out the settings of the caller that would change what is built; the module proxy stays the caller's.
func run(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOWORK=off")
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s %s (in %s): %w\n%s", name, strings.Join(args, " "), dir, err, lastLines(output.String(), 30))
	}
	return nil
}

func toolVersion() (string, error) {
	out, err := exec.Command("go", "env", "GOVERSION").Output()
	if errors.Is(err, exec.ErrNotFound) {
		return "", errors.New("the Go toolchain is not on the PATH: install Go 1.26 or later (https://go.dev/doc/install)")
	}
	if err != nil {
		return "", fmt.Errorf("go env GOVERSION: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func output(dir, name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOFLAGS=", "GOWORK=off")
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s (in %s): %w", name, strings.Join(args, " "), dir, err)
	}
	return strings.TrimSpace(string(out)), nil
}
