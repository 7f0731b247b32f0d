package launch

import (
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"syscall"
	"unsafe"
)

// Become turns this process into the business, at once or when the launcher lets it go. It is made by the launcher ahead of
// time: then only the exec is left to do, and the business finds its own number in LISTEN_PID, which nobody knows before.
// It comes back only if it fails, with the exit code.
//
// Arguments: after-go or at-once, the descriptor to wait at, the path for last words, the program, its arguments.
func Become(args []string) int {
	const fixed = 5
	if len(args) < fixed {
		fmt.Fprintf(os.Stderr, "ab-switch %s: for the launcher itself only\n", StartCommand)
		return 2
	}
	goFD, err := strconv.Atoi(args[1])
	if err != nil {
		fmt.Fprintf(os.Stderr, "ab-switch %s: descriptor %q: %v\n", StartCommand, args[1], err)
		return 2
	}
	if !bindToLauncher(goFD) {
		return ExitFailed
	}
	if args[0] == "after-go" {
		// Meant for the business, which is not there yet. Handlers, unlike what is ignored, do not outlive the exec.
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGALRM, syscall.SIGPIPE)
		if !awaitGo(goFD) {
			return ExitFailed
		}
	}
	if os.Getenv("LISTEN_FDS") != "" {
		_ = os.Setenv("LISTEN_PID", strconv.Itoa(os.Getpid()))
	}
	program, argv := args[3], args[4:]
	err = syscall.Exec(program, argv, os.Environ())
	text := fmt.Sprintf("command %q cannot be started: %v", argv[0], err)
	fmt.Fprintf(os.Stderr, "ab-switch: %s\n", text)
	LeaveMessage(args[2], text)
	return ExitNotStartable
}

// bindToLauncher makes the kernel kill the business when the launcher dies; it is false when that has happened already. The launcher
// has asked for it, but it is the thread's that makes the exec, which need not be the first one.
func bindToLauncher(goFD int) bool {
	runtime.LockOSThread()
	_, _, errno := syscall.RawSyscall(syscall.SYS_PRCTL, syscall.PR_SET_PDEATHSIG, uintptr(syscall.SIGKILL), 0)
	_, gone, err := poll(goFD, &syscall.Timespec{})
	return errno == 0 && err == nil && !gone
}

// awaitGo is false when the launcher is gone. It leaves the word itself to be read by the business.
func awaitGo(goFD int) bool {
	for {
		readable, gone, err := poll(goFD, nil)
		if err != syscall.EINTR {
			return err == nil && readable && !gone
		}
	}
}

// poll waits as long as is said, or for ever.
func poll(fd int, limit *syscall.Timespec) (readable, gone bool, err error) {
	const in, hangUp = 0x1, 0x10
	asked := struct {
		fd              int32
		events, revents int16
	}{fd: int32(fd), events: in}
	_, _, errno := syscall.Syscall6(syscall.SYS_PPOLL, uintptr(unsafe.Pointer(&asked)), 1, uintptr(unsafe.Pointer(limit)), 0, 0, 0)
	if errno != 0 {
		return false, false, errno
	}
	return asked.revents&in != 0, asked.revents&hangUp != 0, nil
}
