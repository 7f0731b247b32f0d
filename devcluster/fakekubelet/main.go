// Command fakekubelet gives a cluster any number of nodes that run nothing: it creates the Node objects, keeps them alive and
// reports of their pods what a kubelet would, at once or as slowly and as broken as annotations ask for. It also provisions
// volumes that hold nothing and serves metrics.k8s.io.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	o, err := parse(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "fakekubelet:", err)
		os.Exit(2)
	}
	log.SetFlags(log.LstdFlags | log.Lmicroseconds | log.LUTC)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, o); err != nil && ctx.Err() == nil {
		log.Fatalf("fakekubelet: %v", err)
	}
}

func run(ctx context.Context, o options) error {
	c, err := connect(o)
	if err != nil {
		return err
	}
	nodes, err := newNodes(o, c.background)
	if err != nil {
		return err
	}
	pods := newAgent(o, c.writers, nodes)
	nodes.resync = pods.resyncNode

	failed := make(chan error, 2)
	serve := func(f func() error) {
		go func() {
			if err := f(); err != nil && !errors.Is(err, http.ErrServerClosed) {
				failed <- err
			}
		}()
	}
	serve(func() error { return serveHealth(o, nodes, pods) })
	if o.metricsPort > 0 {
		serve(func() error { return serveMetrics(o, nodes, pods) })
	}
	go func() {
		if err := nodes.register(ctx); err != nil {
			failed <- err
			return
		}
		nodes.keepAlive(ctx)
		follow(ctx, nodes.source(c.reader.nodes))
	}()
	pods.start(ctx)
	go follow(ctx, pods.source(c.reader.pods))
	if o.provision {
		go newProvisioner(o, c.background).run(ctx)
	}
	log.Printf("serving %d nodes %s0..%d", o.nodes, o.prefix, o.nodes-1)
	select {
	case <-ctx.Done():
		return nil
	case err := <-failed:
		return err
	}
}
