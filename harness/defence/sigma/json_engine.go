package sigma

import "fmt"

// JSONOptions says how plain JSON events are read.
type JSONOptions struct {
	// Time is the field that holds when an event happened: a date as text, or a
	// count since 1970. Nested fields are named with points. Empty: events have
	// no time, and happen a nanosecond after each other.
	Time string
	// Sources lists where events come from, and Source tells which of them an
	// event comes from, given its fields; -1 for none of them. Without the two
	// every rule sees every event.
	Sources []Logsource
	Source  func(get func(field string) string) int
	// SourceFields are the fields that Source asks for.
	SourceFields []string

	Limits Limits
}

// JSONEngine evaluates rules over plain JSON events. Fields of nested objects
// are named with points, as in user.name; of a list one value must match. It is
// for one goroutine.
type JSONEngine struct {
	engine *Engine[*record, struct{}]
	record *record
	o      JSONOptions
	time   int // slot; -1 for none
	fed    int64
}

// NewJSON makes an engine for plain JSON events. Any field may be named, since
// any may come; what a rule names and no event has is told by Explain.
func NewJSON(set *Set, o JSONOptions) (*JSONEngine, error) {
	r := &record{columns: map[string]int{}}
	j := &JSONEngine{record: r, o: o, time: -1}
	if o.Time != "" {
		j.time = r.slot(o.Time)
	}
	for _, f := range o.SourceFields {
		r.slot(f)
	}
	schema := &Schema[*record, struct{}]{
		ID:   func(r *record) uint64 { return r.id },
		Time: func(r *record) int64 { return r.at },
		lookup: func(name string) *Field[*record] {
			slot := r.slot(name)
			return &Field[*record]{Name: name, dynamic: func(r *record) *jsonValue { return &r.slots[slot] }}
		},
		every: func(r *record, visit func(string) bool) bool {
			for _, s := range r.every {
				if visit(s) {
					return true
				}
			}
			return false
		},
	}
	if len(o.Sources) > 0 && o.Source != nil {
		schema.Sources = o.Sources
		schema.Class = func(r *record) int { return r.source }
	}
	r.keep = searches(set)
	var err error
	j.engine, err = Compile(set, schema, o.Limits)
	return j, err
}

// slot gives a field its place.
func (r *record) slot(field string) int {
	if i, ok := r.columns[field]; ok {
		return i
	}
	i := len(r.slots)
	r.columns[field] = i
	r.slots = append(r.slots, jsonValue{})
	return i
}

// searches reports whether any rule has keywords.
func searches(set *Set) bool {
	for _, rule := range set.rules {
		if rule.detection == nil {
			continue
		}
		for _, d := range append([]*detection{rule.detection}, rule.detection.filters...) {
			if d.keywords() {
				return true
			}
		}
	}
	return false
}

func (d *detection) keywords() bool {
	for _, s := range d.selections {
		for _, group := range s.any {
			for _, i := range group {
				if i.field == "" {
					return true
				}
			}
		}
	}
	return false
}

// Feed evaluates the rules over one event, an object. The error, a *JSONError,
// says what is wrong with it; nothing has happened then. Events are numbered
// from 1 in the order in which they are fed.
func (j *JSONEngine) Feed(event []byte) ([]Match[struct{}], error) {
	if err := j.record.parse(string(event)); err != nil {
		return nil, err
	}
	return j.evaluate()
}

func (j *JSONEngine) evaluate() ([]Match[struct{}], error) {
	r := j.record
	r.at, r.id = j.fed+1, uint64(j.fed+1)
	if j.time >= 0 {
		at, ok := timeOf(&r.slots[j.time])
		if !ok {
			return nil, &JSONError{0, fmt.Sprintf("the field %s holds no time", j.o.Time)}
		}
		r.at = at
	}
	if j.engine.schema.Class != nil {
		r.source = j.o.Source(j.field)
		if r.source < 0 || r.source >= len(j.o.Sources) {
			j.fed++
			return nil, nil
		}
	}
	j.fed++
	return j.engine.Feed(r), nil
}

func (j *JSONEngine) field(name string) string {
	i, ok := j.record.columns[name]
	if !ok {
		return ""
	}
	return string(j.record.slots[i].append(nil))
}

// Explain tells about every rule, in the order in which they were loaded.
func (j *JSONEngine) Explain() []Explanation { return j.engine.Explain() }
