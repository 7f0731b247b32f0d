package launch

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
)

// Program is the business process to start.
type Program struct {
	Path string
	// Args begin with the name under which it was asked for.
	Args []string
}

// ErrPause says that the image of this container has no business, and is a pause image.
var ErrPause = errors.New("pause image")

// NotStartable is the end of a container whose image cannot be what was meant.
type NotStartable struct {
	Code int
	Text string
}

func (e *NotStartable) Error() string { return e.Text }

// Find looks for the business in the image of this container. The command of a container cannot change while its pod lives,
// so the pause image is started by the same one.
func Find(command []string, pausePath string) (Program, error) {
	path, err := exec.LookPath(command[0])
	if err == nil || errors.Is(err, exec.ErrDot) {
		return Program{Path: path, Args: command}, nil
	}
	if !missing(command[0], err) {
		return Program{}, &NotStartable{ExitNotStartable, fmt.Sprintf("command %q cannot be started: %v", command[0], err)}
	}
	if info, err := os.Stat(pausePath); err == nil && !info.IsDir() {
		return Program{}, ErrPause
	}
	return Program{}, &NotStartable{ExitNotFound, fmt.Sprintf(
		"command %q is not in this image, nor is %s: neither a business nor a pause image", command[0], pausePath)}
}

func missing(name string, err error) bool {
	if !strings.Contains(name, "/") {
		return errors.Is(err, exec.ErrNotFound)
	}
	_, err = os.Stat(name)
	return errors.Is(err, fs.ErrNotExist)
}
