package sockets

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"syscall"
	"time"

	"tkex.dev/ab-switch/internal/shared"
)

// The talk of two launchers, which may be of different versions: one asks for an address in one line, the other answers with
// one byte, and with the descriptor beside it when it has one.
const (
	question = "ab-switch socket "
	have     = 'y'
	haveNot  = 'n'
	// A launcher that is stopped accepts connections all the same, so nobody waits longer than that for an answer.
	patience = 300 * time.Millisecond
)

// Serve hands copies to the launchers of the other slots from now on. It fails when the socket file cannot be made.
func (s *Set) Serve(dir shared.Dir, slot string) error {
	path := dir.SocketPath(slot)
	// A socket file outlives its container. The new one takes its place in one step.
	temp := path + ".new"
	if err := os.Remove(temp); err != nil && !os.IsNotExist(err) {
		return err
	}
	listener, err := net.ListenUnix("unix", &net.UnixAddr{Name: temp, Net: "unix"})
	if err != nil {
		return fmt.Errorf("%w (a path of at most 107 bytes in a writable directory is needed)", err)
	}
	listener.SetUnlinkOnClose(false)
	// The other slot's container may run as another user; who may see the directory may have the socket.
	if err := os.Chmod(temp, 0o666); err != nil {
		return err
	}
	if err := os.Rename(temp, path); err != nil {
		return err
	}
	go func() {
		for {
			conn, err := listener.AcceptUnix()
			if err != nil {
				return
			}
			go s.answer(conn)
		}
	}()
	return nil
}

func (s *Set) answer(conn *net.UnixConn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	line, err := bufio.NewReader(io.LimitReader(conn, 1024)).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, question) {
		return
	}
	address := strings.TrimSpace(strings.TrimPrefix(line, question))
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, ours := range s.addresses {
		if ours == address && s.fds[i] >= 0 {
			_, _, _ = conn.WriteMsgUnix([]byte{have}, syscall.UnixRights(s.fds[i]), nil)
			return
		}
	}
	_, _ = conn.Write([]byte{haveNot})
}

// Ask takes copies of what is missing from the launchers of the other slots and reports whether the set is complete.
func (s *Set) Ask(dir shared.Dir, slot string) bool {
	for _, i := range s.missing() {
		for _, peer := range dir.PeerSockets(slot) {
			if fd, err := ask(peer, s.addresses[i]); err == nil {
				s.put(i, fd)
				break
			}
		}
	}
	return s.Complete()
}

func ask(peer, address string) (int, error) {
	conn, err := net.DialTimeout("unix", peer, patience)
	if err != nil {
		return -1, err
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	if _, err := io.WriteString(conn, question+address+"\n"); err != nil {
		return -1, err
	}
	answer, rights := make([]byte, 1), make([]byte, syscall.CmsgSpace(4))
	_, n, _, _, err := conn.(*net.UnixConn).ReadMsgUnix(answer, rights)
	if err != nil {
		return -1, err
	}
	if answer[0] != have {
		return -1, fmt.Errorf("%s does not have %s", peer, address)
	}
	return received(rights[:n])
}

// received is the one descriptor of the message, if that is a socket that listens. Go's net package has asked for it to be
// closed in children.
func received(rights []byte) (int, error) {
	messages, err := syscall.ParseSocketControlMessage(rights)
	if err != nil || len(messages) != 1 {
		return -1, errNoSocket
	}
	fds, err := syscall.ParseUnixRights(&messages[0])
	if err != nil || len(fds) != 1 {
		return -1, errNoSocket
	}
	if listens, err := syscall.GetsockoptInt(fds[0], syscall.SOL_SOCKET, syscall.SO_ACCEPTCONN); err != nil || listens != 1 {
		_ = syscall.Close(fds[0])
		return -1, errNoSocket
	}
	return fds[0], nil
}

var errNoSocket = errors.New("the answer holds no socket that listens")
