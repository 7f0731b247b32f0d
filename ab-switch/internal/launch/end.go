package launch

import (
	"fmt"
	"os"
	"syscall"
	"time"
)

// forwarded are the signals that mean the business. What concerns a process itself, or the Go runtime, is not among them.
func forwarded() []os.Signal {
	signals := []os.Signal{
		syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGALRM,
		syscall.SIGWINCH, syscall.SIGIO, syscall.SIGPWR,
	}
	const firstRealTime, last = 34, 64
	for s := firstRealTime; s <= last; s++ {
		signals = append(signals, syscall.Signal(s))
	}
	return signals
}

func ends(s syscall.Signal) bool {
	return s == syscall.SIGTERM || s == syscall.SIGINT || s == syscall.SIGQUIT
}

// signalled reports whether that was all: a slot that only waits ends at once.
func (l *launcher) signalled(s syscall.Signal) bool {
	isBusiness := l.child != nil && (l.Early || l.phase >= serving)
	if isBusiness {
		l.family.signal(s)
	}
	if !ends(s) || l.stopping {
		return false
	}
	l.stopping = true
	if !isBusiness {
		l.logf("%s in slot %s ends by %s, it did not serve", l.Version, l.Slot, s)
		l.release()
		return true
	}
	limit := l.StopTimeout
	const notServing = time.Second
	if l.phase < serving {
		// It can have nothing to bring to an end, and the next change of this container waits for it.
		limit = min(limit, notServing)
		if l.phase == taking {
			l.lock.Release()
		}
	}
	l.kill = time.After(limit)
	return false
}

// heard is a word of the business.
func (l *launcher) heard(word string) error {
	switch {
	case l.stopping && word == saysReady:
	case word == saysReady && l.AwaitReady && l.phase == loading:
		return l.queue()
	case word == saysReady:
	case word == saysDone && l.phase == serving:
		l.leave()
	default:
		l.logf("the business said %.100q to %s: allowed are %s, and %s while it serves", word, tellVariable, saysReady, saysDone)
	}
	return nil
}

// leave gives up the lock on the word of the business that it serves no more, and brings it to its end.
func (l *launcher) leave() {
	l.logf("%s in slot %s says that it serves no more", l.Version, l.Slot)
	l.giveUp()
	l.phase = left
	if !l.stopping {
		l.stopping = true
		l.family.signal(syscall.SIGTERM)
		l.kill = time.After(l.StopTimeout)
	}
}

// businessEnded returns the exit code of the container.
func (l *launcher) businessEnded(status syscall.WaitStatus) int {
	when := "before it served"
	if !l.served.IsZero() {
		when = fmt.Sprintf("after it served for %s", time.Since(l.served).Round(time.Millisecond))
	}
	l.release()
	code, how := status.ExitStatus(), fmt.Sprintf("ended with code %d", status.ExitStatus())
	if status.Signaled() {
		code, how = 128+int(status.Signal()), fmt.Sprintf("was ended by signal %d (%s)", status.Signal(), status.Signal())
	}
	if l.killed {
		how += ", as it did not end in time by itself (--stop-timeout)"
	}
	if l.stopping && !l.killed && l.served.IsZero() {
		// It had nothing to bring to an end, however it took the signal.
		code = 0
	}
	text := fmt.Sprintf("%s in slot %s: %s %s %s", l.Version, l.Slot, l.Program.Args[0], how, when)
	l.logf("%s", text)
	if code != 0 {
		LeaveMessage(l.MessagePath, "ab-switch: "+text)
	}
	return code
}
