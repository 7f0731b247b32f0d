// Command business is a well-behaved business process for tests and demos: it tells its version and readiness by HTTP,
// ends in good order within a deadline, holds resources when asked to, and fails when asked to.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	if err := run(os.Args[1:], os.Getenv); err != nil {
		log.Fatal(err)
	}
}

func run(args []string, getenv func(string) string) error {
	o, err := parse(args, getenv)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", o.port))
	if err != nil {
		return err
	}
	return serve(ctx, listener, o)
}

// serve returns nil after a stop in good order, and an error when it was told to crash.
func serve(ctx context.Context, listener net.Listener, o options) error {
	held, err := hold(o)
	if err != nil {
		return err
	}
	defer held.release()
	a := newApp(o)
	server := &http.Server{Handler: a.handler(), ReadHeaderTimeout: 5 * time.Second}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	log.Printf("version %s listens on %s", o.version, listener.Addr())

	var crash <-chan time.Time
	if o.crashAfter > 0 {
		crash = time.After(o.crashAfter)
	}
	select {
	case err := <-failed:
		return err
	case <-crash:
		return fmt.Errorf("crashed after %s as told by --crash-after", o.crashAfter)
	case <-ctx.Done():
	}
	log.Printf("stopping within %s", o.stopWithin)
	// Not ready first, so that Services send no more, then what is under way is brought to its end.
	a.stopping.Store(true)
	end, cancel := context.WithTimeout(context.Background(), o.stopWithin)
	defer cancel()
	if err := server.Shutdown(end); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("requests were still under way after --stop-within %s: %w", o.stopWithin, err)
	}
	return nil
}
