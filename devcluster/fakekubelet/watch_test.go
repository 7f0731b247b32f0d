package main

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/apimachinery/pkg/watch"
)

// script is an API server that plays one watch after the other and notes what it was asked for.
type script struct {
	asked   []string
	watches [][]watch.Event
	errs    []error
	done    context.CancelFunc
}

func (s *script) source(seen, gone *[]string) source {
	return source{
		name: "script", stats: &watchStats{},
		list: func(context.Context, metav1.ListOptions) ([]metav1.Object, metav1.ListInterface, error) {
			s.asked = append(s.asked, "list")
			return []metav1.Object{pod("a", "1")}, &metav1.ListMeta{ResourceVersion: fmt.Sprint(10 * len(s.asked))}, nil
		},
		watch: func(_ context.Context, opts metav1.ListOptions) (watch.Interface, error) {
			s.asked = append(s.asked, "watch "+opts.ResourceVersion)
			if len(s.watches) == 0 {
				s.done()
				return nil, errors.New("the script is over")
			}
			events, err := s.watches[0], s.errs[0]
			s.watches, s.errs = s.watches[1:], s.errs[1:]
			if err != nil {
				return nil, err
			}
			w := watch.NewFakeWithChanSize(len(events), false)
			for _, e := range events {
				w.Action(e.Type, e.Object)
			}
			w.Stop()
			return w, nil
		},
		seen:   func(o metav1.Object) { *seen = append(*seen, o.GetName()+"@"+o.GetResourceVersion()) },
		gone:   func(o metav1.Object) { *gone = append(*gone, o.GetName()) },
		listed: func(uids map[types.UID]bool) { *seen = append(*seen, fmt.Sprintf("listed %d", len(uids))) },
	}
}

func pod(name, version string) *corev1.Pod {
	return &corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: name, UID: types.UID(name), ResourceVersion: version}}
}

func TestFollowGoesOnWhereAClosedWatchEnded(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	expired := apierrors.NewResourceExpired("too old")
	var seen, gone []string
	s := &script{
		done: cancel,
		watches: [][]watch.Event{
			{{Type: watch.Modified, Object: pod("b", "21")}, {Type: watch.Deleted, Object: pod("a", "22")}},
			nil,
			{{Type: watch.Bookmark, Object: pod("", "30")}},
			{{Type: watch.Error, Object: &expired.ErrStatus}},
			{{Type: watch.Added, Object: pod("c", "71")}},
		},
		errs: []error{nil, errors.New("connection refused"), nil, nil, nil},
	}
	follow(ctx, s.source(&seen, &gone))
	want := "list, watch 10, watch 22, watch 22, watch 30, list, watch 60, watch 71"
	if got := strings.Join(s.asked, ", "); got != want {
		t.Errorf("asked for\n %s\nwant\n %s", got, want)
	}
	if got := strings.Join(seen, ", "); got != "a@1, listed 1, b@21, a@1, listed 1, c@71" {
		t.Errorf("saw %s", got)
	}
	if len(gone) != 1 {
		t.Errorf("gone: %v", gone)
	}
}

func TestAddressesAreUniqueAndComeBack(t *testing.T) {
	a := newAddresses(netip.MustParsePrefix("198.18.0.0/29"), 2) // .3 to .6
	a.keep("198.18.0.4")
	if got := a.take() + " " + a.take() + " " + a.take() + " " + a.take(); got != "198.18.0.3 198.18.0.5 198.18.0.6 " {
		t.Fatalf("took %q", got)
	}
	a.free("198.18.0.5")
	if got := a.take(); got != "198.18.0.5" {
		t.Fatalf("took %q", got)
	}
}

func TestFlags(t *testing.T) {
	o, err := parse(strings.Fields("--kubeconfig k --nodes 3 --node-cpu 8 --node-memory 16Gi --start-delay 2s"))
	if err != nil || o.nodes != 3 || o.settings.StartDelay != 2*time.Second || !o.immediate {
		t.Fatalf("%+v, %v", o, err)
	}
	for _, bad := range []string{"", "--kubeconfig k --nodes 0", "--kubeconfig k --node-cpu x", "--kubeconfig k --metrics-port 1", "--kubeconfig k y"} {
		if _, err := parse(strings.Fields(bad)); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}
