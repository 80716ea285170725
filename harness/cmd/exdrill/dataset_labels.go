package main

import (
	"bufio"
	"cmp"
	"compress/gzip"
	"fmt"
	"os"
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
)

// label says whose an event is.
type label uint8

// The labels.
const (
	labelHonest   label = iota // everything else, the venue's own work included
	labelVictim                // of an account whose key the thief holds, by somebody else than him
	labelAttacker              // by him, or about what he asked for
	labelKinds
)

// String is the label as files write it.
func (l label) String() string { return [...]string{"honest", "victim", "attacker"}[l] }

// labeller writes the telemetry of a run, and keeps in mind whose it is.
type labeller struct {
	events, labels *zipped
	venues         []store.Venue
	sides          []*flank
	counts         [labelKinds]int64
	buffer         []byte
}

// flank is what is known of one venue's events.
type flank struct {
	name        string // where there are several
	labels      []label
	causes      map[int]cause    // by position among the labels
	withdrawals map[uint32]int64 // of his, and when he asked for them
	keys        map[uint32]bool  // that he holds
	accounts    map[uint32]bool  // behind them
	own         map[uint32]bool  // accounts of his own
	wallets     map[uint16]bool  // assets of which he holds a hot wallet's key
}

func newLabeller(stage *drill.Stage, folder string) (l *labeller, err error) {
	l = &labeller{venues: store.VenuesOf(stage.Worlds())}
	for _, w := range stage.Worlds() {
		s := newSide(w)
		if len(l.venues) > 1 {
			s.name = w.Genesis.Name
		}
		l.sides = append(l.sides, s)
	}
	if l.events, err = newZipped(filepath.Join(folder, "events.ndjson.gz")); err != nil {
		return nil, err
	}
	l.labels, err = newZipped(filepath.Join(folder, "labels.ndjson.gz"))
	return l, err
}

func newSide(w *draw.World) *flank {
	s := &flank{causes: make(map[int]cause), withdrawals: make(map[uint32]int64), wallets: make(map[uint16]bool)}
	if !w.Attack {
		return s
	}
	s.keys, s.accounts, s.own = among(w.Truth.Keys), among(w.Truth.Accounts), among(w.Truth.OwnAccounts)
	for i, a := range w.Genesis.Assets {
		s.wallets[uint16(i+1)] = slices.Contains(w.Truth.Wallets, a.Code)
	}
	return s
}

func among(ids []uint32) map[uint32]bool {
	set := make(map[uint32]bool, len(ids))
	for _, id := range ids {
		set[id] = true
	}
	return set
}

// command writes the events of a command and labels them.
func (l *labeller) command(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	s := l.sides[e.Venue]
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
func (s *flank) label(e *sim.Envelope, ev *mockexchange.Event) label {
	asked, his := s.withdrawals[ev.Withdrawal]
	switch {
	case e.Actor == sim.Attacker:
		if ev.Type == mockexchange.WithdrawalRequested {
			s.withdrawals[ev.Withdrawal] = e.At
		}
		s.causes[len(s.labels)] = cause{e.At, false}
		return labelAttacker
	case his && ev.Withdrawal != 0:
		s.causes[len(s.labels)] = cause{asked, false}
		return labelAttacker
	case ev.Type == mockexchange.OutflowSeen && s.wallets[ev.Asset]:
		s.causes[len(s.labels)] = cause{e.At, true}
		return labelAttacker
	case s.own[ev.Account]:
		return labelAttacker
	case s.accounts[ev.Account] || s.keys[ev.Key]:
		return labelVictim
	}
	return labelHonest
}

// finish writes the labels; the thief's own account of his deeds says how he
// did what.
func (l *labeller) finish(deeds []lab.LogEntry) error {
	for _, s := range l.sides {
		if err := s.write(l.labels, done(s.name, deeds)); err != nil {
			return err
		}
	}
	if err := l.events.close(); err != nil {
		return err
	}
	return l.labels.close()
}

// done are the deeds at one venue that left his hands, in the order of time.
func done(venue string, deeds []lab.LogEntry) (list []campaign.LogEntry) {
	for i := range deeds {
		if deeds[i].Venue == venue && deeds[i].Op != "" {
			list = append(list, deeds[i].LogEntry)
		}
	}
	slices.SortStableFunc(list, func(a, b campaign.LogEntry) int { return cmp.Compare(a.At, b.At) })
	return list
}

// write writes one line for every event, in their order.
func (s *flank) write(to *zipped, deeds []campaign.LogEntry) error {
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
			if how := why.manner(deeds); how != "" {
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
	by    int64 // when he asked for it; for a spend, when it was seen
	spent bool  // he spent coins of the venue's
}

// manner is how he did it: the last that he had done by then, of what can have
// such an effect; empty if there is nothing.
func (c cause) manner(deeds []campaign.LogEntry) string {
	after, _ := slices.BinarySearchFunc(deeds, c.by+1, func(d campaign.LogEntry, t int64) int { return cmp.Compare(d.At, t) })
	for _, d := range slices.Backward(deeds[:after]) {
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

// zipped is a compressed file.
type zipped struct {
	*gzip.Writer
	file   *os.File
	buffer *bufio.Writer
}

func newZipped(path string) (*zipped, error) {
	f, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	b := bufio.NewWriterSize(f, 1<<18)
	return &zipped{gzip.NewWriter(b), f, b}, nil
}

func (z *zipped) close() error {
	if err := z.Close(); err != nil {
		return err
	}
	if err := z.buffer.Flush(); err != nil {
		return err
	}
	return z.file.Close()
}
