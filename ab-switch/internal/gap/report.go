package gap

import (
	"math"
	"slices"
	"time"
)

// Report is what a measurement tells. Times are in milliseconds, Unix times in seconds.
type Report struct {
	Address  string         `json:"address"`
	Started  float64        `json:"started"`
	Requests int            `json:"requests"`
	Answered int            `json:"answered"`
	Failed   int            `json:"failed"`
	Failures map[string]int `json:"failures"`
	Versions map[string]int `json:"versions"`
	// Latency is of what was answered.
	Latency Percentiles `json:"latencyMs"`
	// Switches are the gaps between two versions; Gaps are all.
	Switches Percentiles `json:"switchesMs"`
	GapTimes Percentiles `json:"gapsMs"`
	Gaps     []Gap       `json:"gaps"`
}

// Gap is the time between two answers in a row.
type Gap struct {
	At     float64 `json:"at"`
	Ms     float64 `json:"ms"`
	From   string  `json:"from"`
	To     string  `json:"to"`
	Failed int     `json:"failed"`
}

// Percentiles are by nearest rank; zero when there is none.
type Percentiles struct {
	Count int     `json:"count"`
	P50   float64 `json:"p50"`
	P90   float64 `json:"p90"`
	P99   float64 `json:"p99"`
	Max   float64 `json:"max"`
}

func (m *Meter) report(attempts []attempt) Report {
	slices.SortFunc(attempts, func(a, b attempt) int { return a.ended.Compare(b.ended) })
	r := Report{Address: m.Address, Requests: len(attempts), Failures: map[string]int{}, Versions: map[string]int{}, Gaps: []Gap{}}
	var latency, gaps, switches []float64
	var last *attempt
	failed := 0
	for i := range attempts {
		a := &attempts[i]
		if at := unix(a.started); r.Started == 0 || at < r.Started {
			r.Started = at
		}
		if a.failure != "" {
			r.Failed++
			r.Failures[a.failure]++
			failed++
			continue
		}
		r.Answered++
		r.Versions[a.version]++
		latency = append(latency, ms(a.ended.Sub(a.started)))
		if last != nil && (a.ended.Sub(last.ended) > m.GapOver || a.version != last.version) {
			g := Gap{unix(last.ended), ms(a.ended.Sub(last.ended)), last.version, a.version, failed}
			r.Gaps = append(r.Gaps, g)
			gaps = append(gaps, g.Ms)
			if g.From != g.To {
				switches = append(switches, g.Ms)
			}
		}
		last, failed = a, 0
	}
	r.Latency, r.GapTimes, r.Switches = percentiles(latency), percentiles(gaps), percentiles(switches)
	return r
}

func percentiles(values []float64) Percentiles {
	slices.Sort(values)
	n := len(values)
	if n == 0 {
		return Percentiles{}
	}
	rank := func(p float64) float64 { return values[max(0, int(math.Ceil(p*float64(n)))-1)] }
	return Percentiles{n, rank(0.5), rank(0.9), rank(0.99), values[n-1]}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func unix(t time.Time) float64 { return float64(t.UnixMicro()) / 1e6 }
