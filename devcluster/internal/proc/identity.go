// Package proc starts the cluster's processes, recognises them later, and ends them.
//
// A pid alone is no identity: the kernel hands it out again. A process is ours only while pid, start time and boot agree
// with what was written down when it was started.
package proc

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Identity names one process for as long as the machine runs.
type Identity struct {
	PID int `json:"pid"`
	// StartTicks is field 22 of /proc/<pid>/stat: clock ticks between boot and the start of the process.
	StartTicks uint64 `json:"startTicks"`
	BootID     string `json:"bootID"`
}

// ErrGone says that no such process is there any more.
var ErrGone = errors.New("process is gone")

// BootID changes with each start of the machine, so that records of an earlier boot never match a live process.
func BootID() string {
	b, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(b))
}

// Identify reads the identity of a live process.
//
// The first thread of a killed program turns zombie while its others still hold the program's ports and files; only when it
// is the last one is the process gone. Restarts of an API server ran into "address already in use" before this was told apart.
func Identify(pid int) (Identity, error) {
	s, err := readStat(pid)
	if err != nil {
		return Identity{}, err
	}
	if (s.state == 'Z' || s.state == 'X') && s.threads <= 1 {
		return Identity{}, ErrGone
	}
	return Identity{PID: pid, StartTicks: s.startTicks, BootID: BootID()}, nil
}

// Alive tells whether exactly this process still runs or still holds anything.
func (id Identity) Alive() bool {
	if id.PID <= 0 {
		return false
	}
	now, err := Identify(id.PID)
	return err == nil && now == id
}

// statLine is what is needed of /proc/<pid>/stat.
type statLine struct {
	state      byte
	threads    int
	startTicks uint64
}

func readStat(pid int) (statLine, error) {
	b, err := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	if err != nil {
		return statLine{}, ErrGone
	}
	return parseStat(b)
}

// parseStat skips past the last ')' because the program's name in the second field may itself hold blanks and brackets.
func parseStat(b []byte) (statLine, error) {
	fields := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(fields) < 20 || len(fields[0]) != 1 {
		return statLine{}, fmt.Errorf("unexpected /proc stat line %q", b)
	}
	threads, err := strconv.Atoi(string(fields[17]))
	if err != nil {
		return statLine{}, err
	}
	ticks, err := strconv.ParseUint(string(fields[19]), 10, 64)
	return statLine{state: fields[0][0], threads: threads, startTicks: ticks}, err
}
