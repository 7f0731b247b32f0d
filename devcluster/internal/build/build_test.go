package build

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestAKeyDependsOnItsOwnInputsOnly(t *testing.T) {
	root := tree(t, map[string]string{"a/go.mod": "module a", "a/main.go": "package main", "b/go.mod": "module b"})
	bin := Binary{Name: "a", Module: "a", Package: ".", Sources: []string{"."}}
	key := func(b Binary, version string) string {
		k, err := b.key(root, version)
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(root, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	first := key(bin, "go1")
	write("b/go.mod", "module changed")
	write("a/main_test.go", "package main")
	write("a/notes.txt", "text")
	if key(bin, "go1") != first {
		t.Error("what is not compiled changed the key")
	}
	edited := bin
	edited.Edits = []Edit{{File: "x", Old: "a", New: "b"}}
	if key(edited, "go1") == first || key(bin, "go2") == first {
		t.Error("an edit or another Go version did not change the key")
	}
	write("a/main.go", "package main // changed")
	if key(bin, "go1") == first {
		t.Error("a changed source did not change the key")
	}
}

func TestAnEditNeedsItsPlaceExactlyOnce(t *testing.T) {
	dir := tree(t, map[string]string{"f.go": "one two two"})
	if err := (Edit{File: "f.go", Old: "one", New: "1"}).apply(dir); err != nil {
		t.Fatal(err)
	}
	for _, old := range []string{"two", "three"} {
		err := Edit{File: "f.go", Old: old, New: "x"}.apply(dir)
		if err == nil || !strings.Contains(err.Error(), "expected once") {
			t.Errorf("%s: %v", old, err)
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "f.go"))
	if err != nil || string(b) != "1 two two" {
		t.Errorf("%s %v", b, err)
	}
}

func TestTheReportedVersionIsThePinnedOne(t *testing.T) {
	b, err := os.ReadFile("../../binaries/kubernetes/go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(b), "require k8s.io/kubernetes "+kubernetesVersion+"\n") {
		t.Errorf("go.mod does not require k8s.io/kubernetes %s", kubernetesVersion)
	}
}

func TestOnlyTheAPIServerDependsOnTheVariant(t *testing.T) {
	stock, patched := Catalog(Set{Variant: Stock, RealNode: true}), Catalog(Set{Variant: VolumePatch, RealNode: true})
	for i := range stock {
		if differ := len(patched[i].Edits) != len(stock[i].Edits); differ != (stock[i].Name == "kube-apiserver") {
			t.Errorf("%s: edits differ: %v", stock[i].Name, differ)
		}
	}
}

func TestAFailedBuildLeavesNothingInTheCache(t *testing.T) {
	root := tree(t, map[string]string{"m/go.mod": "module m\n\ngo 1.26\n", "m/main.go": "package main\nfunc main() { nonsense }\n"})
	cache := t.TempDir()
	b := Builder{Root: root, Cache: cache, Out: os.Stderr}
	target := filepath.Join(cache, "bin", "k", "m")
	err := b.compile(Binary{Name: "m", Module: "m", Package: "."}, target)
	if err == nil || !strings.Contains(err.Error(), "nonsense") {
		t.Errorf("the compiler's words are missing: %v", err)
	}
	if entries, _ := os.ReadDir(filepath.Dir(target)); len(entries) != 0 {
		t.Errorf("left over: %v", entries)
	}
}
