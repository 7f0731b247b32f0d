// Command business is what a slot runs in examples and tests: a small HTTP server that counts in shared memory, knows all of
// the launcher's ways, and fails on demand. Its environment says how; see package internal/business.
package main

import (
	"os"

	"tkex.dev/ab-switch/internal/business"
)

func main() { os.Exit(business.Main(os.Environ(), os.Stderr)) }
