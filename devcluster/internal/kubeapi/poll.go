package kubeapi

import (
	"context"
	"fmt"
	"time"
)

// Poll calls check until it succeeds; when the context ends first, the error says what was waited for and the last reason.
func Poll(ctx context.Context, what string, check func(context.Context) error) error {
	var last error
	for pause := 20 * time.Millisecond; ; pause = min(pause*3/2, 250*time.Millisecond) {
		err := check(ctx)
		if err == nil {
			return nil
		}
		// What the end of the context itself broke off tells nothing.
		if ctx.Err() == nil || last == nil {
			last = err
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("%s not ready: %w (last answer: %v)", what, context.Cause(ctx), last)
		case <-time.After(pause):
		}
	}
}
