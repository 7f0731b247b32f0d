package realnode

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// tools maps the programs that do not come from Go modules to their Debian packages.
var tools = []struct{ program, pack string }{
	{"runc", "runc"}, {"ip", "iproute2"}, {"nft", "nftables"}, {"nsenter", "util-linux"},
}

func missing() (programs, packages []string) {
	for _, t := range tools {
		if _, err := exec.LookPath(t.program); err != nil {
			programs, packages = append(programs, t.program), append(packages, t.pack)
		}
	}
	return programs, packages
}

// Possible says why no real node can run here, or nil. Programs that can be installed do not count as missing.
func Possible() error {
	if os.Geteuid() != 0 {
		return errors.New("a real node needs root: containers, mounts and network namespaces")
	}
	if programs, packages := missing(); len(programs) > 0 {
		if _, err := exec.LookPath("apt-get"); err != nil {
			return fmt.Errorf("not on the PATH: %s; install the packages that bring them (on Debian: %s)",
				strings.Join(programs, ", "), strings.Join(packages, " "))
		}
		return nil
	}
	if err := command("nft", "list", "tables"); err != nil {
		return fmt.Errorf("the kernel has no nftables, which kube-proxy needs: %w", err)
	}
	return nil
}

// EnsureTools installs what is missing where apt-get can.
func EnsureTools(out io.Writer) error {
	programs, packages := missing()
	if len(programs) == 0 {
		return nil
	}
	fmt.Fprintf(out, "installing %s for the real node ...\n", strings.Join(packages, " "))
	install := append([]string{"install", "-y", "-q", "--no-install-recommends"}, packages...)
	err := command("apt-get", install...)
	if err != nil {
		// The package lists of a fresh machine are often empty or old.
		if err = command("apt-get", "update", "-q"); err == nil {
			err = command("apt-get", install...)
		}
	}
	if err != nil {
		return fmt.Errorf("%s missing; install the packages %s by hand, or use --real-node no: %w",
			strings.Join(programs, ", "), strings.Join(packages, " "), err)
	}
	return nil
}

func command(name string, args ...string) error {
	_, err := capture(name, args...)
	return err
}

func capture(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	out, err := cmd.CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return string(out), nil
}
