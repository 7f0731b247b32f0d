package cli

import (
	"fmt"

	"tkex.dev/devcluster/internal/image"
)

func runImage(e *env, args []string) error {
	if len(args) == 0 {
		return usageError{fmt.Errorf("image: expected build or import; see devcluster image build --help")}
	}
	switch args[0] {
	case "build":
		e.cmd = command{name: "image build", summary: "write a docker archive of static programs"}
		return runImageBuild(e, args[1:])
	case "import":
		e.cmd = command{name: "image import", args: "ARCHIVE.tar", summary: "load a docker archive into the real node"}
		return runImageImport(e, args[1:])
	}
	return usageError{fmt.Errorf("image %q: allowed are build and import", args[0])}
}

func runImageBuild(e *env, args []string) error {
	fs := e.flags("; the first one is the entry point, each lies in / under its own name")
	name := fs.String("name", "", "`name:tag` of the image, such as local/business:v1 (required)")
	var binaries list
	fs.Var(&binaries, "binary", "`path` of a static program (required, may be given several times)")
	out := fs.String("o", "", "`path` of the archive (required)")
	user := fs.String("user", "65532", "numeric `user` the container runs as")
	var variables list
	fs.Var(&variables, "env", "`KEY=value` in the container's environment; may be given several times")
	if err := e.parse(fs, args); err != nil {
		return err
	}
	if *out == "" || len(binaries) == 0 {
		return usageError{fmt.Errorf("image build: --name, --binary and -o are required")}
	}
	if err := image.CheckName(*name); err != nil {
		return usageError{err}
	}
	return image.Write(*out, image.Image{Name: *name, Binaries: binaries, User: *user, Env: variables})
}

func runImageImport(e *env, args []string) error {
	fs := e.flags("")
	var name string
	nameFlag(fs, &name)
	if err := e.parseSome(fs, args); err != nil {
		return err
	}
	if fs.NArg() != 1 {
		return usageError{fmt.Errorf("image import: expected one archive, given %d arguments", fs.NArg())}
	}
	return e.manager.ImportImage(name, fs.Arg(0))
}
