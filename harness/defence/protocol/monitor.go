package protocol

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/external"
	"github.com/exdrill/exdrill/scenarios"
)

// Maker makes monitors that run a program.
type Maker struct{ Program external.Program }

// Make makes the monitor of one run.
func (p *Maker) Make(uint64, *scenarios.Scenario) (defence.Monitor, error) {
	return &monitor{program: p.Program}, nil
}

// Unconfined says why nothing keeps the program from looking around; empty if
// something does.
func (p *Maker) Unconfined() string { return p.Program.Unconfined() }

// monitor is a monitor that is a program of its own: it hands every batch
// over as a message and takes the answer. A program that breaks the protocol
// ends the run.
type monitor struct {
	program external.Program
	talk    *external.Talk
	session *Session
}

// Hello starts the program and tells it what it guards.
func (m *monitor) Hello(h *defence.Hello) (err error) {
	if m.session, err = NewSession(h); err != nil {
		return err
	}
	if m.talk, err = m.program.Start(); err != nil {
		return err
	}
	line, err := m.talk.Ask("hello", m.session.Hello())
	if err != nil {
		return err
	}
	if err := m.session.Want(line); err != nil {
		return m.talk.Refuse(err)
	}
	return nil
}

// Step hands the program the events that it wants, if there is anything worth a
// message.
func (m *monitor) Step(b *defence.Batch) (defence.Answer, error) {
	message, ok := m.session.Batch(b)
	if !ok {
		return defence.Answer{}, nil
	}
	line, err := m.talk.Ask("batch of "+time.Unix(0, b.Now).UTC().Format(time.RFC3339), message)
	if err != nil {
		return defence.Answer{}, err
	}
	a, err := m.session.Answer(line, b.Now)
	if err != nil {
		return defence.Answer{}, m.talk.Refuse(err)
	}
	return a, nil
}

// Close says goodbye, however the run ended. The error is about a program that
// answered everything and then crashed.
func (m *monitor) Close() error {
	if m.talk == nil {
		return nil
	}
	return m.talk.Bye([]byte(`{"type":"bye"}` + "\n"))
}

// Aside is what the program has written to its standard error; see external.Talk.
func (m *monitor) Aside() (text []byte, cut int64) {
	if m.talk == nil {
		return nil, 0
	}
	return m.talk.Aside()
}

// Interrupt ends the program at once, from any goroutine: whoever waits for its
// answer gets an error.
func (m *monitor) Interrupt() {
	if m.talk != nil {
		m.talk.Kill()
	}
}
