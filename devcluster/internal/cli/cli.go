// Package cli is the command line of devcluster.
package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"

	"tkex.dev/devcluster/internal/build"
	"tkex.dev/devcluster/internal/cluster"
	"tkex.dev/devcluster/internal/state"
)

// RootVariable is set by the wrapper script to the devcluster folder of the checkout.
const RootVariable = "TKEX_DEVCLUSTER_ROOT"

const (
	exitFailed = 1
	exitUsage  = 2
)

type command struct {
	name, args, summary string
	run                 func(e *env, args []string) error
}

func commands() []command {
	return []command{
		{"build", "", "build what is missing in the cache", runBuild},
		{"up", "", "start a cluster and wait until it is ready", runUp},
		{"down", "", "stop a cluster and remove it", runDown},
		{"status", "", "show the clusters of this checkout and their processes", runStatus},
		{"kubeconfig", "", "print the path of the administrator's kubeconfig", runKubeconfig},
		{"kubectl", "-- ARGS...", "run the cluster's own kubectl", runKubectl},
		{"restart", "", "stop and start one component on the same ports", runRestart},
		{"image", "build|import", "make an image without a registry; load one into the real node", runImage},
	}
}

// env is what the commands work with.
type env struct {
	out, errOut io.Writer
	manager     cluster.Manager
	// cmd is the command that runs, help prints how it is used.
	cmd  command
	help func()
}

// usageError leads to exit code 2.
type usageError struct{ error }

// Main runs the command line and returns the exit code.
func Main(args []string, out, errOut io.Writer) int {
	err := dispatch(args, out, errOut)
	var usage usageError
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
		return 0
	case errors.As(err, &usage):
		fmt.Fprintf(errOut, "devcluster: %v\n", err)
		return exitUsage
	default:
		fmt.Fprintf(errOut, "devcluster: %v\n", err)
		return exitFailed
	}
}

func dispatch(args []string, out, errOut io.Writer) error {
	if len(args) == 0 || args[0] == "-h" || args[0] == "--help" || args[0] == "help" {
		printUsage(out)
		return nil
	}
	for _, c := range commands() {
		if c.name == args[0] {
			e, err := newEnv(out, errOut)
			if err != nil {
				return err
			}
			e.cmd = c
			return c.run(e, args[1:])
		}
	}
	return usageError{fmt.Errorf("unknown command %q; see devcluster --help", args[0])}
}

func printUsage(out io.Writer) {
	fmt.Fprint(out, "devcluster runs a real Kubernetes on this machine.\n\nUsage: devcluster COMMAND [FLAGS]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(out, "  %-11s %s\n", c.name, c.summary)
	}
	fmt.Fprint(out, "\ndevcluster COMMAND --help shows its flags.\n")
}

func newEnv(out, errOut io.Writer) (*env, error) {
	if runtime.GOOS != "linux" {
		return nil, fmt.Errorf("devcluster runs on Linux only, this is %s; point KUBECONFIG at an existing cluster instead", runtime.GOOS)
	}
	root := os.Getenv(RootVariable)
	if root == "" {
		return nil, fmt.Errorf("%s is not set: start devcluster by the script of that name in the devcluster folder", RootVariable)
	}
	cache := os.Getenv("TKEX_CACHE")
	if cache == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return nil, fmt.Errorf("neither TKEX_CACHE nor HOME is set: %w", err)
		}
		cache = filepath.Join(home, ".cache", "tkex")
	}
	cache, err := filepath.Abs(cache)
	if err != nil {
		return nil, err
	}
	return &env{
		out: out, errOut: errOut,
		manager: cluster.Manager{
			// Progress goes to stderr, so that stdout is only what a script asks for.
			Builder: build.Builder{Root: root, Cache: cache, Out: errOut},
			Store:   state.Store{Dir: filepath.Join(filepath.Dir(root), ".run", "devcluster")},
			Out:     out,
		},
	}, nil
}

// flags makes a flag set whose help shows flags with two dashes.
func (e *env) flags(detail string) *flag.FlagSet {
	fs := flag.NewFlagSet(e.cmd.name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.Usage = func() {} // the flag package calls it for every mistake too
	e.help = func() {
		fmt.Fprintf(e.out, "Usage: devcluster %s [FLAGS] %s\n\n%s%s.\n\n", e.cmd.name, e.cmd.args,
			strings.ToUpper(e.cmd.summary[:1]), e.cmd.summary[1:]+detail)
		fs.VisitAll(func(f *flag.Flag) {
			kind, text := flag.UnquoteUsage(f)
			if f.DefValue != "" && f.DefValue != "false" {
				text += " (default " + f.DefValue + ")"
			}
			fmt.Fprintf(e.out, "  --%s %s\n        %s\n", f.Name, kind, text)
		})
	}
	return fs
}

// parse refuses left-over arguments.
func (e *env) parse(fs *flag.FlagSet, args []string) error {
	if err := e.parseSome(fs, args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return usageError{fmt.Errorf("%s: unexpected argument %q", fs.Name(), fs.Arg(0))}
	}
	return nil
}

func (e *env) parseSome(fs *flag.FlagSet, args []string) error {
	err := fs.Parse(args)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, flag.ErrHelp):
		e.help()
		return err
	}
	if parts := badValue.FindStringSubmatch(err.Error()); parts != nil {
		_, text := flag.UnquoteUsage(fs.Lookup(parts[2]))
		err = fmt.Errorf("--%s %s: expected %s", parts[2], parts[1], text)
	}
	return usageError{fmt.Errorf("%s: %w; see devcluster %s --help", fs.Name(), err, fs.Name())}
}

// badValue is how the flag package says that a value is not of the flag's type.
var badValue = regexp.MustCompile(`^invalid value (".*") for flag -([a-z-]+): `)
