package main

import (
	"context"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func none(string) string { return "" }

func start(t *testing.T, args ...string) (url string, stop context.CancelFunc, ended chan error) {
	t.Helper()
	o, err := parse(append(args, "--port=0"), none)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	ended = make(chan error, 1)
	go func() { ended <- serve(ctx, l, o) }()
	return "http://" + l.Addr().String(), cancel, ended
}

func get(t *testing.T, url string) (int, string) {
	t.Helper()
	res, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return res.StatusCode, strings.TrimSpace(string(b))
}

func TestAnswersAndStopsInGoodOrder(t *testing.T) {
	t.Setenv("GREETING", "hello")
	url, stop, ended := start(t, "--version=v7")
	for path, want := range map[string]string{"/healthz": "ok", "/readyz": "ok", "/version": "v7"} {
		if code, body := get(t, url+path); code != 200 || body != want {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	if _, body := get(t, url+"/env"); !strings.Contains(body, "GREETING=hello") {
		t.Error("/env lacks a variable")
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

func TestNotReadyOnDemand(t *testing.T) {
	for _, flag := range []string{"--never-ready", "--start-delay=1h"} {
		url, _, _ := start(t, flag)
		if code, _ := get(t, url+"/readyz"); code != http.StatusServiceUnavailable {
			t.Errorf("%s: %d", flag, code)
		}
		if code, _ := get(t, url+"/healthz"); code != 200 {
			t.Errorf("%s: not alive", flag)
		}
	}
}

func TestCrashesOnDemand(t *testing.T) {
	_, _, ended := start(t, "--crash-after=1ms")
	if err := <-ended; err == nil {
		t.Error("ended without an error")
	}
}

func TestHoldsSharedMemoryUntilTheEnd(t *testing.T) {
	file := filepath.Join(t.TempDir(), "shm")
	url, stop, ended := start(t, "--hold-shm=100000", "--hold-memory=8192", "--shm-file="+file)
	get(t, url+"/healthz")
	if info, err := os.Stat(file); err != nil || info.Size() != 100000 {
		t.Error(info, err)
	}
	stop()
	<-ended
	if _, err := os.Stat(file); err == nil {
		t.Error("the file is still there")
	}
}

func TestFlags(t *testing.T) {
	for _, bad := range [][]string{{"--port=70000"}, {"--hold-memory=-1"}, {"rest"}} {
		if _, err := parse(bad, none); err == nil {
			t.Errorf("%v was taken", bad)
		}
	}
	o, err := parse(nil, func(k string) string { return map[string]string{"VERSION": "v3"}[k] })
	if err != nil || o.version != "v3" || o.port != 8080 || o.stopWithin != 10*time.Second {
		t.Errorf("%+v %v", o, err)
	}
}
