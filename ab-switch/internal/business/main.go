package business

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

type server struct {
	settings
	log       io.Writer
	memory    *memory
	inherited bool
	served    time.Time
	serving   atomic.Bool
	crash     chan int
	signals   chan os.Signal
}

// Main returns the exit code.
func Main(environ []string, log io.Writer) int {
	s := &server{log: log, crash: make(chan int, 4), signals: make(chan os.Signal, 4)}
	signal.Notify(s.signals, syscall.SIGTERM, syscall.SIGINT)
	signal.Ignore(syscall.SIGPIPE)
	var err error
	if s.settings, err = read(environ); err == nil {
		var code int
		if code, err = s.run(); err == nil {
			return code
		}
	}
	fmt.Fprintf(log, "business: %v\n", err)
	return 1
}

func (s *server) run() (int, error) {
	if _, crash := s.does(CrashAtStart); crash {
		return codeStart, nil
	}
	if after, crash := s.does(CrashWaiting); crash {
		time.AfterFunc(after, func() {
			if !s.serving.Load() {
				s.crash <- codeWaiting
			}
		})
	}
	var err error
	if s.memory, err = openMemory(s.shm, s.shmBytes); err != nil {
		return 0, err
	}
	if load, slow := s.does(SlowStart); slow {
		select {
		case code := <-s.crash:
			return code, nil
		case <-s.signals:
			return 0, nil
		case <-time.After(load):
		}
	}
	_, early := s.does(ReusePort)
	var listener lastCall
	if early {
		if listener.TCPListener, s.inherited, err = s.listener(); err != nil {
			return 0, err
		}
	}
	if code, over := s.await(); over {
		return code, nil
	}
	if !early {
		if listener.TCPListener, s.inherited, err = s.listener(); err != nil {
			return 0, err
		}
	}
	return s.serve(listener)
}

// await waits until the launcher lets it go, where there is one.
func (s *server) await() (code int, over bool) {
	if s.goFD < 0 {
		return 0, false
	}
	s.tell("ready")
	told := make(chan error, 1)
	go func() {
		// The end of the file without a line is the end of the launcher.
		_, err := os.NewFile(uintptr(s.goFD), "go").Read(make([]byte, 8))
		told <- err
	}()
	select {
	case err := <-told:
		return 1, err != nil
	case code := <-s.crash:
		return code, true
	case <-s.signals:
		return 0, true
	}
}

func (s *server) tell(word string) {
	if s.tellFD >= 0 {
		_, _ = syscall.Write(s.tellFD, []byte(word+"\n"))
	}
}

func (s *server) serve(listener lastCall) (int, error) {
	s.serving.Store(true)
	s.served = time.Now()
	if _, crash := s.does(CrashOnServe); crash {
		return codeServe, nil
	}
	if after, crash := s.does(CrashAfter); crash {
		time.AfterFunc(after, func() { s.crash <- codeAfter })
	}
	stopBeating, err := beating(s.beats)
	if err != nil {
		return 0, err
	}
	h := &http.Server{Handler: s.handler(), ReadTimeout: 5 * time.Second, WriteTimeout: 5 * time.Second}
	h.SetKeepAlivesEnabled(false)
	var connections sync.WaitGroup
	h.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			connections.Add(1)
		case http.StateClosed:
			connections.Done()
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- h.Serve(listener) }()
	fmt.Fprintf(s.log, "business: %s serves on %s, handed over: %t\n", s.version, listener.Addr(), s.inherited)
	if code, over := s.awaitEnd(ended); over {
		return code, nil
	}
	// Nobody is accepted any more before those who were are waited for. http.Server.Shutdown would close a connection whose request
	// is still being read.
	listener.stop()
	<-ended
	connections.Wait()
	stopBeating()
	s.stop()
	return 0, nil
}

// awaitEnd comes back when it is to stop in good order; over means at once.
func (s *server) awaitEnd(ended chan error) (code int, over bool) {
	for {
		select {
		case err := <-ended:
			fmt.Fprintf(s.log, "business: %v\n", err)
			return 1, true
		case code := <-s.crash:
			return code, true
		case <-s.signals:
			if _, ignore := s.does(IgnoreTerm); !ignore {
				return 0, false
			}
		}
	}
}

// stop is what is left to do when nobody is served any more.
func (s *server) stop() {
	if _, say := s.does(SayDone); say {
		s.tell("done")
	}
	if _, hang := s.does(HangOnTerm); hang {
		select {}
	}
	if tidy, slow := s.does(SlowStop); slow {
		time.Sleep(tidy)
	}
}

// State is what GET /state answers.
type State struct {
	Version string `json:"version"`
	// ABVersion is what the pod says that this version is.
	ABVersion string    `json:"abVersion"`
	Slot      string    `json:"slot"`
	PID       int       `json:"pid"`
	Requests  uint64    `json:"requests"`
	Starts    uint64    `json:"starts"`
	LostBytes int       `json:"lostBytes"`
	Inherited bool      `json:"inherited"`
	Served    time.Time `json:"served"`
}

func (s *server) handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) {
		s.memory.requests().Add(1)
		fmt.Fprintln(w, s.version)
	})
	mux.HandleFunc("GET /state", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(State{
			s.version, s.environment["AB_VERSION"], s.environment["AB_SLOT"], os.Getpid(), s.memory.requests().Load(),
			s.memory.starts().Load(), s.memory.lost(), s.inherited, s.served,
		})
	})
	mux.HandleFunc("POST /crash", func(http.ResponseWriter, *http.Request) { s.crash <- codeAsked })
	return mux
}
