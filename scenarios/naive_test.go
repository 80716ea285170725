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
