package gap

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

// Meter asks one address.
type Meter struct {
	Address                 string
	Every, Timeout, GapOver time.Duration
}

// attempt is one connection with one request.
type attempt struct {
	started, ended time.Time
	// version is what was answered, failure why nothing was.
	version, failure string
}

// Run asks until the context ends, waits for the answers that are still to come, and reports.
func (m *Meter) Run(ctx context.Context) Report {
	var mu sync.Mutex
	var attempts []attempt
	var pending sync.WaitGroup
	tick := time.NewTicker(m.Every)
	defer tick.Stop()
	for ctx.Err() == nil {
		pending.Go(func() {
			a := m.ask()
			mu.Lock()
			defer mu.Unlock()
			attempts = append(attempts, a)
		})
		select {
		case <-ctx.Done():
		case <-tick.C:
		}
	}
	pending.Wait()
	return m.report(attempts)
}

func (m *Meter) ask() attempt {
	a := attempt{started: time.Now()}
	var err error
	a.version, err = m.request()
	a.ended = time.Now()
	if err != nil {
		a.failure = failure(err)
	}
	return a
}

func (m *Meter) request() (string, error) {
	conn, err := net.DialTimeout("tcp", m.Address, m.Timeout)
	if err != nil {
		return "", err
	}
	defer conn.Close()
	// No connection is left over that would take a port away for a minute.
	_ = conn.(*net.TCPConn).SetLinger(0)
	_ = conn.SetDeadline(time.Now().Add(m.Timeout))
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: gapmeter\r\nConnection: close\r\n\r\n"); err != nil {
		return "", err
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = errors.New(answer.Status)
	}
	return strings.TrimSpace(string(body)), err
}

func failure(err error) string {
	switch {
	case errors.Is(err, syscall.ECONNREFUSED):
		return "refused"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return "reset"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "closed"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "timeout"
	case errors.Is(err, syscall.EHOSTUNREACH), errors.Is(err, syscall.ENETUNREACH):
		return "unreachable"
	}
	return err.Error()
}
