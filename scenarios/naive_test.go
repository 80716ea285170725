package scenarios_test

import (
	"cmp"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// crowds revokes the keys that an address presents which was not there in the
// first half day and brings many of them: the rule that catches a thief with a
// list, written by somebody who never met a vendor.
type crowds struct {
	known int64 // addresses seen before this are trusted
	old   map[access.Source]bool
	keys  map[access.Source][]uint32
}

const crowd = 12

func newCrowds() (defence.Monitor, error) {
	return &crowds{old: map[access.Source]bool{}, keys: map[access.Source][]uint32{}}, nil
}

func (m *crowds) Hello(h *defence.Hello) error {
	m.known = h.Now + 12*hour
	return nil
}

func (m *crowds) Close() error { return nil }

func (m *crowds) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		ev := &b.Events[i]
		if ev.Auth != mockexchange.AuthKey {
			continue
		}
		if ev.At < m.known {
			m.old[ev.Source] = true
		} else if !m.old[ev.Source] && !slices.Contains(m.keys[ev.Source], ev.Key) {
			m.keys[ev.Source] = append(m.keys[ev.Source], ev.Key)
		}
	}
	var found []access.Source
	for source, keys := range m.keys {
		if len(keys) >= crowd {
			found = append(found, source)
		}
	}
	slices.SortFunc(found, func(a, b access.Source) int { return cmp.Compare(a, b) })
	for _, source := range found {
		a.Alerts = append(a.Alerts, defence.Alert{At: b.Now, Rule: "many keys from a new address", Keys: m.keys[source]})
		a.Actions = append(a.Actions, defence.Action{Name: "revoke_keys", Keys: m.keys[source]})
		m.keys[source] = nil
	}
	return a, nil
}

// breaker stops a market for half an hour when its price has moved by a fifth
// in ten minutes.
type breaker struct {
	markets []string
	seen    map[uint16][2]int64 // time and price that are compared with
	reopen  map[uint16]int64
}

func newBreaker() (defence.Monitor, error) {
	return &breaker{seen: map[uint16][2]int64{}, reopen: map[uint16]int64{}}, nil
}

func (m *breaker) Hello(h *defence.Hello) error {
	m.markets = h.Markets
	return nil
}

func (m *breaker) Close() error { return nil }

func (m *breaker) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		ev := &b.Events[i]
		if ev.Type != mockexchange.Traded || m.reopen[ev.Market] != 0 {
			continue
		}
		old := m.seen[ev.Market]
		if old[0] == 0 || ev.At-old[0] > hour/6 {
			m.seen[ev.Market] = [2]int64{ev.At, ev.Price}
		} else if moved := ev.Price - old[1]; moved*5 > old[1] || moved*5 < -old[1] {
			a.Actions = append(a.Actions, defence.Action{Name: "halt_market", Market: m.markets[ev.Market-1]})
			m.reopen[ev.Market] = b.Now + hour/2
		}
	}
	for n := range m.markets {
		market := uint16(n + 1)
		if at := m.reopen[market]; at != 0 && b.Now >= at {
			a.Actions = append(a.Actions, defence.Action{Name: "resume_market", Market: m.markets[n]})
			m.reopen[market], m.seen[market] = 0, [2]int64{}
		}
	}
	return a, nil
}
