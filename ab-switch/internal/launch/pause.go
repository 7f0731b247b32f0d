package launch

import (
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// Pause is the whole life of a container without a business: it does nothing until it is told to end, and never asks for
// the lock.
func Pause(log io.Writer) {
	newFamily()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT)
	fmt.Fprintln(log, "ab-switch: pauses until SIGTERM")
	<-signals
}
