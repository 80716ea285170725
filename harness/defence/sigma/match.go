package sigma

// Match says that a rule holds for an event: a detection for the event alone, a
// correlation for a window in which the event is.
type Match[N any] struct {
	Rule *Rule
	At   int64  // time of the event, nanoseconds since 1970
	ID   uint64 // of the event
	Note N      // of the event

	// First is set unless a correlation's condition held at the group's event
	// before, no longer ago than the timespan: a match at every further event is
	// no news in itself, but may bring new entities.
	First bool

	group   string
	events  []seen[N]
	rules   *correlation
	measure measure
}

// Seen is one event of a window.
type Seen[N any] struct {
	At   int64
	ID   uint64
	Note N
	Rule *Rule // of the correlation's rules, the one that matched the event
}

// GroupValue is one value that the events of a window have in common.
type GroupValue struct {
	Field string // as group-by names it
	Value string
}

// Group gives the values by which a correlation groups; none for detections.
func (m *Match[N]) Group() (all []GroupValue) {
	if m.rules == nil {
		return nil
	}
	for i, v := range parts(m.group) {
		all = append(all, GroupValue{m.rules.groupBy[i], v})
	}
	return all
}

// Len is how many events the window has that made the rule match.
func (m *Match[N]) Len() int { return max(1, len(m.events)) }

// Window gives those events by time; of a detection the one event.
func (m *Match[N]) Window() []Seen[N] {
	if m.rules == nil {
		return []Seen[N]{{m.At, m.ID, m.Note, m.Rule}}
	}
	all := make([]Seen[N], 0, len(m.events))
	for i := range m.events {
		all = append(all, m.seen(i))
	}
	return all
}

func (m *Match[N]) seen(i int) Seen[N] {
	e := &m.events[i]
	return Seen[N]{e.at, e.id, e.note, m.rules.rules[e.rule]}
}

// Each hands the events of the window to a function, without making a list.
func (m *Match[N]) Each(visit func(s Seen[N])) {
	if m.rules == nil {
		visit(Seen[N]{m.At, m.ID, m.Note, m.Rule})
		return
	}
	for i := range m.events {
		visit(m.seen(i))
	}
}

// Measured is what the window comes to, exactly: a count, a sum, an average, a
// percentage. It is empty for detections.
func (m *Match[N]) Measured() string {
	if m.rules == nil {
		return ""
	}
	return m.measure.String()
}

// Threshold is the condition that it meets; empty for detections.
func (m *Match[N]) Threshold() string {
	if m.rules == nil {
		return ""
	}
	return m.rules.threshold()
}
