// Package business is an HTTP server for examples and tests of the switch. Everything is set by environment, so that an image
// can bring it along (image build --env) and a pod can add to it:
//
//	BIZ_VERSION       what GET / answers; default v0
//	BIZ_ADDRESS       where it listens when no socket is handed over; default :8080
//	BIZ_SHM           a file in shared memory that counts requests and holds a pattern which must survive; default none
//	BIZ_SHM_BYTES     its size; default 1048576
//	BIZ_BEHAVIOUR     words of package-level constants, separated by commas; word=time where a time is meant
//	BIZ_BEATS         a file in which it notes, over and over, that it serves; see Beats
//
// GET / counts, GET /state tells what there is to know as JSON, POST /crash ends it with code 7.
package business

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// What it does on demand. Exit codes tell them apart.
const (
	// CrashAtStart ends with code 3 as soon as it is started.
	CrashAtStart = "crash-at-start"
	// CrashWaiting=TIME ends with code 4, so long after its start, when it may not serve yet.
	CrashWaiting = "crash-waiting"
	// CrashOnServe ends with code 5 when it may serve, before it does.
	CrashOnServe = "crash-on-serve"
	// CrashAfter=TIME ends with code 6, so long after it began to serve.
	CrashAfter = "crash-after"
	// SlowStart=TIME loads for so long.
	SlowStart = "slow-start"
	// IgnoreTerm serves on after SIGTERM.
	IgnoreTerm = "ignore-term"
	// HangOnTerm serves no more after SIGTERM, and does not end.
	HangOnTerm = "hang-on-term"
	// SlowStop=TIME tidies up for so long after it served its last request.
	SlowStop = "slow-stop"
	// SayDone tells the launcher before it tidies up.
	SayDone = "say-done"
	// ReusePort opens its own socket with SO_REUSEPORT while it waits.
	ReusePort = "reuse-port"
)

const (
	codeStart = 3 + iota
	codeWaiting
	codeServe
	codeAfter
	codeAsked
)

type settings struct {
	version, address, shm, beats string
	shmBytes                     int
	behaviour                    map[string]time.Duration
	// What the launcher hands over.
	goFD, tellFD, sockets int
	listenPID             int
	environment           map[string]string
}

func read(environ []string) (settings, error) {
	env := map[string]string{}
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		env[name] = value
	}
	s := settings{
		version: or(env["BIZ_VERSION"], "v0"), address: or(env["BIZ_ADDRESS"], ":8080"), shm: env["BIZ_SHM"], beats: env["BIZ_BEATS"],
		behaviour: map[string]time.Duration{}, environment: env,
	}
	numbers := []struct {
		name, fallback string
		into           *int
	}{
		{"BIZ_SHM_BYTES", "1048576", &s.shmBytes},
		{"AB_GO_FD", "-1", &s.goFD},
		{"AB_TELL_FD", "-1", &s.tellFD},
		{"LISTEN_FDS", "0", &s.sockets},
		{"LISTEN_PID", "0", &s.listenPID},
	}
	for _, n := range numbers {
		var err error
		if *n.into, err = strconv.Atoi(or(env[n.name], n.fallback)); err != nil {
			return s, fmt.Errorf("%s=%q: allowed are numbers", n.name, env[n.name])
		}
	}
	if least := headerBytes; s.shmBytes < least {
		return s, fmt.Errorf("BIZ_SHM_BYTES=%d: allowed are %d and more", s.shmBytes, least)
	}
	return s, s.readBehaviour(env["BIZ_BEHAVIOUR"])
}

func (s *settings) readBehaviour(list string) error {
	words := []string{CrashAtStart, CrashOnServe, IgnoreTerm, HangOnTerm, SayDone, ReusePort}
	timed := []string{CrashWaiting, CrashAfter, SlowStart, SlowStop}
	for item := range strings.SplitSeq(list, ",") {
		word, value, hasTime := strings.Cut(strings.TrimSpace(item), "=")
		length, err := time.ParseDuration(value)
		switch {
		case word == "" && !hasTime:
		case slices.Contains(words, word) && !hasTime:
			s.behaviour[word] = 0
		case slices.Contains(timed, word) && err == nil:
			s.behaviour[word] = length
		default:
			return fmt.Errorf("BIZ_BEHAVIOUR: %q: allowed are %s, and with =TIME %s", item, strings.Join(words, ", "), strings.Join(timed, ", "))
		}
	}
	return nil
}

// does reports whether a behaviour is asked for, and its time.
func (s *settings) does(word string) (time.Duration, bool) {
	length, asked := s.behaviour[word]
	return length, asked
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
