package cli

import (
	"errors"
	"fmt"
	"io"
	"time"

	"tkex.dev/ab-switch/internal/launch"
	"tkex.dev/ab-switch/internal/options"
	"tkex.dev/ab-switch/internal/shared"
	"tkex.dev/ab-switch/internal/sockets"
)

const runAbout = `Takes the lock of the directory, says there which version serves, and starts COMMAND, whose exit code it passes on. As long
as another slot holds the lock it waits. SIGTERM while it waits ends it at once; while it serves, COMMAND gets the signal, and the
lock is free when COMMAND and all that it started are gone. All other signals go to COMMAND.

In an image without COMMAND that has a /pause it only waits for SIGTERM, so that one pod spec fits the business and the pause
image.

COMMAND finds in its environment:
  AB_GO_FD     a descriptor; a line can be read from it as soon as COMMAND may serve
  AB_TELL_FD   a descriptor for the lines "ready" (see --await-ready) and "done" (serves no more, the lock may go)
  LISTEN_FDS, LISTEN_PID  with --listen: sockets from descriptor 3 on, as systemd hands them over`

// startEarly is the other value of --start.
const startEarly = "early"

type runFlags struct {
	config     launch.Config
	dir, start string
	pausePath  string
}

func (f *runFlags) options() *options.Set {
	set := &options.Set{Usage: "ab-switch run [FLAGS] -- COMMAND [ARGS]", About: runAbout}
	c := &f.config
	set.Text(&f.dir, "dir", "AB_DIR", defaultDir, "paths of a directory", "what the slots of the pod share, an emptyDir", nil)
	set.Text(&c.Version, "version", "AB_VERSION", "", shared.VersionAllowed, "the version of COMMAND; required", shared.CheckVersion)
	set.Text(&c.Slot, "name", "AB_SLOT", "", shared.SlotAllowed,
		"the name of the slot; when it is left out, the name of the container where that can be found, else \"slot\"", shared.CheckSlot)
	set.Choice(&f.start, "start", "AB_START",
		"when COMMAND is started: when it may serve, or at once; then it loads and waits for its line at AB_GO_FD", "after-lock", startEarly)
	set.Bool(&c.AwaitReady, "await-ready", "AB_AWAIT_READY",
		"with --start early: wait for the lock only after COMMAND wrote the line \"ready\" to AB_TELL_FD")
	set.List(&c.Addresses, "listen", "AB_LISTEN", sockets.AddressAllowed,
		"a TCP address whose listening socket passes from slot to slot, so that no connection is refused; several times for several", sockets.Check)
	set.Duration(&c.StopTimeout, "stop-timeout", "AB_STOP_TIMEOUT", 5*time.Second, 0, time.Hour,
		"from SIGTERM to SIGKILL for COMMAND; less than the pod's terminationGracePeriodSeconds")
	set.Duration(&c.OrphanTimeout, "orphan-timeout", "AB_ORPHAN_TIMEOUT", 2*time.Second, 0, time.Minute,
		"longest wait, with the lock, for processes of a slot that was killed")
	set.Text(&f.pausePath, "pause-file", "AB_PAUSE_FILE", "/pause", "paths", "what makes an image without COMMAND a pause image", nil)
	set.Text(&c.MessagePath, "message-file", "AB_MESSAGE_FILE", "/dev/termination-log", "paths", "the container's terminationMessagePath", nil)
	return set
}

func run(args []string, out, errOut io.Writer) (int, error) {
	f := runFlags{config: launch.Config{Log: errOut}}
	code, err := f.run(args, out)
	if err != nil && !errors.Is(err, options.ErrHelp) && f.config.MessagePath != "" {
		launch.LeaveMessage(f.config.MessagePath, "ab-switch: "+err.Error())
	}
	return code, err
}

func (f *runFlags) run(args []string, out io.Writer) (int, error) {
	command, err := f.options().Parse(args, out)
	if err != nil {
		return 0, err
	}
	c := &f.config
	if len(command) == 0 {
		return 0, options.Mistake("no COMMAND is given; expected: run [FLAGS] -- COMMAND [ARGS]")
	}
	c.Dir, c.Early = shared.Dir(f.dir), f.start == startEarly
	if c.AwaitReady && !c.Early {
		return 0, options.Mistake("--await-ready is given with --start %q: allowed is %s", f.start, startEarly)
	}
	if c.Slot == "" {
		c.Slot = firstOf(launch.ContainerName(c.MessagePath), "slot")
	}
	var notStartable *launch.NotStartable
	c.Program, err = launch.Find(command, f.pausePath)
	switch {
	case errors.Is(err, launch.ErrPause):
		fmt.Fprintf(c.Log, "ab-switch: slot %s has no business: %q is not in this image, %s is\n", c.Slot, command[0], f.pausePath)
		_ = c.Dir.RemoveWaiting(c.Slot)
		launch.Pause(c.Log)
		return 0, nil
	case errors.As(err, &notStartable):
		launch.LeaveMessage(c.MessagePath, "ab-switch: "+err.Error())
		fmt.Fprintf(c.Log, "ab-switch: %v\n", err)
		return notStartable.Code, nil
	}
	if c.Version == "" {
		return 0, options.Mistake("the version is missing: set --version, or AB_VERSION by fieldRef from the pod's annotation; allowed are %s",
			shared.VersionAllowed)
	}
	if err := c.Dir.Check(); err != nil {
		return 0, fmt.Errorf("--dir %q (AB_DIR): %w", c.Dir, err)
	}
	return launch.Run(*c), nil
}

func firstOf(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
