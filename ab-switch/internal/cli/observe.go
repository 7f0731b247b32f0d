package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"time"

	"tkex.dev/ab-switch/internal/options"
	"tkex.dev/ab-switch/internal/probe"
	"tkex.dev/ab-switch/internal/shared"
)

// probeFlags are those of all commands that look.
type probeFlags struct {
	probe probe.Probe
	dir   string
}

func (f *probeFlags) look(set *options.Set) {
	set.Text(&f.dir, "dir", "AB_DIR", defaultDir, "paths of a directory", "what the slots of the pod share", nil)
	set.Text(&f.probe.Wanted, "wanted", "AB_WANTED", "/ab-wanted/version", "paths of a file",
		"the version that shall serve, a downwardAPI file of the pod's annotation", nil)
}

func (f *probeFlags) ask(set *options.Set, wait time.Duration) {
	set.Duration(&f.probe.Wait, "wait", "AB_WAIT", wait, 0, time.Minute, "look again for so long before it says no")
	set.Text(&f.probe.URL, "url", "AB_URL", "", "http and https URLs", "ask this too; anything but 2xx is a no", checkURL)
}

func (f *probeFlags) parse(set *options.Set, args []string, out io.Writer) error {
	rest, err := set.Parse(args, out)
	if err != nil {
		return err
	}
	f.probe.Dir = shared.Dir(f.dir)
	return noArguments(rest)
}

func checkURL(text string) error {
	u, err := url.Parse(text)
	if err == nil && (u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		err = fmt.Errorf("no URL of http")
	}
	return err
}

func runProbe(args []string, out, _ io.Writer) (int, error) {
	var f probeFlags
	set := &options.Set{Usage: "ab-switch probe [FLAGS]", About: "Exit code 0 if the wanted version serves and is alive; one line says what is wanted and what serves."}
	f.look(set)
	f.ask(set, 0)
	if err := f.parse(set, args, out); err != nil {
		return 0, err
	}
	sentence, ready := f.probe.Ready(context.Background())
	fmt.Fprintln(out, sentence)
	if !ready {
		return exitFailed, nil
	}
	return 0, nil
}

func status(args []string, out, _ io.Writer) (int, error) {
	var f probeFlags
	asJSON := false
	set := &options.Set{Usage: "ab-switch status [FLAGS]", About: "Shows what is wanted, what serves and what waits."}
	f.look(set)
	set.Bool(&asJSON, "json", "", "for programs")
	if err := f.parse(set, args, out); err != nil {
		return 0, err
	}
	s, err := f.probe.Status()
	if err != nil {
		return 0, err
	}
	if asJSON {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		return 0, encoder.Encode(s)
	}
	fmt.Fprint(out, s)
	return 0, nil
}
