// Package cli is the command line of ab-switch.
package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"tkex.dev/ab-switch/internal/launch"
	"tkex.dev/ab-switch/internal/options"
)

// Version is set by the build.
var Version = "dev"

const (
	exitFailed = 1
	exitUsage  = 2
)

const defaultDir = "/ab"

type command struct {
	name, summary string
	run           func(args []string, out, errOut io.Writer) (code int, err error)
}

func commands() []command {
	return []command{
		{"install", "copy the launcher into a directory, for an init container", install},
		{"run", "start a business when its slot may serve", run},
		{"pause", "do nothing until SIGTERM, for a slot without a business", pause},
		{"probe", "is the wanted version the one that serves? for a readiness probe", runProbe},
		{"sidecar", "stay until SIGTERM; answer the probe by HTTP", sidecar},
		{"status", "what serves and what waits", status},
		{"slots", "show a service the slot of its configuration that counts", runSlots},
		{"version", "print the version", version},
	}
}

// Main returns the exit code.
func Main(args []string, out, errOut io.Writer) int {
	// The same program is /pause of an image; what it is called with belongs to the business it stands for.
	if filepath.Base(args[0]) == "pause" {
		launch.Pause(errOut)
		return 0
	}
	if len(args) > 1 && args[1] == launch.StartCommand {
		return launch.Become(args[2:])
	}
	code, err := dispatch(args[1:], out, errOut)
	var usage options.UsageError
	switch {
	case err == nil:
		return code
	case errors.Is(err, options.ErrHelp):
		return 0
	case errors.As(err, &usage):
		code = exitUsage
	default:
		code = exitFailed
	}
	fmt.Fprintf(errOut, "ab-switch: %v\n", err)
	return code
}

func dispatch(args []string, out, errOut io.Writer) (int, error) {
	if len(args) == 0 {
		printUsage(errOut)
		return exitUsage, nil
	}
	switch args[0] {
	case "-h", "--help", "help":
		printUsage(out)
		return 0, nil
	case "--version":
		return version(nil, out, errOut)
	}
	for _, c := range commands() {
		if c.name == args[0] {
			code, err := c.run(args[1:], out, errOut)
			var usage options.UsageError
			if errors.As(err, &usage) {
				err = options.Mistake("%s: %w; see ab-switch %s --help", c.name, err, c.name)
			}
			return code, err
		}
	}
	return 0, options.Mistake("unknown command %q; see ab-switch --help", args[0])
}

func printUsage(out io.Writer) {
	fmt.Fprint(out, "ab-switch lets exactly one of a pod's containers serve, and the next one within milliseconds.\n\n"+
		"Usage: ab-switch COMMAND [FLAGS]\n\n")
	for _, c := range commands() {
		fmt.Fprintf(out, "  %-8s %s\n", c.name, c.summary)
	}
	fmt.Fprint(out, "\nab-switch COMMAND --help shows its flags.\n")
}

// noArguments refuses what is left over.
func noArguments(rest []string) error {
	if len(rest) > 0 {
		return options.Mistake("unexpected argument %q", rest[0])
	}
	return nil
}

func version(args []string, out, _ io.Writer) (int, error) {
	set := options.Set{Usage: "ab-switch version", About: "Prints the version."}
	rest, err := set.Parse(args, out)
	if err != nil {
		return 0, err
	}
	if err := noArguments(rest); err != nil {
		return 0, err
	}
	fmt.Fprintln(out, Version)
	return 0, nil
}

func pause(args []string, out, errOut io.Writer) (int, error) {
	set := options.Set{Usage: "ab-switch pause [ANYTHING]", About: "Does nothing until SIGTERM. A pause image has it as /pause."}
	if _, err := set.Parse(args, out); err != nil {
		return 0, err
	}
	launch.Pause(errOut)
	return 0, nil
}

// install puts the program there in one step: a launcher that runs from the old file goes on.
func install(args []string, out, _ io.Writer) (int, error) {
	set := options.Set{Usage: "ab-switch install [DIR]", About: "Copies this program to DIR/ab-switch; DIR is " + defaultDir +
		" when it is left out.\nFor an init container, where the launcher is not baked into the images."}
	rest, err := set.Parse(args, out)
	if err != nil {
		return 0, err
	}
	dir := defaultDir
	if len(rest) > 0 {
		dir = rest[0]
		rest = rest[1:]
	}
	if err := noArguments(rest); err != nil {
		return 0, err
	}
	target := filepath.Join(dir, "ab-switch")
	if err := copyProgram(target); err != nil {
		return 0, fmt.Errorf("install: %w (%s must be a directory that user %d may write to)", err, dir, os.Getuid())
	}
	fmt.Fprintln(out, target)
	return 0, nil
}

func copyProgram(target string) error {
	program, err := os.Open("/proc/self/exe")
	if err != nil {
		return err
	}
	defer program.Close()
	temp, err := os.CreateTemp(filepath.Dir(target), ".ab-switch-")
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	if _, err := io.Copy(temp, program); err != nil {
		return err
	}
	if err := temp.Chmod(0o755); err != nil {
		return err
	}
	if err := temp.Close(); err != nil {
		return err
	}
	return os.Rename(temp.Name(), target)
}
