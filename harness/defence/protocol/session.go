package protocol

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
)

// Session is a protocol session: the protocol of defences that are programs of
// their own, for somebody who carries the messages himself: what to say, and
// what an answer means. It checks answers as strictly as a defence's are
// checked, but goes on after one that is refused.
type Session struct {
	o     monitor
	hello []byte
}

// NewSession begins a dialogue with somebody who guards a venue. He is handed
// all events until Want says otherwise.
func NewSession(h *defence.Hello) (*Session, error) {
	d := &Session{o: monitor{venue: defence.NewDirectory(h.Assets, h.Markets)}}
	for _, t := range mockexchange.EventTypes() {
		d.o.wants[t] = true
	}
	var err error
	d.hello, err = helloMessage(h)
	return d, err
}

// Hello is the message hello, a line.
func (d *Session) Hello() []byte { return d.hello }

// Want reads an answer to hello: which events are wanted.
func (d *Session) Want(line []byte) error {
	wants, err := readWelcome(line)
	if err == nil {
		d.o.wants = wants
	}
	return err
}

// Batch is the message of a step, a line that is good until the next one. There
// is none, ok is false, for a step without news that nobody asked for.
func (d *Session) Batch(b *defence.Batch) (message []byte, ok bool) {
	o := &d.o
	o.seen.note(b.Events)
	woken := o.wakeAt != 0 && o.wakeAt <= b.Now
	wanted := slices.ContainsFunc(b.Events, func(e mockexchange.Event) bool { return o.wants[e.Type] })
	if o.begun && !wanted && !woken && len(b.Results) == 0 {
		return nil, false
	}
	o.begun = true
	if woken {
		o.wakeAt = 0
	}
	o.message = o.appendBatch(o.message[:0], b)
	return o.message, true
}

// Answer reads the answer to the batch of a time.
func (d *Session) Answer(line []byte, now int64) (defence.Answer, error) {
	a, err := d.o.readAnswer(line, now)
	if err == nil && a.WakeAt != 0 {
		d.o.wakeAt = a.WakeAt
	}
	return a, err
}
