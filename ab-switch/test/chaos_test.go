package test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"syscall"
	"testing"
	"time"

	"tkex.dev/ab-switch/internal/business"
)

// TestNeverTwoServe restarts two slots as a kubelet does, and ends, kills and freezes launchers and businesses at random moments.
// What each business notes of its own life tells whether two ever served at the same time; see business.Beats.
func TestNeverTwoServe(t *testing.T) {
	for seed, flags := range [][]string{{}, {"--start=early"}, {"--start=early", "--await-ready"}, {"--listen"}} {
		t.Run(fmt.Sprint(flags), func(t *testing.T) {
			t.Parallel()
			p := newPod(t)
			if len(flags) == 1 && flags[0] == "--listen" {
				flags = append(flags, p.address)
			}
			c := &chaos{pod: p, random: rand.New(rand.NewPCG(uint64(seed), 7)), beats: p.path("beats"), flags: flags}
			p.quiet = true
			const rounds = 80
			for range rounds {
				c.round()
			}
			c.settle()
			beats, err := business.Beats(c.beats)
			if err != nil || len(beats) < rounds/4 {
				t.Fatalf("%d businesses served: %v", len(beats), err)
			}
			if err := business.Overlap(beats); err != nil {
				t.Error(err)
			}
			t.Logf("%d businesses served, one after the other", len(beats))
		})
	}
}

type chaos struct {
	*pod
	random *rand.Rand
	beats  string
	flags  []string
	slots  [2]*container
	starts int
}

func (c *chaos) round() {
	c.restart()
	// Half of the faults meet somebody who serves, the others whatever is under way.
	if c.random.IntN(2) == 0 {
		c.await("somebody to serve", func() bool { c.restart(); return c.answer() != "" })
	} else {
		time.Sleep(time.Duration(c.random.IntN(30)) * time.Millisecond)
	}
	victim := c.slots[c.random.IntN(2)]
	switch c.random.IntN(6) {
	case 0:
		_ = victim.cmd.Process.Signal(syscall.SIGTERM)
	case 1, 2:
		_ = victim.cmd.Process.Signal(syscall.SIGKILL)
	case 3:
		for _, pid := range childrenOf(victim.cmd.Process.Pid) {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	case 4:
		_ = victim.cmd.Process.Signal(syscall.SIGSTOP)
		time.Sleep(time.Duration(c.random.IntN(20)) * time.Millisecond)
		_ = victim.cmd.Process.Signal([]syscall.Signal{syscall.SIGCONT, syscall.SIGKILL}[c.random.IntN(2)])
	case 5:
		for _, pid := range childrenOf(victim.cmd.Process.Pid) {
			_ = syscall.Kill(pid, syscall.SIGSTOP)
		}
		_ = victim.cmd.Process.Signal(syscall.SIGKILL)
	}
}

// settle is the end of all faults: somebody serves.
func (c *chaos) settle() {
	for _, slot := range c.slots {
		_ = slot.cmd.Process.Signal(syscall.SIGCONT)
	}
	c.await("somebody to serve", func() bool {
		c.restart()
		return c.answer() != ""
	})
	for _, slot := range c.slots {
		_ = slot.cmd.Process.Signal(syscall.SIGTERM)
		slot.exit()
	}
}

// restart is what a kubelet does with containers that have ended.
func (c *chaos) restart() {
	for i, name := range []string{"a", "b"} {
		if slot := c.slots[i]; slot != nil {
			select {
			case <-slot.ended:
			default:
				continue
			}
		}
		c.starts++
		c.slots[i] = c.pod.start(name, fmt.Sprint("v", c.starts), spec{flags: c.flags, env: []string{"BIZ_BEATS=" + c.beats}})
	}
}

// TestTheCheckerSeesTwo serves twice on purpose: without a launcher, nobody keeps two processes apart.
func TestTheCheckerSeesTwo(t *testing.T) {
	p := newPod(t)
	beats := p.path("beats")
	for _, version := range []string{"v1", "v2"} {
		c := p.container(version, program("business"))
		c.cmd.Env = append(c.cmd.Env, "BIZ_VERSION="+version, "BIZ_BEATS="+beats, "BIZ_ADDRESS="+freeAddress(t))
		c.start().says("serves on")
	}
	p.await("the checker to see it", func() bool {
		noted, err := business.Beats(beats)
		return err == nil && business.Overlap(noted) != nil
	})
	if err := os.Remove(beats); err != nil {
		t.Error(err)
	}
}
