// Package gap measures from outside how long a service gives no answer.
package gap

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"tkex.dev/ab-switch/internal/options"
	"tkex.dev/ab-switch/internal/sockets"
)

const about = `Starts a connection to ADDRESS every --every, each with one GET / whose answer is a version, whether the earlier ones were
answered or not. At the end, or on SIGTERM or SIGINT, it prints a report as JSON: a gap is the time between two answers in a row
that are further apart than --gap-over, or of two versions.`

// Main returns the exit code.
func Main(args []string, out, errOut io.Writer) int {
	if err := run(args, out); err != nil && !errors.Is(err, options.ErrHelp) {
		fmt.Fprintf(errOut, "gapmeter: %v\n", err)
		return 1
	}
	return 0
}

func run(args []string, out io.Writer) error {
	var m Meter
	var duration time.Duration
	var into string
	set := &options.Set{Usage: "gapmeter [FLAGS] ADDRESS", About: about}
	set.Duration(&m.Every, "every", "", time.Millisecond, 100*time.Microsecond, time.Minute, "time between two connections")
	set.Duration(&m.Timeout, "timeout", "", 2*time.Second, time.Millisecond, time.Minute, "a request without an answer for so long has failed")
	set.Duration(&m.GapOver, "gap-over", "", 3*time.Millisecond, 0, time.Minute, "a time between two answers in a row that counts as a gap")
	set.Duration(&duration, "duration", "", time.Hour, time.Millisecond, 24*time.Hour, "when to end by itself")
	set.Text(&into, "o", "", "", "paths", "write the report there, all at once, instead of printing it", nil)
	rest, err := set.Parse(args, out)
	if err != nil {
		return err
	}
	if len(rest) != 1 {
		return options.Mistake("expected one ADDRESS, given %q", rest)
	}
	m.Address = rest[0]
	if err := sockets.Check(m.Address); err != nil {
		return options.Mistake("ADDRESS %q: %w", m.Address, err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, duration)
	defer cancel()
	return write(out, into, m.Run(ctx))
}

func write(out io.Writer, into string, r Report) error {
	text, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if into == "" {
		_, err = out.Write(text)
		return err
	}
	temp := into + ".new"
	if err := os.WriteFile(temp, text, 0o644); err != nil {
		return err
	}
	return os.Rename(temp, into)
}
