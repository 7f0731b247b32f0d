package cli

import (
	"fmt"
	"os"
	"syscall"
	"text/tabwriter"
	"time"

	"tkex.dev/devcluster/internal/build"
	"tkex.dev/devcluster/internal/state"
)

func runBuild(e *env, args []string) error {
	fs := e.flags("; the first time takes about 9 minutes")
	variant := fs.String("variant", string(build.Stock), "build of kube-apiserver: `"+variantNames()+"`")
	realNode := fs.String("real-node", "auto", "include the programs of a real node: `auto, yes or no`")
	if err := e.parse(fs, args); err != nil {
		return err
	}
	v, err := parseVariant(*variant)
	if err != nil {
		return usageError{err}
	}
	real, err := parseRealNode(*realNode)
	if err != nil {
		return usageError{err}
	}
	paths, err := e.manager.Builder.Ensure(build.Set{Variant: v, RealNode: real, FakeNodes: true, Tools: true})
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "%d programs are ready in %s\n", len(paths), e.manager.Builder.Cache)
	return nil
}

func runUp(e *env, args []string) error {
	fs := e.flags("; does nothing when it is up with the same options")
	var u upFlags
	u.register(fs)
	if err := e.parse(fs, args); err != nil {
		return err
	}
	o, err := u.check()
	if err != nil {
		return usageError{err}
	}
	return e.manager.Up(u.name, o, u.wait)
}

func runDown(e *env, args []string) error {
	fs := e.flags(" with its data")
	var name string
	nameFlag(fs, &name)
	all := fs.Bool("all", false, "every cluster of this checkout, whoever started it")
	keep := fs.Bool("keep-data", false, "stop only; the next up goes on with the same data")
	if err := e.parse(fs, args); err != nil {
		return err
	}
	if err := state.CheckName(name); err != nil {
		return usageError{err}
	}
	names := []string{name}
	if *all {
		var err error
		if names, err = e.manager.Store.Names(); err != nil {
			return err
		}
	}
	for _, n := range names {
		if err := e.manager.Down(n, *keep); err != nil {
			return fmt.Errorf("cluster %q: %w", n, err)
		}
	}
	return nil
}

func runStatus(e *env, args []string) error {
	fs := e.flags("")
	if err := e.parse(fs, args); err != nil {
		return err
	}
	names, err := e.manager.Store.Names()
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(e.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "CLUSTER\tCOMPONENT\tSTATE\tPID\tLOG")
	for _, n := range names {
		c, err := e.manager.Store.Load(n)
		if err != nil {
			return err
		}
		if c == nil || len(c.Components) == 0 {
			fmt.Fprintf(table, "%s\t-\tstopped\t-\t-\n", n)
			continue
		}
		for _, comp := range c.Components {
			state := "running"
			if !comp.Alive() {
				state = "dead"
			}
			fmt.Fprintf(table, "%s\t%s\t%s\t%d\t%s\n", n, comp.Name, state, comp.PID, comp.Log)
		}
	}
	return table.Flush()
}

func runKubeconfig(e *env, args []string) error {
	fs := e.flags("")
	var name string
	nameFlag(fs, &name)
	if err := e.parse(fs, args); err != nil {
		return err
	}
	c, err := e.manager.Existing(name)
	if err != nil {
		return err
	}
	fmt.Fprintln(e.out, c.Kubeconfig())
	return nil
}

func runKubectl(e *env, args []string) error {
	fs := e.flags(" with its kubeconfig")
	var name string
	nameFlag(fs, &name)
	if err := e.parseSome(fs, args); err != nil {
		return err
	}
	c, err := e.manager.Existing(name)
	if err != nil {
		return err
	}
	argv := append([]string{"kubectl", "--kubeconfig", c.Kubeconfig()}, fs.Args()...)
	return syscall.Exec(c.Bin("kubectl"), argv, os.Environ())
}

func runRestart(e *env, args []string) error {
	fs := e.flags("")
	var name string
	nameFlag(fs, &name)
	component := fs.String("component", "", "`name` of the component, such as kube-apiserver (required)")
	kill := fs.Bool("kill", false, "end it by SIGKILL")
	wait := fs.Duration("wait", 2*time.Minute, "longest `time` to wait for readiness")
	if err := e.parse(fs, args); err != nil {
		return err
	}
	if *component == "" {
		return usageError{fmt.Errorf("restart: --component is required; devcluster status lists them")}
	}
	return e.manager.Restart(name, *component, *kill, *wait)
}
