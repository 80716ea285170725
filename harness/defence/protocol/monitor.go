package protocol

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/external"
	"github.com/exdrill/exdrill/harness/defence/idset"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// Version is the version of the messages between exdrill and a defence that is
// a program of its own. ProtocolSchema says what they hold.
const Version = 1

// Program makes monitors that run a program.
type Program struct{ Program external.Program }

// Make makes the monitor of one run.
func (p *Program) Make(uint64, *scenarios.Scenario) (defence.Monitor, error) {
	return &monitor{program: p.Program}, nil
}

// monitor is a monitor that is a program of its own: it hands every batch
// over as a message and takes the answer. A program that breaks the protocol
// ends the run.
type monitor struct {
	program external.Program
	talk    *external.Talk
	venue   *defence.Directory
	wants   [256]bool // types of events, by number
	seen    seenIDs
	wakeAt  int64
	begun   bool
	message []byte
}

// minWakeup is the shortest time, of the drill, until a wake-up that a program asks
// for: a program cannot stop the clock.
const minWakeup = int64(time.Second)

// Hello starts the program and tells it what it guards.
func (o *monitor) Hello(h *defence.Hello) error {
	o.venue = defence.NewDirectory(h.Assets, h.Markets)
	message, err := helloMessage(h)
	if err != nil {
		return err
	}
	if o.talk, err = o.program.Start(); err != nil {
		return err
	}
	line, err := o.talk.Ask("hello", message)
	if err != nil {
		return err
	}
	if o.wants, err = readWelcome(line); err != nil {
		return o.talk.Refuse(err)
	}
	return nil
}

// Step hands the program the events that it wants. A batch without news is not
// worth a message, unless it is the first or a wake-up that was asked for.
func (o *monitor) Step(b *defence.Batch) (defence.Answer, error) {
	o.seen.note(b.Events)
	woken := o.wakeAt != 0 && o.wakeAt <= b.Now
	wanted := slices.ContainsFunc(b.Events, func(e mockexchange.Event) bool { return o.wants[e.Type] })
	if o.begun && !wanted && !woken && len(b.Results) == 0 {
		return defence.Answer{}, nil
	}
	o.begun = true
	if woken {
		o.wakeAt = 0
	}
	o.message = o.appendBatch(o.message[:0], b)
	line, err := o.talk.Ask("batch of "+time.Unix(0, b.Now).UTC().Format(time.RFC3339), o.message)
	if err != nil {
		return defence.Answer{}, err
	}
	a, err := o.readAnswer(line, b.Now)
	if err != nil {
		return defence.Answer{}, o.talk.Refuse(err)
	}
	if a.WakeAt != 0 {
		o.wakeAt = a.WakeAt
	}
	return a, nil
}

// Close says goodbye, however the run ended.
func (o *monitor) Close() error {
	if o.talk != nil {
		o.talk.Bye([]byte(`{"type":"bye"}` + "\n"))
	}
	return nil
}

// Interrupt ends the program at once, from any goroutine: whoever waits for its
// answer gets an error.
func (o *monitor) Interrupt() {
	if o.talk != nil {
		o.talk.Kill()
	}
}

// appendBatch writes the message of a step.
func (o *monitor) appendBatch(dst []byte, b *defence.Batch) []byte {
	dst = fmt.Appendf(dst, `{"type":"batch","now":%d,"events":[`, b.Now)
	for i := range b.Events {
		if o.wants[b.Events[i].Type] {
			dst = telemetry.AppendEvent(dst, &b.Events[i], o.venue)
			dst[len(dst)-1] = ',' // in place of the newline
		}
	}
	dst = append(bytes.TrimSuffix(dst, []byte{','}), `],"results":[`...)
	for i, r := range b.Results {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, `{"id":`...)
		dst = telemetry.AppendText(dst, r.ID)
		dst = fmt.Appendf(dst, `,"name":"%s","at":%d,"code":"%s","changed":%d}`, r.Name, r.At, r.Code, r.Changed)
	}
	return append(dst, "]}\n"...)
}

// seenIDs is who has shown up in the telemetry. What a monitor names must have:
// whoever is named without is a guess or a mistake.
type seenIDs struct{ accounts, keys, withdrawals idset.Set }

func (s *seenIDs) note(events []mockexchange.Event) {
	for i := range events {
		e := &events[i]
		s.accounts.Add(e.Account)
		s.accounts.Add(e.Counterparty)
		s.keys.Add(e.Key)
		s.withdrawals.Add(e.Withdrawal)
	}
}

// errStranger is an id that the telemetry never showed.
var errStranger = errors.New("the telemetry has not shown it so far, expected an id out of an event")

// knows checks the ids that an alert or an action names.
func (s *seenIDs) knows(accounts, keys, withdrawals []uint32) error {
	for _, list := range []struct {
		name string
		ids  []uint32
		set  *idset.Set
	}{{"accounts", accounts, &s.accounts}, {"keys", keys, &s.keys}, {"withdrawals", withdrawals, &s.withdrawals}} {
		for i, id := range list.ids {
			if !list.set.Has(id) {
				return fmt.Errorf("%s[%d] is %d: %w", list.name, i, id, errStranger)
			}
		}
	}
	return nil
}
