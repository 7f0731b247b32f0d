// Command gapmeter connects to a service over and over, and tells as JSON when there was no answer; see package internal/gap.
package main

import (
	"os"

	"tkex.dev/ab-switch/internal/gap"
)

func main() { os.Exit(gap.Main(os.Args[1:], os.Stdout, os.Stderr)) }
