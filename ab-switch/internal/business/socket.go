package business

import (
	"context"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"
)

// listener is the socket that was handed over, or one of our own.
func (s *settings) listener() (l *net.TCPListener, inherited bool, err error) {
	const first = 3
	if s.sockets > 0 && s.listenPID == os.Getpid() {
		f := os.NewFile(first, "handed over")
		defer f.Close()
		any, err := net.FileListener(f)
		if err != nil {
			return nil, true, err
		}
		return any.(*net.TCPListener), true, nil
	}
	var config net.ListenConfig
	if _, reuse := s.does(ReusePort); reuse {
		config.Control = func(_, _ string, c syscall.RawConn) error {
			const reusePort = 0xf
			var err error
			if controlErr := c.Control(func(fd uintptr) { err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, reusePort, 1) }); controlErr != nil {
				return controlErr
			}
			return err
		}
	}
	any, err := config.Listen(context.Background(), "tcp", s.address)
	if err != nil {
		return nil, false, err
	}
	return any.(*net.TCPListener), false, nil
}

// lastCall is a listener that can stop to accept without losing anybody who was accepted, and without closing the socket, which
// others may go on with.
type lastCall struct{ *net.TCPListener }

func (l lastCall) Accept() (net.Conn, error) {
	conn, err := l.TCPListener.Accept()
	if timeout, is := err.(net.Error); is && timeout.Timeout() {
		return nil, http.ErrServerClosed
	}
	return conn, err
}

func (l lastCall) stop() { _ = l.SetDeadline(time.Unix(1, 0)) }
