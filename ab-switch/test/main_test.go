// Package test runs real launchers and business processes. The test's own program plays them, as the name it is called by tells.
package test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"tkex.dev/ab-switch/internal/business"
	"tkex.dev/ab-switch/internal/cli"
)

// storm makes a launcher collect garbage all the time.
const storm = "AB_TEST_GC_STORM"

// programs is where the links lie.
var programs string

func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "ab-switch", "pause":
		if os.Getenv(storm) != "" {
			go func() {
				for {
					runtime.GC()
				}
			}()
		}
		os.Exit(cli.Main(os.Args, os.Stdout, os.Stderr))
	case "business":
		os.Exit(business.Main(os.Environ(), os.Stderr))
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	self, err := os.Executable()
	if err == nil {
		programs, err = os.MkdirTemp("", "ab")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(programs)
	for _, name := range []string{"ab-switch", "business", "pause"} {
		if err := os.Symlink(self, filepath.Join(programs, name)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return m.Run()
}

func program(name string) string { return filepath.Join(programs, name) }
