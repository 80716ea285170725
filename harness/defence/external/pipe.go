package external

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"sync/atomic"
	"time"
)

// pipe carries lines to a program and lines back.
type pipe struct {
	to     io.Writer
	from   *bufio.Reader
	idle   func() []byte // what came although nobody asked; nil for nothing
	limit  time.Duration
	kill   func()
	late   atomic.Bool
	answer []byte
}

// errEnded is a program whose output ended.
var errEnded = errors.New("it ended")

// ask hands a line over and waits for one. The timer kills a program that is
// late, which ends every waiting for it.
func (p *pipe) ask(message []byte) ([]byte, error) {
	if line := p.early(); line != nil {
		return nil, &unasked{line}
	}
	timer := time.AfterFunc(p.limit, func() {
		p.late.Store(true)
		p.kill()
	})
	_, sent := p.to.Write(message)
	answer, err := p.line()
	if !timer.Stop() && p.late.Load() {
		return nil, late(p.limit)
	}
	if err == nil {
		err = sent
	}
	return answer, err
}

// late is a program that takes too long.
func late(limit time.Duration) error {
	return fmt.Errorf("no answer within %s, its wall_limit", limit)
}

// early is what the program sent although no message asked for it.
func (p *pipe) early() []byte {
	if n := p.from.Buffered(); n > 0 {
		line, _ := p.from.Peek(min(n, sentLength+1))
		return line
	}
	if p.idle == nil {
		return nil
	}
	return p.idle()
}

// line reads one answer.
func (p *pipe) line() ([]byte, error) {
	p.answer = p.answer[:0]
	for {
		part, err := p.from.ReadSlice('\n')
		p.answer = append(p.answer, part...)
		switch {
		case len(p.answer) > AnswerSize+1:
			return nil, tooLong()
		case err == nil:
			return p.answer[:len(p.answer)-1], nil
		case !errors.Is(err, bufio.ErrBufferFull) && len(p.answer) > 0:
			return nil, fmt.Errorf("%w in the middle of a line", errEnded)
		case !errors.Is(err, bufio.ErrBufferFull):
			return nil, errEnded
		}
	}
}

func tooLong() error {
	return fmt.Errorf("the answer has more than %d bytes, expected a line of at most so many", AnswerSize)
}
