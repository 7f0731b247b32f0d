package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/pprof"
	"runtime"
	"strconv"
	"time"
)

// serveHealth answers on loopback: /healthz, /stats (JSON, for measurements) and /debug/pprof.
func serveHealth(o options, n *nodes, a *agent) error {
	if o.healthPort == 0 {
		return nil
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		if !n.allReady() {
			http.Error(w, "not all nodes are Ready", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("/stats", func(w http.ResponseWriter, _ *http.Request) {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		a.mu.RLock()
		pods := len(a.pods)
		a.mu.RUnlock()
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]int64{
			"pods": int64(pods), "queued": int64(a.queue.Len()),
			"podEvents": a.watched.events.Load(), "podWatches": a.watched.watches.Load(), "podLists": a.watched.lists.Load(),
			"patches": a.patches.Load(), "deletes": a.deletes.Load(), "failedWrites": a.failures.Load(),
			"heapBytes": int64(m.HeapAlloc), "goroutines": int64(runtime.NumGoroutine()),
		})
	})
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	server := &http.Server{Addr: "127.0.0.1:" + strconv.Itoa(o.healthPort), Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	return server.ListenAndServe()
}
