package cli

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

func call(t *testing.T, args ...string) (code int, out, errOut string) {
	t.Helper()
	t.Setenv(RootVariable, filepath.Join(t.TempDir(), "devcluster"))
	t.Setenv("TKEX_CACHE", t.TempDir())
	var o, e bytes.Buffer
	code = Main(args, &o, &e)
	return code, o.String(), e.String()
}

func TestErrorsNameFlagGivenAndAllowed(t *testing.T) {
	for _, c := range []struct{ args, want string }{
		{"up --nodes -1", "--nodes -1: allowed are 0 to 5000"},
		{"up --nodes many", `--nodes "many": expected number of fake nodes, 0 to 5000`},
		{"up --pod-start-delay 5", `--pod-start-delay "5": expected time a fake pod takes to start, such as 500ms`},
		{"up --pods-per-node 0", "--pods-per-node 0: allowed are 1"},
		{"up --node-cpu lots", `--node-cpu "lots"`},
		{"up --node-memory 1Xi", `--node-memory "1Xi"`},
		{"up --real-node maybe", `--real-node "maybe": allowed are auto, yes and no`},
		{"up --variant other", `--variant "other": allowed are stock or volume-patch`},
		{"up --apiserver-flag v", `--apiserver-flag "v": expected key=value`},
		{"up --apiserver-flag secure-port=1", "secure-port is chosen by devcluster"},
		{"up --feature-gates A", `--feature-gates "A"`},
		{"up --name ../x", `--name "../x": allowed are`},
		{"up --wait 0s", "--wait 0s"},
		{"up --pod-start-delay -1s", "--pod-start-delay -1s"},
		{"up extra", `unexpected argument "extra"`},
		{"down --name A", `--name "A"`},
		{"restart", "--component is required"},
		{"image", "expected build or import"},
		{"image push", "allowed are build and import"},
		{"image build --name x:1", "are required"},
		{"image build --name x --binary y -o z", `--name "x": expected name:tag`},
		{"image import", "expected one archive"},
		{"nonsense", `unknown command "nonsense"`},
	} {
		code, out, errOut := call(t, strings.Fields(c.args)...)
		if out != "" {
			t.Errorf("%s: %s", c.args, out)
		}
		if code != exitUsage || !strings.Contains(errOut, c.want) || strings.Count(errOut, "\n") != 1 {
			t.Errorf("%s: exit %d, %s", c.args, code, errOut)
		}
	}
}

func TestAMissingClusterIsNamed(t *testing.T) {
	for _, command := range []string{"kubeconfig", "kubectl"} {
		code, _, errOut := call(t, command, "--name", "nobody")
		if code != exitFailed || !strings.Contains(errOut, `there is no cluster "nobody"`) {
			t.Errorf("%s: exit %d, %s", command, code, errOut)
		}
	}
}

func TestDownOfNothingSucceeds(t *testing.T) {
	if code, out, _ := call(t, "down"); code != 0 || !strings.Contains(out, "nothing to stop") {
		t.Error(code, out)
	}
}

func TestEveryCommandHasHelp(t *testing.T) {
	for _, c := range commands() {
		args := []string{c.name, "--help"}
		if c.name == "image" {
			args = []string{"image", "build", "--help"}
		}
		if code, out, _ := call(t, args...); code != 0 || !strings.Contains(out, "Usage: devcluster "+c.name) {
			t.Errorf("%s: exit %d, %s", c.name, code, out)
		}
	}
}
