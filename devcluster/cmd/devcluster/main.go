// Command devcluster runs a real Kubernetes on one machine. See README.md beside go.mod.
package main

import (
	"os"

	"tkex.dev/devcluster/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:], os.Stdout, os.Stderr)) }
