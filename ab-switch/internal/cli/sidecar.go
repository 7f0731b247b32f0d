package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/signal"
	"syscall"
	"time"

	"tkex.dev/ab-switch/internal/options"
	"tkex.dev/ab-switch/internal/probe"
	"tkex.dev/ab-switch/internal/sockets"
)

func sidecar(args []string, out, errOut io.Writer) (int, error) {
	var f probeFlags
	var address string
	set := &options.Set{Usage: "ab-switch sidecar [FLAGS]", About: `Stays until SIGTERM, in the container whose readiness tells whether the wanted version serves.
With --http it answers GET /ready as the probe does (200 or 503), which costs much less than an exec probe, and GET /status as
"status --json" does.`}
	f.look(set)
	f.ask(set, 500*time.Millisecond)
	set.Text(&address, "http", "AB_HTTP", "", sockets.AddressAllowed, "answer by HTTP there; when it is left out, the probe command tells all there is", sockets.Check)
	if err := f.parse(set, args, out); err != nil {
		return 0, err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if address == "" {
		fmt.Fprintln(errOut, "ab-switch: stays until SIGTERM")
		<-ctx.Done()
		return 0, nil
	}
	return 0, serveHTTP(ctx, address, probe.Handler(f.probe), errOut)
}

// serveHTTP answers until the context ends.
func serveHTTP(ctx context.Context, address string, handler http.Handler, log io.Writer) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("--http %q: %w", address, err)
	}
	const limit = 5 * time.Second
	server := &http.Server{Handler: handler, ReadHeaderTimeout: limit}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	fmt.Fprintf(log, "ab-switch: answers on %s\n", listener.Addr())
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	if err := server.Shutdown(end); err != nil && !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
