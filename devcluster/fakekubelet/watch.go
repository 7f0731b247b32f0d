package main

import (
	"context"
	"log"
	"math/rand/v2"
	"sync/atomic"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// source is something to list once and then watch for ever.
type source struct {
	name string
	// list returns one page.
	list  func(context.Context, metav1.ListOptions) ([]metav1.Object, metav1.ListInterface, error)
	watch func(context.Context, metav1.ListOptions) (watch.Interface, error)
	// seen gets every object of a list and of a watch, gone every deleted one. They must return at once: the API server
	// closes a watch whose reader does not keep up.
	seen, gone func(metav1.Object)
	// listed gets the UIDs of a whole list: whatever else is known is gone.
	listed func(map[types.UID]bool)
	stats  *watchStats
}

type watchStats struct{ lists, watches, events atomic.Int64 }

// follow reads a source until the context ends. A closed watch is taken up at once from the last resource version; only
// errors in a row wait, and only 410 Gone leads to a new list.
func follow(ctx context.Context, s source) {
	version, errs := "", 0
	for ctx.Err() == nil {
		var err error
		if version == "" {
			version, err = relist(ctx, s)
		} else {
			version, err = watchFrom(ctx, s, version)
		}
		switch {
		case err == nil:
			errs = 0
		case apierrors.IsGone(err) || apierrors.IsResourceExpired(err):
			log.Printf("watch of %s: %v; listing again", s.name, err)
			version = ""
		default:
			if errs++; errs == 1 || errs%20 == 0 {
				log.Printf("watch of %s: %v", s.name, err)
			}
			pause(ctx, min(50*time.Millisecond<<min(errs, 6), 2*time.Second))
		}
	}
}

func relist(ctx context.Context, s source) (string, error) {
	s.stats.lists.Add(1)
	uids := map[types.UID]bool{}
	opts := metav1.ListOptions{Limit: 500}
	for {
		page, meta, err := s.list(ctx, opts)
		if err != nil {
			return "", err
		}
		for _, o := range page {
			uids[o.GetUID()] = true
			s.seen(o)
		}
		if opts.Continue = meta.GetContinue(); opts.Continue == "" {
			s.listed(uids)
			return meta.GetResourceVersion(), nil
		}
	}
}

// watchFrom reads one watch to its end and returns the version to go on from, also with an error.
func watchFrom(ctx context.Context, s source, version string) (string, error) {
	s.stats.watches.Add(1)
	// The API server ends a watch after this time; spread, so that not all end at once.
	seconds := int64(1800 + rand.IntN(1800))
	w, err := s.watch(ctx, metav1.ListOptions{ResourceVersion: version, AllowWatchBookmarks: true, TimeoutSeconds: &seconds})
	if err != nil {
		return version, err
	}
	defer w.Stop()
	began := time.Now()
	read := 0
	for e := range w.ResultChan() {
		if e.Type == watch.Error {
			return version, apierrors.FromObject(e.Object)
		}
		o, ok := e.Object.(metav1.Object)
		if !ok {
			continue
		}
		read++
		s.stats.events.Add(1)
		version = o.GetResourceVersion()
		switch e.Type {
		case watch.Added, watch.Modified:
			s.seen(o)
		case watch.Deleted:
			s.gone(o)
		}
	}
	if read == 0 && time.Since(began) < time.Second {
		pause(ctx, 50*time.Millisecond) // a server that accepts and closes at once must not be hammered
	}
	return version, nil
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// objects turns a typed page into the interface that follow works on.
func objects[T any, P interface {
	*T
	runtime.Object
	metav1.Object
}](items []T) []metav1.Object {
	out := make([]metav1.Object, len(items))
	for i := range items {
		out[i] = P(&items[i])
	}
	return out
}
