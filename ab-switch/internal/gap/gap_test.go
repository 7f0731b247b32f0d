package gap

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func TestGapsAreBetweenAnswersInARow(t *testing.T) {
	start := time.Unix(1000, 0)
	at := func(ms float64) time.Time { return start.Add(time.Duration(ms * float64(time.Millisecond))) }
	m := Meter{Address: "x", GapOver: 3 * time.Millisecond}
	r := m.report([]attempt{
		{at(0), at(1), "v1", ""},
		{at(1), at(2), "v1", ""},
		{at(2), at(3), "", "refused"},
		{at(3), at(4), "", "reset"},
		{at(4), at(12), "v2", ""}, // a switch of 10 ms
		{at(5), at(12.5), "v2", ""},
		{at(6), at(16.5), "v2", ""}, // a gap of 4 ms
		{at(7), at(17.5), "v3", ""}, // a switch of 1 ms
	})
	if r.Requests != 8 || r.Answered != 6 || r.Failed != 2 || r.Failures["refused"] != 1 || r.Failures["reset"] != 1 || r.Versions["v2"] != 3 {
		t.Errorf("%+v", r)
	}
	if want := (Percentiles{3, 4, 10, 10, 10}); r.GapTimes != want {
		t.Errorf("%+v", r.GapTimes)
	}
	if want := (Percentiles{2, 1, 10, 10, 10}); r.Switches != want {
		t.Errorf("%+v", r.Switches)
	}
	if g := r.Gaps[0]; g.From != "v1" || g.To != "v2" || g.Failed != 2 || g.Ms != 10 {
		t.Errorf("%+v", g)
	}
	if r.Started != 1000 || r.Latency.Max != 10.5 {
		t.Errorf("%+v", r)
	}
}

func TestPercentilesByNearestRank(t *testing.T) {
	var values []float64
	for i := 100; i >= 1; i-- {
		values = append(values, float64(i))
	}
	if got, want := percentiles(values), (Percentiles{100, 50, 90, 99, 100}); got != want {
		t.Errorf("%+v", got)
	}
	if got := percentiles(nil); got != (Percentiles{}) {
		t.Errorf("%+v", got)
	}
}

func TestMeasuresAServerThatIsAwayForAMoment(t *testing.T) {
	var answers atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answers.Add(1)
		fmt.Fprintln(w, "v1")
	}))
	address := server.Listener.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	report := make(chan Report, 1)
	go func() {
		m := Meter{Address: address, Every: time.Millisecond, Timeout: time.Second, GapOver: 40 * time.Millisecond}
		report <- m.Run(ctx)
	}()
	until := func(n int64) {
		for start := answers.Load(); answers.Load() < start+n; {
			time.Sleep(time.Millisecond)
		}
	}
	until(20)
	server.Close()
	const away = 60 * time.Millisecond
	time.Sleep(away)
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		answers.Add(1)
		fmt.Fprintln(w, "v2")
	}))
	server.Listener = listener
	server.Start()
	defer server.Close()
	until(20)
	stop()
	r := <-report
	if r.Switches.Count < 1 || r.Switches.Max < ms(away) || r.Failures["refused"] < 20 || r.Versions["v1"] < 20 || r.Versions["v2"] < 19 {
		t.Errorf("%+v", r)
	}
}

func TestCommand(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "v1") }))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "report.json")
	var out, errOut bytes.Buffer
	if code := Main([]string{"--duration=50ms", "-o", file, server.Listener.Addr().String()}, &out, &errOut); code != 0 {
		t.Fatal(errOut.String())
	}
	content, err := os.ReadFile(file)
	var r Report
	if err == nil {
		err = json.Unmarshal(content, &r)
	}
	if err != nil || r.Versions["v1"] == 0 || r.Failed != 0 {
		t.Errorf("%+v %v", r, err)
	}
	for _, bad := range [][]string{{}, {"--every=1ns", ":1"}, {"host:80"}} {
		errOut.Reset()
		if code := Main(bad, &out, &errOut); code != 1 || !strings.Contains(errOut.String(), "allowed") && !strings.Contains(errOut.String(), "expected") {
			t.Errorf("%v: %d %s", bad, code, errOut.String())
		}
	}
}
