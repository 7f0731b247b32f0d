package cli

import (
	"context"
	"fmt"
	"io"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"tkex.dev/ab-switch/internal/options"
	"tkex.dev/ab-switch/internal/slots"
	"tkex.dev/ab-switch/internal/sockets"
)

const slotsAbout = `Follows projected volumes that hold two slots of configuration and a pointer, and keeps TO/NAME a link at a folder with the content that the
pointer means, all files at once. Content whose hash is not the pointer's is never shown; what was there stays. GET /cfg answers as JSON
which hash is verified, by NAME, GET /cfg/NAME for one.`

const volumeAllowed = "[NAME=]DIR with a name of a-z, 0-9, - and ., which is the folder's own when it is left out"

var volumePattern = regexp.MustCompile(`^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$`)

type slotsFlags struct {
	volumes     []string
	to, address string
	every, wait time.Duration
	once        bool
}

func (f *slotsFlags) options() *options.Set {
	set := &options.Set{Usage: "ab-switch slots --volume [NAME=]DIR [FLAGS]", About: slotsAbout}
	set.List(&f.volumes, "volume", "AB_SLOTS_VOLUME", volumeAllowed, "where a volume is mounted; several times for several; required", func(v string) error {
		name, dir := splitVolume(v)
		if !volumePattern.MatchString(name) || dir == "" {
			return fmt.Errorf("no volume")
		}
		return nil
	})
	set.Text(&f.to, "to", "AB_SLOTS_TO", "/config", "paths of a directory", "where services read, an emptyDir", nil)
	set.Text(&f.address, "http", "AB_SLOTS_HTTP", ":9090", sockets.AddressAllowed, "answer there", sockets.Check)
	set.Duration(&f.every, "every", "AB_SLOTS_EVERY", 100*time.Millisecond, 10*time.Millisecond, time.Minute, "look at the volumes so often")
	set.Bool(&f.once, "once", "", "end with code 0 as soon as all volumes are followed, for an init container; answers nothing by HTTP")
	set.Duration(&f.wait, "wait", "AB_SLOTS_WAIT", 30*time.Second, 0, time.Hour, "with --once: end with code 1 after so long")
	return set
}

// splitVolume gives a volume its folder's name when it has no other.
func splitVolume(v string) (name, dir string) {
	name, dir, named := strings.Cut(v, "=")
	if !named {
		return filepath.Base(v), v
	}
	return name, dir
}

func runSlots(args []string, out, errOut io.Writer) (int, error) {
	var f slotsFlags
	rest, err := f.options().Parse(args, out)
	if err != nil {
		return 0, err
	}
	if err := noArguments(rest); err != nil {
		return 0, err
	}
	if len(f.volumes) == 0 {
		return 0, options.Mistake("--volume is missing (AB_SLOTS_VOLUME): allowed are %s", volumeAllowed)
	}
	var readers []*slots.Reader
	names := map[string]bool{}
	for _, v := range f.volumes {
		name, dir := splitVolume(v)
		if names[name] {
			return 0, options.Mistake("--volume %q: there is another one of the name %s; allowed are different names", v, name)
		}
		names[name] = true
		readers = append(readers, slots.NewReader(name, slots.Volume(dir), slots.NewStore(f.to, name)))
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	if f.once {
		return followOnce(ctx, readers, f.every, f.wait, out), nil
	}
	return 0, f.follow(ctx, readers, errOut)
}

func (f *slotsFlags) follow(ctx context.Context, readers []*slots.Reader, log io.Writer) error {
	ctx, cancel := context.WithCancel(ctx)
	var running sync.WaitGroup
	for _, r := range readers {
		running.Go(func() { r.Run(ctx, f.every, func(name string, s slots.Status) { tellOfSlots(log, name, s) }) })
	}
	err := serveHTTP(ctx, f.address, slots.Handler(readers), log)
	cancel()
	running.Wait()
	return err
}

// followOnce waits until services read what every pointer asks for.
func followOnce(ctx context.Context, readers []*slots.Reader, every, wait time.Duration, out io.Writer) int {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	code := 0
	for _, r := range readers {
		for r.Step(); !r.Status().Current && ctx.Err() == nil; r.Step() {
			select {
			case <-ctx.Done():
			case <-time.After(every):
			}
		}
		s := r.Status()
		tellOfSlots(out, r.Name, s)
		if !s.Current {
			code = exitFailed
		}
	}
	return code
}

func tellOfSlots(out io.Writer, name string, s slots.Status) {
	shown := s.Hash
	if shown == "" {
		shown = "nothing"
	}
	if s.Current {
		fmt.Fprintf(out, "ab-switch: %s: %s is verified and shown\n", name, shown)
		return
	}
	fmt.Fprintf(out, "ab-switch: %s: %s is shown, as %s\n", name, shown, s.Problem)
}
