package score

import "github.com/exdrill/exdrill/mockexchange/money"

// Join says how a figure of one venue goes with the same figure of another.
type Join uint8

// The ways of joining figures.
const (
	JoinSum    Join = iota // counts and amounts
	JoinFirst              // the earliest time
	JoinLast               // the latest time
	JoinMost               // the greatest of peaks, spans and shares
	JoinAll                // the latest time, unknown until it is known everywhere
	JoinSaid               // statements, of which all venues heard some together
	JoinUntrue             // of these, those that were false when made
	JoinBroken             // of these, the promises that were broken
)

// joinFacts joins measured figures, element by element.
func joinFacts(a, b []Measured) []Measured {
	for i := range b {
		if i >= len(a) {
			return append(a, b[i:]...)
		}
		a[i] = a[i].join(b[i])
	}
	return a
}

// recount counts statements anew once it is clear what was said and heard: one
// that several venues heard is one.
func (t *Tally) recount() {
	for i := range t.Facts {
		m := &t.Facts[i]
		counts := map[Join]func(*Statement) bool{
			JoinSaid: func(*Statement) bool { return true }, JoinUntrue: (*Statement).Untrue, JoinBroken: (*Statement).Broken,
		}[m.Join]
		if counts == nil {
			continue
		}
		m.Value = 0
		for j := range t.Statements {
			s := &t.Statements[j]
			if (m.AsOf == 0 || s.At <= m.AsOf) && counts(s) {
				m.Value++
			}
		}
	}
}

// join is a figure of two venues together. What a fact about one venue is at
// the others is not known, and changes nothing.
func (m Measured) join(o Measured) Measured {
	switch {
	case m.Elsewhere || o.Elsewhere:
		if m.Elsewhere {
			return o
		}
		return m
	case m.Join == JoinAll && !(m.Known && o.Known):
		return Measured{Join: JoinAll}
	case !o.Known:
		return m
	case !m.Known:
		return o
	}
	finest := max(m.Decimals, o.Decimals)
	m.Value, o.Value, m.Decimals = m.in(finest), o.in(finest), finest
	switch m.Join {
	case JoinFirst:
		m.Value = min(m.Value, o.Value)
	case JoinLast, JoinMost, JoinAll:
		m.Value = max(m.Value, o.Value)
	default:
		m.Value = money.AddCapped(m.Value, o.Value)
	}
	return m
}
