package probe

import (
	"context"
	"fmt"
	"strings"
	"time"

	"tkex.dev/ab-switch/internal/shared"
)

// Status is what can be seen of a pod's switch from inside.
type Status struct {
	// Ready is what the probe says, with its sentence.
	Ready   bool   `json:"ready"`
	Message string `json:"message"`
	// Wanted is empty when no version is.
	Wanted  string        `json:"wanted"`
	Serving shared.Seen   `json:"serving"`
	Waiting []shared.Seen `json:"waiting"`
}

// Status looks once.
func (p Probe) Status() (Status, error) {
	p.Wait, p.URL = 0, ""
	var s Status
	var err error
	s.Message, s.Ready = p.look(context.Background(), time.Time{})
	s.Wanted, _ = p.ReadWanted()
	if s.Serving, err = p.Dir.Serving(); err != nil {
		return s, err
	}
	s.Waiting, err = p.Dir.Waiting()
	return s, err
}

// String is for people.
func (s Status) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.Message)
	row := func(what string, seen shared.Seen) {
		fmt.Fprintf(&b, "  %-8s %s in slot %s, since %s\n", what, seen.Version, seen.Slot, seen.Since.Format(time.RFC3339Nano))
	}
	switch {
	case s.Serving.Held:
		row("serves", s.Serving)
	case s.Serving.Version != "":
		row("served", s.Serving)
	}
	for _, w := range s.Waiting {
		row("waits", w)
	}
	return b.String()
}
