package main

import (
	"flag"
	"fmt"
	"time"
)

type options struct {
	port       int
	version    string
	startDelay time.Duration
	crashAfter time.Duration
	stopWithin time.Duration
	neverReady bool
	memory     int64
	shm        int64
	shmFile    string
}

// parse reads flags; the version may also come from the environment, where a pod template shows it best.
func parse(args []string, getenv func(string) string) (options, error) {
	o := options{version: getenv("VERSION")}
	if o.version == "" {
		o.version = "v1"
	}
	fs := flag.NewFlagSet("business", flag.ContinueOnError)
	fs.IntVar(&o.port, "port", 8080, "TCP port of the HTTP server")
	fs.StringVar(&o.version, "version", o.version, "what /version answers (environment: VERSION)")
	fs.DurationVar(&o.startDelay, "start-delay", 0, "time until /readyz answers 200")
	fs.DurationVar(&o.crashAfter, "crash-after", 0, "end with exit code 1 after this time; 0 is never")
	fs.DurationVar(&o.stopWithin, "stop-within", 10*time.Second, "time for requests under way after SIGTERM")
	fs.BoolVar(&o.neverReady, "never-ready", false, "/readyz never answers 200")
	fs.Int64Var(&o.memory, "hold-memory", 0, "bytes of memory to hold")
	fs.Int64Var(&o.shm, "hold-shm", 0, "bytes of a file in shared memory to hold")
	fs.StringVar(&o.shmFile, "shm-file", "/dev/shm/business", "path of the file for --hold-shm")
	if err := fs.Parse(args); err != nil {
		return o, err
	}
	switch {
	case fs.NArg() > 0:
		return o, fmt.Errorf("unexpected argument %q", fs.Arg(0))
	case o.port < 0 || o.port > 65535:
		return o, fmt.Errorf("--port %d: allowed are 0 (any) to 65535", o.port)
	case o.memory < 0 || o.shm < 0:
		return o, fmt.Errorf("--hold-memory %d, --hold-shm %d: allowed are 0 and more", o.memory, o.shm)
	}
	return o, nil
}
