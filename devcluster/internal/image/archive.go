// Package image writes container images without a registry and without a container engine.
package image

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"time"
)

// Image is one layer of static programs on an empty base.
type Image struct {
	Name string
	// Binaries are paths on this machine; each lies in / of the image, and the first is the entry point.
	Binaries []string
	// User is numeric: there is no /etc/passwd to look a name up in.
	User string
	Env  []string
}

var nameWithTag = regexp.MustCompile(`^[a-z0-9][a-z0-9._/-]*:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$`)

// CheckName demands a tag: an image without one is taken for :latest, which kubelets always pull.
func CheckName(name string) error {
	if !nameWithTag.MatchString(name) {
		return fmt.Errorf("--name %q: expected name:tag, such as local/business:v1", name)
	}
	return nil
}

type config struct {
	Architecture string        `json:"architecture"`
	OS           string        `json:"os"`
	Config       runConfig     `json:"config"`
	RootFS       rootFS        `json:"rootfs"`
	History      []historyItem `json:"history"`
}

type runConfig struct {
	User       string   `json:"User,omitempty"`
	Env        []string `json:"Env"`
	Entrypoint []string `json:"Entrypoint"`
	WorkingDir string   `json:"WorkingDir"`
}

type rootFS struct {
	Type    string   `json:"type"`
	DiffIDs []string `json:"diff_ids"`
}

type historyItem struct {
	CreatedBy string `json:"created_by"`
}

type manifest struct {
	Config   string
	RepoTags []string
	Layers   []string
}

// Write makes a docker archive that `docker load`, `kind load image-archive` and `ctr images import` take. The same input
// gives the same bytes, so the archive may be compared and cached.
func Write(path string, img Image) error {
	layer, err := layerOf(img.Binaries)
	if err != nil {
		return err
	}
	layerDigest := digest(layer)
	conf, err := json.Marshal(config{
		Architecture: runtime.GOARCH, OS: "linux",
		Config: runConfig{
			User: img.User, WorkingDir: "/", Entrypoint: []string{"/" + filepath.Base(img.Binaries[0])},
			Env: append([]string{"PATH=/"}, img.Env...),
		},
		RootFS:  rootFS{Type: "layers", DiffIDs: []string{"sha256:" + layerDigest}},
		History: []historyItem{{CreatedBy: "devcluster image build"}},
	})
	if err != nil {
		return err
	}
	confName, layerName := digest(conf)+".json", layerDigest+".tar"
	list, err := json.Marshal([]manifest{{Config: confName, RepoTags: []string{img.Name}, Layers: []string{layerName}}})
	if err != nil {
		return err
	}
	var archive bytes.Buffer
	w := tar.NewWriter(&archive)
	for _, f := range []struct {
		name    string
		content []byte
	}{{confName, conf}, {layerName, layer}, {"manifest.json", list}} {
		if err := add(w, f.name, 0o644, f.content); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	temp := path + ".tmp"
	if err := os.WriteFile(temp, archive.Bytes(), 0o644); err != nil {
		return err
	}
	return os.Rename(temp, path)
}

func layerOf(binaries []string) ([]byte, error) {
	var layer bytes.Buffer
	w := tar.NewWriter(&layer)
	// A place to write to, for programs that run with a writable root.
	if err := w.WriteHeader(&tar.Header{Typeflag: tar.TypeDir, Name: "tmp/", Mode: 0o1777, ModTime: epoch}); err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, path := range binaries {
		b, err := readProgram(path)
		if err != nil {
			return nil, err
		}
		name := filepath.Base(path)
		if same, is := names[digest(b)]; is {
			// One program under two names.
			err = w.WriteHeader(&tar.Header{Typeflag: tar.TypeLink, Name: name, Linkname: same, Mode: 0o755, ModTime: epoch})
		} else {
			names[digest(b)] = name
			err = add(w, name, 0o755, b)
		}
		if err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return layer.Bytes(), err
}

func readProgram(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() || info.Mode().Perm()&0o111 == 0 {
		return nil, fmt.Errorf("--binary %s: not an executable file", path)
	}
	return io.ReadAll(f)
}

var epoch = time.Unix(0, 0).UTC()

func add(w *tar.Writer, name string, mode int64, content []byte) error {
	h := &tar.Header{Typeflag: tar.TypeReg, Name: name, Mode: mode, Size: int64(len(content)), ModTime: epoch}
	if err := w.WriteHeader(h); err != nil {
		return err
	}
	_, err := w.Write(content)
	return err
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
