package protocol

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
)

// Version is the version of the messages between exdrill and a defence that is
// a program of its own. Schema says what they hold.
const Version = 1

// minWakeup is the shortest time, of the drill, until a wake-up that a program asks
// for: a program cannot stop the clock.
const minWakeup = int64(time.Second)

// Session is a protocol session: what is said to a defence that is a program of its own, and what
// its answers mean. Whoever carries the messages, the monitor of a run or
// somebody who is asked step by step, goes on or not after an answer that is
// refused.
type Session struct {
	hello   []byte
	venue   *defence.Directory
	wants   [256]bool // types of events, by number
	seen    seenIDs
	wakeAt  int64
	begun   bool
	message []byte
}

// NewSession begins a session with somebody who guards a venue. He is handed
// all events until Want says otherwise.
func NewSession(h *defence.Hello) (*Session, error) {
	s := &Session{venue: defence.NewDirectory(h.Assets, h.Markets, h.Vendors...)}
	for _, t := range mockexchange.EventTypes() {
		s.wants[t] = true
	}
	var err error
	s.hello, err = helloMessage(h)
	return s, err
}

// Hello is the message hello, a line.
func (s *Session) Hello() []byte { return s.hello }

// Want reads an answer to hello: which events are wanted.
func (s *Session) Want(line []byte) error {
	wants, err := readWelcome(line)
	if err == nil {
		s.wants = wants
	}
	return err
}

// Batch is the message of a step, a line that is good until the next one. A
// step without news is not worth a message, ok is false, unless it is the first
// or a wake-up that was asked for.
func (s *Session) Batch(b *defence.Batch) (message []byte, ok bool) {
	s.seen.note(b.Events)
	woken := s.wakeAt != 0 && s.wakeAt <= b.Now
	wanted := slices.ContainsFunc(b.Events, func(e mockexchange.Event) bool { return s.wants[e.Type] })
	if s.begun && !wanted && !woken && len(b.Results) == 0 {
		return nil, false
	}
	s.begun = true
	if woken {
		s.wakeAt = 0
	}
	s.message = s.appendBatch(s.message[:0], b)
	return s.message, true
}

// Answer reads the answer to the batch of a time.
func (s *Session) Answer(line []byte, now int64) (defence.Answer, error) {
	a, err := s.readAnswer(line, now)
	if err == nil && a.WakeAt != 0 {
		s.wakeAt = a.WakeAt
	}
	return a, err
}

// appendBatch writes the message of a step.
func (s *Session) appendBatch(dst []byte, b *defence.Batch) []byte {
	dst = fmt.Appendf(dst, `{"type":"batch","now":%d,"events":[`, b.Now)
	for i := range b.Events {
		if s.wants[b.Events[i].Type] {
			dst = telemetry.AppendEvent(dst, &b.Events[i], s.venue)
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
type seenIDs struct{ accounts, keys, withdrawals telemetry.IDSet }

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
		set  *telemetry.IDSet
	}{{"accounts", accounts, &s.accounts}, {"keys", keys, &s.keys}, {"withdrawals", withdrawals, &s.withdrawals}} {
		for i, id := range list.ids {
			if !list.set.Has(id) {
				return fmt.Errorf("%s[%d] is %d: %w", list.name, i, id, errStranger)
			}
		}
	}
	return nil
}
