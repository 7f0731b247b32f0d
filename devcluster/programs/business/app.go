package main

import (
	"fmt"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

type app struct {
	options  options
	started  time.Time
	stopping atomic.Bool
}

func newApp(o options) *app { return &app{options: o, started: time.Now()} }

func (a *app) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "ok") })
	mux.HandleFunc("GET /version", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, a.options.version) })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if reason := a.notReady(); reason != "" {
			http.Error(w, reason, http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /env", func(w http.ResponseWriter, _ *http.Request) {
		for _, kv := range os.Environ() {
			fmt.Fprintln(w, kv)
		}
	})
	return mux
}

func (a *app) notReady() string {
	switch {
	case a.options.neverReady:
		return "never ready"
	case a.stopping.Load():
		return "stopping"
	case time.Since(a.started) < a.options.startDelay:
		return "starting"
	}
	return ""
}
