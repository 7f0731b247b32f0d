package image

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"testing"
)

func program(t *testing.T, name, content string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, archive []byte) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for r := tar.NewReader(bytes.NewReader(archive)); ; {
		h, err := r.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		if files[h.Name], err = io.ReadAll(r); err != nil {
			t.Fatal(err)
		}
	}
}

func TestArchiveRefersToItsPartsByTheirDigests(t *testing.T) {
	first, second := program(t, "first", "one", 0o755), program(t, "second", "two", 0o755)
	out := filepath.Join(t.TempDir(), "x.tar")
	if err := Write(out, Image{Name: "local/x:v1", Binaries: []string{first, second}, User: "65532", Env: []string{"A=b"}}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	files := read(t, b)
	var list []manifest
	if err := json.Unmarshal(files["manifest.json"], &list); err != nil {
		t.Fatal(err)
	}
	m := list[0]
	if len(list) != 1 || m.RepoTags[0] != "local/x:v1" || len(m.Layers) != 1 {
		t.Fatalf("%+v", list)
	}
	var c config
	if err := json.Unmarshal(files[m.Config], &c); err != nil {
		t.Fatal(err)
	}
	layer := files[m.Layers[0]]
	if m.Config != digest(files[m.Config])+".json" || c.RootFS.DiffIDs[0] != "sha256:"+digest(layer) {
		t.Error("a digest does not match")
	}
	if c.Config.Entrypoint[0] != "/first" || c.Config.User != "65532" || c.Config.Env[1] != "A=b" {
		t.Errorf("%+v", c.Config)
	}
	inLayer := read(t, layer)
	if string(inLayer["first"]) != "one" || string(inLayer["second"]) != "two" {
		t.Errorf("layer holds %q", inLayer)
	}
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	bin := program(t, "p", "x", 0o755)
	var before []byte
	for range 2 {
		out := filepath.Join(t.TempDir(), "x.tar")
		if err := Write(out, Image{Name: "local/x:v1", Binaries: []string{bin}}); err != nil {
			t.Fatal(err)
		}
		now, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		if before != nil && !bytes.Equal(before, now) {
			t.Error("differs")
		}
		before = now
	}
}

func TestAProgramUnderTwoNamesIsThereOnce(t *testing.T) {
	layer, err := layerOf([]string{program(t, "first", "one", 0o755), program(t, "second", "one", 0o755), program(t, "third", "two", 0o755)})
	if err != nil {
		t.Fatal(err)
	}
	links := map[string]string{}
	for r := tar.NewReader(bytes.NewReader(layer)); ; {
		h, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		links[h.Name] = h.Linkname
	}
	if _, is := links["first"]; !is || links["first"] != "" || links["second"] != "first" || links["third"] != "" || len(links) != 4 {
		t.Errorf("%q", links)
	}
}

func TestRefusesWhatIsNoProgram(t *testing.T) {
	for _, bad := range []string{program(t, "text", "x", 0o644), t.TempDir(), "/does/not/exist"} {
		if Write(filepath.Join(t.TempDir(), "x.tar"), Image{Name: "a:b", Binaries: []string{bad}}) == nil {
			t.Errorf("%s was taken", bad)
		}
	}
}

func TestNames(t *testing.T) {
	for _, good := range []string{"local/business:v1", "a:1"} {
		if err := CheckName(good); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{"", "local/business", "Local/x:1", "x:", "x:a b"} {
		if CheckName(bad) == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
