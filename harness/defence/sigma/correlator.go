package sigma

import (
	"encoding/binary"
	"slices"
	"strconv"
)

// correlator runs one correlation.
type correlator[E, N any] struct {
	index  int // of its rule
	rule   *Rule
	c      *correlation
	routes []map[int]*route[E] // by the correlation's rules, by the detection that matched

	limits  *Limits
	groups  map[string]*window[N]
	oldest  *window[N] // by when an event last came
	newest  *window[N]
	stored  int // events in all groups
	spare   []*window[N]
	hits    []hit
	touched []*window[N]
	fired   []firing[N]
	test    func(measure) bool
	key     []byte

	stats Correlated
	best  closest[N]
}

// hit is one match of one of the correlation's rules.
type hit struct {
	rule int // which of the correlation's rules
	base int // the detection that matched, by its rule's index
}

// route says where the values of a correlation stand in the events of one
// detection that leads to it.
type route[E any] struct {
	group  []*Field[E]
	fields []*Field[E]
}

// note notes a match of one of the rules, once for each event.
func (r *correlator[E, N]) note(h hit) {
	for _, other := range r.hits {
		if other.rule == h.rule && other.base == h.base {
			return
		}
	}
	r.hits = append(r.hits, h)
}

// step takes in the hits of one event and gives the groups in which the
// condition holds, with what they come to.
func (r *correlator[E, N]) step(e E, at int64, id uint64, note N, late int64) []firing[N] {
	hits := r.hits
	r.hits = r.hits[:0]
	if at < late {
		r.stats.Late++
		return nil
	}
	b := bounds{span: r.c.span, keep: late - r.c.span, most: r.limits.Window}
	r.expire(b.keep)
	r.touched = r.touched[:0]
	// From the last rule to the first: an event never follows itself.
	slices.SortFunc(hits, func(a, b hit) int { return b.rule - a.rule })
	for _, h := range hits {
		r.take(e, h, seen[N]{at: at, id: id, rule: h.rule, note: note}, b)
	}
	r.fired = r.fired[:0]
	for _, w := range r.touched {
		v := w.judge(at, b, r.test)
		r.closer(w, v)
		if v.fired {
			r.fired = append(r.fired, firing[N]{w, v, r.base(hits)})
		}
	}
	r.evict()
	return r.fired
}

// firing is one group whose condition holds.
type firing[N any] struct {
	window  *window[N]
	verdict verdict
	base    int
}

// base is the detection whose event made the correlation match.
func (r *correlator[E, N]) base(hits []hit) int { return hits[len(hits)-1].base }

// take puts one hit into its group.
func (r *correlator[E, N]) take(e E, h hit, one seen[N], b bounds) {
	way := r.routes[h.rule][h.base]
	if way == nil || !r.group(e, way) {
		r.stats.Ungrouped++
		return
	}
	v, ok := r.value(e, way)
	if !ok {
		r.stats.Valueless++
		return
	}
	one.value = v
	w := r.window()
	if slices.Contains(r.touched, w) {
		if !r.c.kind.proximity() || w.has(one) {
			return // the same event by way of another rule
		}
	} else {
		w.settle(one.at - b.span)
		w.trimmed(b, &r.stored)
		r.touched = append(r.touched, w)
	}
	before := w.rest()
	r.stats.Truncated += uint64(w.insert(one, b))
	r.stored += w.rest() - before
	r.stats.Events++
}

// trimmed trims the window and keeps count of the events that it remembers.
func (w *window[N]) trimmed(b bounds, stored *int) {
	before := w.rest()
	w.trim(b)
	*stored += w.rest() - before
}

// has reports whether the event is there already by way of the same rule.
func (w *window[N]) has(one seen[N]) bool {
	for i := len(w.events) - 1; i >= 0 && w.events[i].at >= one.at; i-- {
		if w.events[i].id == one.id && w.events[i].rule == one.rule {
			return true
		}
	}
	return false
}

// group writes the key of an event's group; ok is false if the event has none.
func (r *correlator[E, N]) group(e E, way *route[E]) (ok bool) {
	r.key = r.key[:0]
	for _, f := range way.group {
		if f.none(e) {
			return false
		}
		r.key = appendPart(r.key, f, e)
	}
	return true
}

// appendPart writes a value behind its length, so that no two lists of values
// have one key.
func appendPart[E any](dst []byte, f *Field[E], e E) []byte {
	start := len(dst)
	dst = append(dst, 0, 0, 0, 0)
	dst = f.append(dst, e)
	binary.BigEndian.PutUint32(dst[start:], uint32(len(dst)-start-4))
	return dst
}

// parts takes a key apart.
func parts(key string) (all []string) {
	for len(key) >= 4 {
		n := int(key[0])<<24 | int(key[1])<<16 | int(key[2])<<8 | int(key[3])
		all = append(all, key[4:4+n])
		key = key[4+n:]
	}
	return all
}

// value reads what the correlation measures of an event.
func (r *correlator[E, N]) value(e E, way *route[E]) (v value, ok bool) {
	switch {
	case len(way.fields) == 0:
		return value{}, true
	case r.c.kind.adds() || r.c.percentile != 0:
		n, ok := way.fields[0].number(e)
		return value{n: n}, ok
	case len(way.fields) == 1:
		return distinct(way.fields[0], e)
	}
	var key []byte
	for _, f := range way.fields {
		if f.none(e) {
			return value{}, false
		}
		key = appendPart(key, f, e)
	}
	return value{1, string(key)}, true
}

// distinct reads a value so that two are the same if their texts are.
func distinct[E any](f *Field[E], e E) (v value, ok bool) {
	if f.none(e) {
		return value{}, false
	}
	if f.Int != nil {
		return value{n: f.Int(e)}, true
	}
	if f.Text != nil {
		return textValue(f.Text(e)), true
	}
	var buf [64]byte
	return textValue(own(string(f.append(buf[:0], e)))), true
}

// textValue is an integer's value for a text that is one.
func textValue(s string) value {
	if s != "" && len(s) < 20 && (s[0] == '-' || s[0] >= '0' && s[0] <= '9') {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil && strconv.FormatInt(n, 10) == s {
			return value{n: n}
		}
	}
	return value{1, s}
}

func (r *correlator[E, N]) holds(m measure) bool {
	for _, l := range r.c.limits {
		if !l.order.holds(m.compare(l.bound)) {
			return false
		}
	}
	return true
}
