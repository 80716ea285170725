package external

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/exdrill/exdrill/harness/defence/confine"
)

// process is a child process.
type process struct {
	pipe
	nest  *nest // where it lives if it is not confined; otherwise nil
	cmd   *exec.Cmd
	in    *os.File // its standard input, our end
	out   *os.File // its standard output, our end
	words words
	kills atomic.Bool   // we ended it
	ended chan struct{} // closed when it is gone and its words are heard
}

// errands is how long what a process left running may hold its standard error
// open after its end.
const errands = 200 * time.Millisecond

// newProcess starts one.
func newProcess(p *Program) (link, error) {
	c := &process{ended: make(chan struct{})}
	start := c.unconfined
	if p.confined() {
		start = c.confined
	}
	if err := start(p); err != nil {
		return nil, err
	}
	return c, nil
}

// confined starts it in a jail.
func (c *process) confined(p *Program) error {
	jail := confine.Jail{Words: p.Process, Files: p.Files, Needs: p.Needs, Memory: p.Memory, CPU: p.CPU}
	if err := c.try(&exec.Cmd{}, jail.Start); err != nil {
		return fmt.Errorf("%s: %w", p.Process[0], err)
	}
	c.began(p)
	return nil
}

// unconfined starts it as any other program, in a folder of its own.
func (c *process) unconfined(p *Program) (err error) {
	if c.nest, err = newNest(p.Files); err != nil {
		return err
	}
	if err = c.inNest(p); err != nil {
		c.nest.remove()
	}
	return err
}

func (c *process) inNest(p *Program) error {
	words, err := c.nest.command(p.Process)
	if err != nil {
		return fmt.Errorf("%s: %w", p.Process[0], err)
	}
	// A file that was just written may still be open in a process that another
	// goroutine is about to start; it is executable when that has begun.
	for wait := time.Millisecond; ; wait *= 2 {
		cmd := exec.Command(words[0], words[1:]...)
		cmd.Dir, cmd.Env = c.nest.home, c.nest.environment()
		lead(cmd)
		err := c.try(cmd, (*exec.Cmd).Start)
		if err == nil {
			break
		}
		if !busy(err) || wait > time.Second {
			return fmt.Errorf("%s: %w", p.Process[0], reason(err))
		}
		time.Sleep(wait)
	}
	c.began(p)
	if err := bound(c.cmd.Process.Pid, p.Memory); err != nil {
		c.kill()
		<-c.ended
		return fmt.Errorf("its memory cannot be limited: %w", err)
	}
	return nil
}

// began is a process that runs.
func (c *process) began(p *Program) {
	c.limit = p.AnswerTime
	c.pipe.kill = c.kill
	go c.wait()
}

// try starts a command with pipes to and from it.
func (c *process) try(cmd *exec.Cmd, start func(*exec.Cmd) error) error {
	theirIn, in, err := os.Pipe()
	if err != nil {
		return err
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		return errors.Join(err, theirIn.Close(), in.Close())
	}
	c.cmd = cmd
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = theirIn, theirOut, &c.words, errands
	err = start(cmd)
	_, _ = theirIn.Close(), theirOut.Close() // the child has its own
	if err != nil {
		_, _ = in.Close(), out.Close()
		return err
	}
	c.in, c.out, c.to = in, out, in
	c.from = bufio.NewReaderSize(out, 64<<10)
	c.idle = func() []byte { return waiting(out) }
	return nil
}

// reason is an error without the path of a copy that nobody knows of.
func reason(err error) error {
	var e *exec.Error
	if errors.As(err, &e) {
		return e.Err
	}
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// wait waits for the end of the process and ends what is left of its group.
func (c *process) wait() {
	_ = c.cmd.Wait() // its state says how it ended
	end(c.cmd.Process)
	close(c.ended)
}

// ask hands a message over. Where there is no answer because the process
// ended, the error says how.
func (c *process) ask(message []byte) ([]byte, error) {
	answer, err := c.pipe.ask(message)
	gone := errors.Is(err, syscall.EPIPE) || errors.Is(err, os.ErrClosed)
	if err == nil || !gone && !errors.Is(err, errEnded) {
		return answer, err
	}
	select {
	case <-c.ended:
	case <-time.After(time.Second):
		return nil, errors.New("it closed its standard input or output")
	}
	if gone {
		err = errEnded
	}
	return nil, fmt.Errorf("%w: %s", err, c.cmd.ProcessState)
}

// bye hands the last message over and lets the process end by itself, for a
// while.
func (c *process) bye(message []byte) error {
	timer := time.AfterFunc(farewell, c.kill)
	defer timer.Stop()
	_, _ = c.in.Write(message) // who is gone need not be told
	_ = c.in.Close()
	<-c.ended
	if c.kills.Load() || c.cmd.ProcessState.Success() {
		return nil
	}
	return &badEnd{c.cmd.ProcessState.String()}
}

// kill ends the process with its group. Whoever else has an end of its pipes
// keeps nobody waiting.
func (c *process) kill() {
	select {
	case <-c.ended:
	default:
		c.kills.Store(true)
		end(c.cmd.Process)
	}
	_, _ = c.in.Close(), c.out.Close()
}

func (c *process) close() *words {
	c.kill()
	<-c.ended
	if c.nest != nil {
		c.nest.remove()
	}
	return &c.words
}
