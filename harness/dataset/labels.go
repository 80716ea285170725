package dataset

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/harness/store"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Label says whose an event is.
type Label uint8

// The labels.
const (
	Honest   Label = iota // everything else, the venue's own work included
	Victim                // of an account whose key the attacker holds, by somebody else than him
	Attacker              // by him, or about what he asked for
	labelKinds
)

// String is the label as files write it.
func (l Label) String() string { return [...]string{"honest", "victim", "attacker"}[l] }

// labeller writes the telemetry of a run, and keeps in mind whose it is.
type labeller struct {
	events, labels *zipped
	venues         []store.Venue
	labelled       []*venueLabels // by venue
	counts         [labelKinds]int64
	buffer         []byte
}

// venueLabels is what is known of one venue's events.
type venueLabels struct {
	name        string // where there are several
	labels      []Label
	causes      map[int]cause        // by position among the labels
	withdrawals map[uint32]int64     // of his, and when he asked for them
	keys        map[uint32]bool      // that he holds
	accounts    map[uint32]bool      // behind them
	own         map[uint32]bool      // accounts of his own
	spends      map[chain.Hash]int64 // what he sent to a chain, and when
}

func newLabeller(stage *drill.Stage, folder string) (l *labeller, err error) {
	l = &labeller{venues: store.VenuesOf(stage.Worlds())}
	for _, w := range stage.Worlds() {
		s := newVenueLabels(w)
		if len(l.venues) > 1 {
			s.name = w.Genesis.Name
		}
		l.labelled = append(l.labelled, s)
	}
	if l.events, err = newZipped(filepath.Join(folder, "events.ndjson.gz")); err != nil {
		return nil, err
	}
	l.labels, err = newZipped(filepath.Join(folder, "labels.ndjson.gz"))
	return l, err
}

func newVenueLabels(w *draw.World) *venueLabels {
	s := &venueLabels{causes: make(map[int]cause), withdrawals: make(map[uint32]int64), spends: make(map[chain.Hash]int64)}
	if !w.Attack {
		return s
	}
	s.keys, s.accounts, s.own = setOf(w.Truth.Keys), setOf(w.Truth.Accounts), setOf(w.Truth.OwnAccounts)
	return s
}

func setOf(ids []uint32) map[uint32]bool {
	set := make(map[uint32]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// sent hears of a transaction of his.
func (l *labeller) sent(at int64, venue uint8, tx chain.Hash) { l.labelled[venue].spends[tx] = at }

// command writes the events of a command and labels them.
func (l *labeller) command(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	s := l.labelled[e.Venue]
	for i := range events {
		ev := &events[i]
		whose := s.label(e, ev)
		s.labels = append(s.labels, whose)
		if ev.Seq != uint64(len(s.labels)) {
			return fmt.Errorf("event %d of %s stands in place %d", ev.Seq, l.venues[e.Venue].Name, len(s.labels))
		}
		l.counts[whose]++
		l.buffer = store.AppendEvent(l.buffer[:0], ev, &l.venues[e.Venue], len(l.venues) > 1)
		if _, err := l.events.Write(l.buffer); err != nil {
			return err
		}
	}
	return nil
}

// label finds out whose an event is.
func (s *venueLabels) label(e *sim.Envelope, ev *mockexchange.Event) Label {
	asked, his := s.withdrawals[ev.Withdrawal]
	spent, onChain := s.spends[ev.Tx]
	switch {
	case e.Actor == sim.Attacker:
		if ev.Type == mockexchange.WithdrawalRequested {
			s.withdrawals[ev.Withdrawal] = e.At
		}
		s.causes[len(s.labels)] = cause{e.At, false}
		return Attacker
	case his && ev.Withdrawal != 0:
		s.causes[len(s.labels)] = cause{asked, false}
		return Attacker
	case onChain:
		s.causes[len(s.labels)] = cause{spent, true}
		return Attacker
	case s.own[ev.Account]:
		return Attacker
	case s.accounts[ev.Account] || s.keys[ev.Key]:
		return Victim
	}
	return Honest
}

// finish writes the labels; the attacker's own log says how he did what.
func (l *labeller) finish(log []lab.LogEntry) error {
	for _, s := range l.labelled {
		if err := s.write(l.labels, sent(s.name, log)); err != nil {
			return err
		}
	}
	if err := l.events.close(); err != nil {
		return err
	}
	return l.labels.close()
}

// sent are the requests at one venue that left his hands, in the order of time.
func sent(venue string, log []lab.LogEntry) (list []campaign.LogEntry) {
	for i := range log {
		if log[i].Venue == venue && log[i].Op != "" {
			list = append(list, log[i].LogEntry)
		}
	}
	slices.SortStableFunc(list, func(a, b campaign.LogEntry) int { return cmp.Compare(a.At, b.At) })
	return list
}

// write writes one line for every event, in their order.
func (s *venueLabels) write(to *zipped, log []campaign.LogEntry) error {
	var line []byte
	for i, whose := range s.labels {
		line = append(line[:0], '{')
		if s.name != "" {
			line = append(line, `"venue":`...)
			line = append(strconv.AppendQuote(line, s.name), ',')
		}
		line = append(line, `"seq":`...)
		line = strconv.AppendInt(line, int64(i+1), 10)
		line = append(line, `,"label":"`+whose.String()+`"`...)
		if why, ok := s.causes[i]; ok {
			if how := why.manner(log); how != "" {
				line = append(line, `,"technique":"`+how+`"`...)
			}
		}
		if _, err := to.Write(append(line, '}', '\n')); err != nil {
			return err
		}
	}
	return nil
}

// cause is what led to an event of the thief's.
type cause struct {
	by    int64 // when he asked for it, or sent it
	spent bool  // he spent coins of the venue's
}

// manner is how he did it: the last that he had done by then, of what can have
// such an effect; empty if there is nothing.
func (c cause) manner(log []campaign.LogEntry) string {
	after, _ := slices.BinarySearchFunc(log, c.by+1, func(d campaign.LogEntry, t int64) int { return cmp.Compare(d.At, t) })
	for _, d := range slices.Backward(log[:after]) {
		if !c.spent || d.Technique == signs {
			return d.Technique
		}
	}
	return ""
}

// signs is the technique that spends coins of the venue's.
var signs = technique.SignWithStolenKey{}.Info().Name

// abandon lets go of files that will not be finished.
func (l *labeller) abandon() {
	l.events.file.Close()
	l.labels.file.Close()
}
