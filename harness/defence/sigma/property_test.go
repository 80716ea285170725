package sigma_test

import (
	"fmt"
	"math/big"
	"sort"
	"testing"

	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/defence/sigma"
)

// reference is what a correlation should say, worked out anew for every event
// from all events that were taken in.
type reference struct {
	kind     string
	span     int64
	lateness int64
	holds    func(measure *big.Rat) bool

	clock  int64
	taken  []event // in the order of arrival
	active map[int64]bool
}

// feed gives the window that fires, by ids, and whether it is news.
func (r *reference) feed(e event) (ids []uint64, news bool) {
	r.clock = max(r.clock, e.at)
	if e.at < r.clock-r.lateness {
		return nil, false
	}
	r.taken = append(r.taken, e)
	var group []event
	for _, o := range r.taken {
		if o.user == e.user {
			group = append(group, o)
		}
	}
	sort.SliceStable(group, func(i, j int) bool { return group[i].at < group[j].at })
	held, last := false, group[len(group)-1].at
	if n := len(group); n > 1 && group[n-1].id == e.id && group[n-2].at < e.at-r.span {
		r.active[e.user] = false
	}
	for i, end := range group {
		if end.at < e.at || i+1 < len(group) && group[i+1].at == end.at {
			continue
		}
		window, ok := r.window(group[:i+1], end.at), false
		ok = r.holds(measured(r.kind, window))
		if ok && ids == nil && end.at-e.at <= r.span {
			for _, o := range window {
				ids = append(ids, o.id)
			}
		}
		if end.at == last {
			held = ok
		}
	}
	news = !r.active[e.user]
	r.active[e.user] = held
	return ids, news
}

func (r *reference) window(upTo []event, end int64) (all []event) {
	for _, o := range upTo {
		if o.at >= end-r.span {
			all = append(all, o)
		}
	}
	return all
}

// measured works out what a window comes to.
func measured(kind string, window []event) *big.Rat {
	values, types, sum := map[int64]int64{}, map[int]bool{}, new(big.Int)
	for _, o := range window {
		values[o.n]++
		types[o.class] = true
		sum.Add(sum, big.NewInt(o.n))
	}
	n := int64(len(window))
	switch kind {
	case "value_count":
		return big.NewRat(int64(len(values)), 1)
	case "value_sum":
		return new(big.Rat).SetInt(sum)
	case "value_avg":
		return new(big.Rat).SetFrac(sum, big.NewInt(n))
	case "value_percentile":
		return big.NewRat(100*values[window[n-1].n], n)
	case "temporal":
		return big.NewRat(int64(len(types)), 1)
	case "temporal_ordered":
		return big.NewRat(ordered(window), 1)
	}
	return big.NewRat(n, 1)
}

// ordered is the longest part of the classes' order that a window has.
func ordered(window []event) int64 {
	best := int64(1)
	for i, a := range window {
		for _, b := range window[i+1:] {
			if a.class == 0 && b.class == 1 {
				best = 2
			}
		}
	}
	return best
}

var kinds = []string{"event_count", "value_count", "value_sum", "value_avg", "value_percentile", "temporal", "temporal_ordered"}

// watched is rules that watch logins and payments, which both have n here.
func watched(kind string, span int64, condition string) string {
	field := ""
	if kind[0] == 'v' {
		field = ", field: at"
	}
	return fmt.Sprintf("title: c\nname: c\ncorrelation:\n  type: %s\n  rules: [entered, paid]\n  group-by: [user]\n  timespan: %ds\n  condition: {%s%s}\n%s%s",
		kind, span, condition, field, entered, paid)
}

// TestWindows holds sliding windows against a reference on random streams with
// ties and late events: 300 of them, 10,000 in a soak.
func TestWindows(t *testing.T) {
	cases := 300
	if soaking() {
		cases = 10_000
	}
	for range cases / 100 {
		rapid.Check(t, agree)
	}
}

func agree(t *rapid.T) {
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	span := rapid.Int64Range(1, 12).Draw(t, "span")
	lateness := rapid.Int64Range(0, 15).Draw(t, "lateness")
	op := rapid.SampledFrom([]string{"gt", "gte", "lt", "lte", "eq", "neq"}).Draw(t, "op")
	bound := rapid.Int64Range(2, 6).Draw(t, "bound")
	switch {
	case kind[0] == 't':
		op, bound = "gte", 2
	case kind == "value_percentile":
		bound *= 10
	}
	set, err := sigma.Load([]sigma.File{{Name: "r", Data: []byte(watched(kind, span, fmt.Sprint(op, ": ", bound)))}}, sigma.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := schema()
	for i := range s.Fields {
		if s.Fields[i].Name == "at" { // any integer that all events have
			s.Fields[i].Int, s.Fields[i].Date = func(e *event) int64 { return e.n }, false
		}
	}
	e, err := sigma.Compile(set, s, sigma.Limits{Lateness: lateness * second})
	if err != nil {
		t.Fatal(err)
	}
	r := &reference{kind: kind, span: span * second, lateness: lateness * second, active: map[int64]bool{}, clock: -1 << 62}
	r.holds = func(m *big.Rat) bool {
		sign := m.Cmp(big.NewRat(bound, 1))
		return map[string]bool{"gt": sign > 0, "gte": sign >= 0, "lt": sign < 0, "lte": sign <= 0, "eq": sign == 0, "neq": sign != 0}[op]
	}
	now := int64(0)
	for i := range rapid.IntRange(1, 60).Draw(t, "events") {
		now += rapid.SampledFrom([]int64{0, 0, 1, 1, 2, 5, 20}).Draw(t, "step")
		ev := event{
			id: uint64(i), class: rapid.IntRange(0, 1).Draw(t, "class"), user: rapid.Int64Range(1, 2).Draw(t, "user"),
			n:  rapid.Int64Range(-1, 6).Draw(t, "n"),
			at: (now - rapid.SampledFrom([]int64{0, 0, 0, 1, 3, 10, 16}).Draw(t, "late")) * second,
		}
		ids, news := r.feed(ev)
		compare(t, e.Feed(&ev), ids, news)
	}
}

func compare(t *rapid.T, got []sigma.Match[int64], ids []uint64, news bool) {
	if len(got) == 0 {
		if ids != nil {
			t.Fatalf("silent, expected %v", ids)
		}
		return
	}
	var seen []uint64
	got[0].Each(func(s sigma.Seen[int64]) { seen = append(seen, s.ID) })
	if len(got) != 1 || fmt.Sprint(seen) != fmt.Sprint(ids) || got[0].First != news {
		t.Fatalf("window %v, news %v; expected %v, news %v", seen, got[0].First, ids, news)
	}
}
