package market

import (
	"testing"

	"pgregory.net/rapid"
)

// The index of a book against a map. Ids come close together, as a venue's
// do, and from anywhere, so that entries get into each other's way.
func TestIndexIsAMap(t *testing.T) {
	ids := rapid.OneOf(rapid.Uint64Range(1, 40), rapid.Uint64Min(1))
	rapid.Check(t, func(t *rapid.T) {
		x, known := newOrderIndex(4), map[uint64]slot{}
		for n := range rapid.IntRange(1, 200).Draw(t, "changes") {
			id := ids.Draw(t, "id")
			if _, there := known[id]; there || rapid.IntRange(0, 3).Draw(t, "take") == 0 {
				x.take(id)
				delete(known, id)
			} else {
				x.put(id, slot(n+1))
				known[id] = slot(n + 1)
			}
			if x.slot(id) != known[id] || x.slot(0) != 0 {
				t.Fatalf("%d is at %d, not at %d", id, x.slot(id), known[id])
			}
			agree(t, &x, known)
		}
	})
}

func agree(t *rapid.T, x *orderIndex, known map[uint64]slot) {
	found := 0
	for _, e := range x.entries {
		if e.id == 0 {
			continue
		}
		if found++; known[e.id] != e.at || x.slot(e.id) != e.at {
			t.Fatalf("%d is at %d, found at %d, not at %d", e.id, e.at, x.slot(e.id), known[e.id])
		}
	}
	if found != len(known) || x.count != found || 2*found > len(x.entries) {
		t.Fatalf("%d entries of %d, counted as %d, for %d ids", found, len(x.entries), x.count, len(known))
	}
}
