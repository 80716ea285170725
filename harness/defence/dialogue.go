package defence

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange"
)

// Dialogue is the protocol of defences that are programs of their own, for
// somebody who carries the messages himself: what to say, and what an answer
// means. It checks answers as strictly as a defence's are checked, but goes on
// after one that is refused.
type Dialogue struct {
	o     outsider
	hello []byte
}

// NewDialogue begins a dialogue with somebody who guards a venue. He is handed
// all events until Want says otherwise.
func NewDialogue(h *Hello) (*Dialogue, error) {
	d := &Dialogue{o: outsider{view: &View{markets: h.Markets}}}
	for i := range h.Assets {
		d.o.view.assets = append(d.o.view.assets, h.Assets[i].Code)
	}
	for _, t := range mockexchange.EventTypes() {
		d.o.wants[t] = true
	}
	var err error
	d.hello, err = helloMessage(h)
	return d, err
}

// Hello is the message hello, a line.
func (d *Dialogue) Hello() []byte { return d.hello }

// Want reads an answer to hello: which events are wanted.
func (d *Dialogue) Want(line []byte) error {
	wants, err := readWelcome(line)
	if err == nil {
		d.o.wants = wants
	}
	return err
}

// Batch is the message of a step, a line that is good until the next one. There
// is none, ok is false, for a step without news that nobody asked for.
func (d *Dialogue) Batch(b *Batch) (message []byte, ok bool) {
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
func (d *Dialogue) Answer(line []byte, now int64) (Answer, error) {
	a, err := d.o.readAnswer(line, now)
	if err == nil && a.WakeAt != 0 {
		d.o.wakeAt = a.WakeAt
	}
	return a, err
}

// Program says as what the monitor runs outside of exdrill: process, url or
// image; empty for a monitor that is part of it. Whoever runs a bundle of
// somebody else's wants to know.
func (d *Defence) Program() string {
	if d.watch != nil && slices.Contains(programKeys, d.watch.name) {
		return d.watch.name
	}
	return ""
}
