package external

import (
	"io/fs"
	"time"
)

// Limits unless a program says otherwise.
const (
	AnswerTime = 10 * time.Second // wall time for one answer
	Memory     = 1 << 30          // bytes
)

// AnswerSize is how long an answer may be, in bytes.
const AnswerSize = 4 << 20

// farewell is how long a program may take to end after bye.
const farewell = 2 * time.Second

// Program says what is to be talked to: one of Process, URL and Image.
type Program struct {
	Process []string // command and arguments; what begins with ./ is one of Files
	Files   fs.FS    // the bundle that Process is copied from; nil for none
	URL     string   // takes every message as a POST
	Image   string   // has a program that reads messages and writes answers

	AnswerTime time.Duration // of the wall, for one answer; 0 for the default
	Memory     int64         // bytes; 0 for the default
}

// Start starts the program, or looks whether it is there. The error is a
// *Failure.
func (p Program) Start() (*Talk, error) {
	if p.AnswerTime == 0 {
		p.AnswerTime = AnswerTime
	}
	if p.Memory == 0 {
		p.Memory = Memory
	}
	l, err := p.link()
	if err != nil {
		return nil, &Failure{Wrong: err}
	}
	return &Talk{link: l}, nil
}

func (p *Program) link() (link, error) {
	switch {
	case p.URL != "":
		return newPost(p), nil
	case p.Image != "":
		return newContainer(p)
	}
	return newProcess(p)
}

// link is a way to a program.
type link interface {
	// ask hands over one message, a line, and waits for the answer, a line. What
	// it returns is good until the next call.
	ask(message []byte) ([]byte, error)
	// bye hands over the last message, to which there is no answer.
	bye(message []byte)
	// kill ends the program at once. It may be called at any time by anybody;
	// whoever waits for an answer gets an error.
	kill()
	// close waits until everything is gone and gives the program's last words.
	close() []string
}
