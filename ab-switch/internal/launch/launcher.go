package launch

import (
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	"tkex.dev/ab-switch/internal/shared"
	"tkex.dev/ab-switch/internal/sockets"
)

// phase is how far a launcher has come; it only goes on.
type phase int

const (
	// loading: an early business has not said yet that it is ready, and the lock is left to others.
	loading phase = iota
	// waiting for the lock.
	waiting
	// taking over: the lock is ours, the last holder's processes and port may still be there.
	taking
	// serving: the business was let go.
	serving
	// left: the business said that it serves no more, and the lock is given up.
	left
)

// launcher is one run of one slot. All of its state belongs to the goroutine of Run; the others send it what happens.
type launcher struct {
	Config
	started time.Time
	served  time.Time
	phase   phase

	lock         *shared.Lock
	servingClaim *shared.Claim
	waitingClaim *shared.Claim
	sockets      *sockets.Set
	family       *family
	// child is nil until the business process is made.
	child *child

	// stopping is set by the first signal that asks to end.
	stopping bool
	killed   bool
	kill     <-chan time.Time

	signals  chan os.Signal
	told     chan string
	lockHeld chan error
	copied   chan struct{}
	prepared chan error
}

// Run is the whole life of a container that has a business: it returns the exit code.
func Run(c Config) int {
	// The kernel ends the business with the thread that made it; the main thread lives as long as the process.
	runtime.LockOSThread()
	l := &launcher{
		Config: c, started: time.Now(), sockets: sockets.New(c.Addresses),
		signals: make(chan os.Signal, 16), told: make(chan string, 16), lockHeld: make(chan error, 1),
		copied: make(chan struct{}, 1), prepared: make(chan error, 1),
	}
	signal.Notify(l.signals, forwarded()...)
	l.family = newFamily()
	if err := l.begin(); err != nil {
		return l.fail(err)
	}
	for {
		code, over, err := l.next()
		if err != nil {
			return l.fail(err)
		}
		if over {
			return code
		}
	}
}

// next handles one thing that happens.
func (l *launcher) next() (code int, over bool, err error) {
	select {
	case status := <-l.family.ended:
		return l.businessEnded(status), true, nil
	case s := <-l.signals:
		return 0, l.signalled(s.(syscall.Signal)), nil
	case <-l.kill:
		l.killed = true
		l.family.signal(syscall.SIGKILL)
	case word := <-l.told:
		err = l.heard(word)
	case <-l.copied:
		err = l.haveSockets()
	case err = <-l.lockHeld:
		if err == nil {
			err = l.takeOver()
		}
	case err = <-l.prepared:
		if err == nil {
			err = l.startServing()
		}
	}
	return 0, false, err
}

// fail ends everything, for a reason that is not the business's.
func (l *launcher) fail(err error) int {
	l.logf("%v", err)
	LeaveMessage(l.MessagePath, "ab-switch: "+err.Error())
	l.release()
	return ExitFailed
}

// release gives up what others wait for, once nothing of the business is alive.
func (l *launcher) release() {
	holds := l.phase == taking || l.phase == serving
	if !holds {
		// Nobody waits for our processes, and a lock that comes now goes with us.
		l.family.killChildren()
		return
	}
	const limit = time.Second
	l.family.endOrphans(limit)
	l.giveUp()
}

// giveUp lets the next one serve. Sockets go first, so that a business that opens its port itself finds it free.
func (l *launcher) giveUp() {
	l.sockets.Close()
	l.servingClaim.End()
	l.lock.Release()
}
