// Package probe compares what shall serve with what serves.
package probe

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"time"

	"tkex.dev/ab-switch/internal/shared"
)

// Probe knows where to look.
type Probe struct {
	Dir shared.Dir
	// Wanted is the downwardAPI file of the version that shall serve.
	Wanted string
	// URL is asked too when it is not empty: only an answer of 2xx is good.
	URL string
	// Wait is how long to look again when it is not good.
	Wait time.Duration
}

// Ready looks until it is good or the time is over. The sentence names what is wanted and what serves.
func (p Probe) Ready(ctx context.Context) (sentence string, ready bool) {
	const pause = 5 * time.Millisecond
	deadline := time.Now().Add(p.Wait)
	for {
		sentence, ready = p.look(ctx, deadline)
		if ready || !time.Now().Before(deadline) {
			return sentence, ready
		}
		select {
		case <-ctx.Done():
			return sentence, false
		case <-time.After(pause):
		}
	}
}

func (p Probe) look(ctx context.Context, deadline time.Time) (string, bool) {
	wanted, err := p.ReadWanted()
	if err != nil {
		return "not ready: " + err.Error(), false
	}
	serving, err := p.Dir.Serving()
	if err != nil {
		return "not ready: " + err.Error(), false
	}
	switch {
	case serving.Version == "":
		return fmt.Sprintf("not ready: %s is wanted, nothing ever served", wanted), false
	case !serving.Held:
		return fmt.Sprintf("not ready: %s is wanted, nothing serves (%s in slot %s was the last)", wanted, serving.Version, serving.Slot), false
	case serving.Version != wanted:
		return fmt.Sprintf("not ready: %s is wanted, %s serves in slot %s", wanted, serving.Version, serving.Slot), false
	}
	if err := p.ask(ctx, deadline); err != nil {
		return fmt.Sprintf("not ready: %s is wanted and serves in slot %s, but %v", wanted, serving.Slot, err), false
	}
	return fmt.Sprintf("ready: %s is wanted and serves in slot %s", wanted, serving.Slot), true
}

// ReadWanted is the version that the pod's annotation asks for.
func (p Probe) ReadWanted() (string, error) {
	content, err := os.ReadFile(p.Wanted)
	if err != nil {
		return "", fmt.Errorf("no version is wanted: %w", err)
	}
	wanted := strings.TrimSpace(string(content))
	if err := shared.CheckVersion(wanted); err != nil {
		return "", fmt.Errorf("no version is wanted: %s holds %.100q, %w", p.Wanted, wanted, err)
	}
	return wanted, nil
}

// ask has a moment even when nothing is left of the time to wait.
func (p Probe) ask(ctx context.Context, deadline time.Time) error {
	if p.URL == "" {
		return nil
	}
	const moment = 500 * time.Millisecond
	ctx, cancel := context.WithDeadline(ctx, maxTime(deadline, time.Now().Add(moment)))
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.URL, nil)
	if err != nil {
		return err
	}
	request.Close = true
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	_ = answer.Body.Close()
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		return fmt.Errorf("%s answers %s", p.URL, answer.Status)
	}
	return nil
}

func maxTime(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
