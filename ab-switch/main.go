// Command ab-switch lets exactly one of a pod's containers serve, and the next one within milliseconds.
package main

import (
	"os"

	"tkex.dev/ab-switch/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args, os.Stdout, os.Stderr)) }
