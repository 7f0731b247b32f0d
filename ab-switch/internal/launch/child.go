package launch

import (
	"os"
	"strconv"
	"strings"
	"syscall"
)

// StartCommand is the launcher's own command that becomes the business, see Become.
const StartCommand = "start-business"

// Variables of the business process beside the LISTEN_ ones, which are systemd's.
const (
	goVariable   = "AB_GO_FD"
	tellVariable = "AB_TELL_FD"
	slotVariable = "AB_SLOT"
	dirVariable  = "AB_DIR"
)

// child is a business process from its start on. It is made while it may not serve yet: what takes time is then done.
type child struct {
	// goEnd is closed by our death, too, but only what is read from it means go.
	goEnd int
}

// startChild must be called by the thread that lives as long as the process: the kernel ends the child with the thread.
func (l *launcher) startChild() error {
	goRead, goWrite, err := pipe()
	if err != nil {
		return err
	}
	tellRead, tellWrite, err := pipe()
	if err != nil {
		return err
	}
	files := []uintptr{0, 1, 2}
	files = append(files, l.sockets.Descriptors()...)
	goFD := len(files)
	// It also keeps the file of who serves true for as long as it lives, should we be killed.
	files = append(files, uintptr(goRead), uintptr(tellWrite), l.servingClaim.Descriptor())
	when := "after-go"
	if l.Early {
		when = "at-once"
	}
	argv := append([]string{"ab-switch", StartCommand, when, strconv.Itoa(goFD), l.MessagePath, l.Program.Path}, l.Program.Args...)
	err = l.family.start(func() (int, error) {
		return syscall.ForkExec("/proc/self/exe", argv, &syscall.ProcAttr{
			Env:   l.environment(len(l.Addresses), goFD),
			Files: files,
			Sys:   &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL},
		})
	})
	_ = syscall.Close(goRead)
	_ = syscall.Close(tellWrite)
	if err != nil {
		return err
	}
	l.child = &child{goEnd: goWrite}
	go l.listenTo(tellRead)
	return nil
}

func (l *launcher) environment(sockets, goFD int) []string {
	var env []string
	for _, kv := range os.Environ() {
		switch name, _, _ := strings.Cut(kv, "="); name {
		case "LISTEN_FDS", "LISTEN_PID", "LISTEN_FDNAMES", goVariable, tellVariable, slotVariable, dirVariable:
		default:
			env = append(env, kv)
		}
	}
	if sockets > 0 {
		env = append(env, "LISTEN_FDS="+strconv.Itoa(sockets))
	}
	return append(env, goVariable+"="+strconv.Itoa(goFD), tellVariable+"="+strconv.Itoa(goFD+1),
		slotVariable+"="+l.Slot, dirVariable+"="+string(l.Dir))
}

// letGo tells it that it may serve.
func (c *child) letGo() {
	_, _ = syscall.Write(c.goEnd, []byte("go\n"))
}

// What a business may say, one word a line.
const (
	saysReady = "ready"
	saysDone  = "done"
)

// listenTo takes the words of the business; closing the descriptor means nothing.
func (l *launcher) listenTo(fd int) {
	buffer := make([]byte, 256)
	var line string
	for {
		n, err := syscall.Read(fd, buffer)
		if err == syscall.EINTR {
			continue
		}
		if n <= 0 || err != nil {
			_ = syscall.Close(fd)
			return
		}
		line += string(buffer[:n])
		for {
			word, rest, whole := strings.Cut(line, "\n")
			if !whole {
				break
			}
			l.told <- strings.TrimSpace(word)
			line = rest
		}
		const longest = 4096
		if len(line) > longest {
			line = ""
		}
	}
}

func pipe() (read, write int, err error) {
	var ends [2]int
	err = syscall.Pipe2(ends[:], syscall.O_CLOEXEC)
	return ends[0], ends[1], err
}
