package slots

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// mount is a projected volume and the directory of a service, in turn written to as a kubelet does.
type mount struct {
	*testing.T
	volume string
	to     string
	states int
}

func newMount(t *testing.T) *mount {
	return &mount{T: t, volume: t.TempDir(), to: t.TempDir()}
}

func (m *mount) reader() *Reader { return NewReader("web", Volume(m.volume), NewStore(m.to, "web")) }

// write swaps the whole volume: files by their path.
func (m *mount) write(files map[string]string) {
	m.Helper()
	m.states++
	before, _ := os.Readlink(filepath.Join(m.volume, current))
	state := fmt.Sprintf("..2026_%d", m.states)
	must := func(err error) {
		m.Helper()
		if err != nil {
			m.Error(err)
		}
	}
	must(os.Mkdir(filepath.Join(m.volume, state), 0o755))
	for name, content := range files {
		path := filepath.Join(m.volume, state, name)
		must(os.MkdirAll(filepath.Dir(path), 0o755))
		must(os.WriteFile(path, []byte(content), 0o644))
	}
	must(os.Symlink(state, filepath.Join(m.volume, "..data_tmp")))
	must(os.Rename(filepath.Join(m.volume, "..data_tmp"), filepath.Join(m.volume, current)))
	if before != "" {
		must(os.RemoveAll(filepath.Join(m.volume, before)))
	}
}

// shown is what a service reads.
func (m *mount) shown() Content {
	content, err := readCopy(filepath.Join(m.to, "web"))
	if err != nil {
		return nil
	}
	return content
}

func (m *mount) shows(want Content) {
	m.Helper()
	if got := m.shown(); got.Hash() != want.Hash() || len(got) != len(want) {
		m.Errorf("shows %q, expected %q", got, want)
	}
}

func (m *mount) says(r *Reader, hash string, isCurrent bool, problem string) {
	m.Helper()
	s := r.Status()
	if s.Hash != hash || s.Current != isCurrent || problem == "" && s.Problem != "" || !strings.Contains(s.Problem, problem) {
		m.Errorf("%+v, expected %q, %t, %q", s, hash, isCurrent, problem)
	}
}

// in puts a content into a slot, by one of the two ways there are.
func in(files map[string]string, slot, separator string, c Content) map[string]string {
	for key, value := range c {
		files["slot-"+slot+separator+key] = string(value)
	}
	return files
}

var (
	one = Content{"app.yaml": []byte("level: 1\n"), "key.bin": {0, 0xff}}
	two = Content{"app.yaml": []byte("level: 2\n"), "new.txt": []byte("x")}
)

func TestTheHashIsAsWritten(t *testing.T) {
	if h := one.Hash(); h != "5d36865ca3" {
		t.Error(h)
	}
	if h := (Content{}).Hash(); h != "e3b0c44298" {
		t.Error(h)
	}
	// Lengths keep apart what would be the same in a row.
	for _, other := range []Content{{"ab": []byte("c")}, {"a": []byte("bc")}, {"a": nil, "bc": nil}, {"abc": nil}} {
		for _, another := range []Content{{"ab": []byte("c")}, {"a": []byte("bc")}, {"a": nil, "bc": nil}, {"abc": nil}} {
			if same := fmt.Sprint(other) == fmt.Sprint(another); same != (other.Hash() == another.Hash()) {
				t.Errorf("%v and %v", other, another)
			}
		}
	}
}

func TestFollowsThePointer(t *testing.T) {
	for name, separator := range map[string]string{"folders": "/", "names": "."} {
		t.Run(name, func(t *testing.T) {
			m := newMount(t)
			r := m.reader()
			both := func(pointer string) map[string]string {
				return in(in(map[string]string{"pointer": pointer}, "a", separator, one), "b", separator, two)
			}
			m.write(both("a:" + one.Hash()))
			r.Step()
			m.shows(one)
			m.says(r, one.Hash(), true, "")
			m.write(both("slot-b:" + two.Hash() + "\n"))
			r.Step()
			m.shows(two)
			if s := r.Status(); s.Pointer != "b:"+two.Hash() || !s.Current {
				t.Errorf("%+v", s)
			}
			// Keys that are gone are gone, those of the other slot are none of it.
			if _, is := m.shown()["key.bin"]; is {
				t.Error("a key that was removed is still there")
			}
		})
	}
}

func TestANewPointerBesideTheOldContentChangesNothing(t *testing.T) {
	m := newMount(t)
	r := m.reader()
	m.write(in(map[string]string{"pointer": "a:" + one.Hash()}, "a", "/", one))
	r.Step()
	m.write(in(in(map[string]string{"pointer": "b:" + two.Hash()}, "a", "/", one), "b", "/", Content{"old": nil}))
	r.Step()
	m.shows(one)
	m.says(r, one.Hash(), false, "slot b holds "+Content{"old": nil}.Hash()+" (1 keys), the pointer asks for "+two.Hash())
	m.write(in(in(map[string]string{"pointer": "b:" + two.Hash()}, "a", "/", one), "b", "/", two))
	r.Step()
	m.shows(two)
	m.says(r, two.Hash(), true, "")
}

