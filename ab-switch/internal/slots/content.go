// Package slots lets a service read its configuration as plain files that change all at once, from two ConfigMaps (the slots) and a
// pointer that says which of them counts. The three are sources of one projected volume; the kubelet swaps all of it in one step
// but does not take its parts from one moment, so a new pointer may lie beside the old content. Therefore the pointer carries the hash
// of the content it means, and nothing is believed that has another.
//
// The pointer is a file named pointer, with "<slot>:<hash>" in it, such as b:0a1b2c3d4e. The content of slot b is what lies in the folder
// slot-b or, where there is none, in the files whose names begin with "slot-b.", each without that beginning. (A projected volume puts keys
// into a folder only when each is listed as an item, and so could never show a new one.)
//
// The hash is the first 10 hex digits, in lower case, of the SHA-256 over, for each key in ascending order of its bytes:
//
//	length of the key in bytes, as 8 bytes, the highest first
//	the key
//	length of the value in bytes, as 8 bytes, the highest first
//	the value
//
// Values of data are their UTF-8 bytes, values of binaryData the decoded bytes; the two are not told apart. Of no keys at all it is
// e3b0c44298; of app.yaml = "level: 1\n" and key.bin = 00 ff it is 5d36865ca3.
package slots

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
)

// Content is the data of a ConfigMap, by key.
type Content map[string][]byte

// HashDigits is the length of a hash.
const HashDigits = 10

// Hash is as the package says.
func (c Content) Hash() string {
	sum := sha256.New()
	part := func(b []byte) {
		sum.Write(binary.BigEndian.AppendUint64(nil, uint64(len(b))))
		sum.Write(b)
	}
	for _, key := range slices.Sorted(maps.Keys(c)) {
		part([]byte(key))
		part(c[key])
	}
	return hex.EncodeToString(sum.Sum(nil))[:HashDigits]
}

// readFolder takes every file of a folder whose name begins with the prefix, without it.
func readFolder(folder fs.FS, path, prefix string) (Content, error) {
	entries, err := fs.ReadDir(folder, path)
	if err != nil {
		return nil, err
	}
	content := Content{}
	for _, e := range entries {
		key, is := strings.CutPrefix(e.Name(), prefix)
		if !is {
			continue
		}
		name := e.Name()
		if path != "." {
			name = path + "/" + name
		}
		if e.IsDir() {
			return nil, fmt.Errorf("%s is a folder, and a key of a ConfigMap is a file", name)
		}
		if content[key], err = fs.ReadFile(folder, name); err != nil {
			return nil, err
		}
	}
	return content, nil
}

// readCopy is the content of a folder that we wrote.
func readCopy(path string) (Content, error) { return readFolder(os.DirFS(path), ".", "") }