func TestWhatCannotBeReadChangesNothing(t *testing.T) {
	m := newMount(t)
	r := m.reader()
	r.Step()
	m.says(r, "", false, "projected volume")
	m.write(in(map[string]string{"pointer": "a:" + one.Hash()}, "a", "/", one))
	r.Step()
	for problem, files := range map[string]map[string]string{
		`pointer "a": allowed are a:HASH`:                   {"pointer": "a"},
		`pointer "c:0123456789"`:                            {"pointer": "c:0123456789"},
		`pointer "a:0123456789ab"`:                          {"pointer": "a:0123456789ab"},
		`pointer "../x:0123456789"`:                         {"pointer": "../x:0123456789"},
		"pointer":                                           {},
		"slot-a/folder is a folder":                         {"pointer": "a:" + one.Hash(), "slot-a/folder/x": ""},
		"holds e3b0c44298 (0 keys)":                         {"pointer": "b:" + two.Hash()},
		"slot a holds " + two.Hash() + " (2 keys), the poi": in(map[string]string{"pointer": "a:" + one.Hash()}, "a", ".", two),
	} {
		m.write(files)
		r.Step()
		m.shows(one)
		m.says(r, one.Hash(), false, problem)
	}
}

func TestGoesOnWhereAnEarlierOneStopped(t *testing.T) {
	m := newMount(t)
	m.write(in(map[string]string{"pointer": "a:" + one.Hash()}, "a", "/", one))
	m.reader().Step()

	// The volume is not there yet, what was shown is.
	if err := os.Remove(filepath.Join(m.volume, current)); err != nil {
		t.Fatal(err)
	}
	r := m.reader()
	m.says(r, one.Hash(), false, "not read yet")

	// A crash in the middle of a copy.
	half := filepath.Join(m.to, ".web", ".new")
	if err := os.MkdirAll(half, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(half, "left"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("nowhere", filepath.Join(m.to, ".web", ".link")); err != nil {
		t.Fatal(err)
	}
	m.write(in(map[string]string{"pointer": "b:" + two.Hash()}, "b", "/", two))
	r.Step()
	m.shows(two)

	// Somebody changed a copy.
	if err := os.WriteFile(filepath.Join(m.to, "web", "app.yaml"), []byte("by hand"), 0o644); err != nil {
		t.Fatal(err)
	}
	r = m.reader()
	m.says(r, "", false, "not read yet")
	r.Step()
	m.shows(two)
	m.says(r, two.Hash(), true, "")
}

func TestWhoReadsOnMayDoSoUntilTheNextChangeButOne(t *testing.T) {
	m := newMount(t)
	r := m.reader()
	contents := []Content{one, two, {"three": nil}, {"four": nil}}
	for i, c := range contents {
		m.write(in(map[string]string{"pointer": "a:" + c.Hash()}, "a", "/", c))
		r.Step()
		for j, old := range contents[:i+1] {
			_, err := os.Stat(filepath.Join(m.to, ".web", old.Hash()))
			if there, want := err == nil, i-j < 2; there != want {
				t.Errorf("after change %d: folder %d is there: %t", i, j, there)
			}
		}
	}
}

func TestAWholeConfigMap(t *testing.T) {
	m := newMount(t)
	r := m.reader()
	big := Content{"big.bin": bytes.Repeat([]byte{0, 1, 0xfe, 0xff}, 1<<18), "empty": nil, "_.-": []byte("\r\n\x00")}
	m.write(in(map[string]string{"pointer": "b:" + big.Hash()}, "b", ".", big))
	r.Step()
	m.shows(big)
}

func TestTheLinksPlaceIsTaken(t *testing.T) {
	m := newMount(t)
	r := m.reader()
	taken := filepath.Join(m.to, "web")
	if err := os.MkdirAll(filepath.Join(taken, "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	m.write(in(map[string]string{"pointer": "a:" + one.Hash()}, "a", "/", one))
	r.Step()
	m.says(r, "", false, "must be free for the link")
	// It is tried again without a change of the volume.
	if err := os.RemoveAll(taken); err != nil {
		t.Fatal(err)
	}
	r.Step()
	m.shows(one)
}

// A kubelet that swaps the volume while it is read, with pointer and content of different moments, and a service that reads all the time:
// what the service reads through one resolved folder is always one whole content, and one that a pointer asked for.
func TestNobodyEverReadsAMixture(t *testing.T) {
	m := newMount(t)
	r := m.reader()
	versions := make([]Content, 8)
	known := map[string]bool{}
	for i := range versions {
		versions[i] = Content{}
		for k := range 6 {
			versions[i][fmt.Sprint("key", k)] = bytes.Repeat([]byte{byte(i)}, 5000+k)
		}
		known[versions[i].Hash()] = true
	}
	var over atomic.Bool
	written := make(chan struct{})
	go func() {
		defer close(written)
		for i := range 400 {
			// The pointer is ahead of the content in every other state.
			pointed, held := versions[i/2%len(versions)], versions[i/2%len(versions)]
			if i%2 == 0 {
				held = versions[(i/2+7)%len(versions)]
			}
			m.write(in(map[string]string{"pointer": "a:" + pointed.Hash()}, "a", "/", held))
		}
		over.Store(true)
	}()
	reads := 0
	for !over.Load() {
		r.Step()
		folder, err := filepath.EvalSymlinks(filepath.Join(m.to, "web"))
		if err != nil {
			continue
		}
		content, err := readCopy(folder)
		if err != nil || !known[content.Hash()] || filepath.Base(folder) != content.Hash() {
			t.Fatalf("%s: %v, %d keys", folder, err, len(content))
		}
		reads++
	}
	<-written
	r.Step()
	last := versions[199%len(versions)]
	m.shows(last)
	m.says(r, last.Hash(), true, "")
	if reads < 20 {
		t.Errorf("%d reads", reads)
	}
}
