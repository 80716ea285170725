package sigma

import (
	"net/netip"
	"strconv"
	"time"
)

// Schema tells the compiler how events of type E are read. N is what the
// engine remembers of an event for as long as a window holds it: whatever the
// caller wants to find again in a match, such as the ids of those involved.
// Both should hold no memory that the caller uses again.
type Schema[E, N any] struct {
	// Sources lists where events come from; rules about none of them are
	// refused. Empty: the source is not known and every rule sees every event.
	Sources []Logsource
	// Class gives the index in Sources of an event. Several classes may have
	// the same source: rules are specialised to each.
	Class func(e E) int
	// Time is when the event happened, in nanoseconds since 1970.
	Time func(e E) int64
	// ID is the event's own number; nil counts the events that are fed, from 1.
	ID func(e E) uint64
	// Note is what to remember of an event; nil for nothing.
	Note func(e E) N
	// Fields are what rules can name.
	Fields []Field[E]

	lookup func(name string) *Field[E]                  // makes fields as rules name them
	every  func(e E, visit func(text string) bool) bool // all values, for keywords
}

// Field is one column of the events. Exactly one of Int, Text, Bool and IP is
// set.
type Field[E any] struct {
	Name string
	Int  func(e E) int64
	Text func(e E) string
	Bool func(e E) bool
	IP   func(e E) netip.Addr

	// Has says which classes of events carry the field; nil for all.
	Has func(class int) bool
	// Fixed gives the text that the field has in every event of a class.
	Fixed func(class int) (text string, ok bool)
	// None reports that the value stands for nobody, such as account 0: it
	// matches null besides itself, and no correlation groups by it.
	None func(e E) bool
	// Values lists all texts that the field can have; nil if they are not known.
	Values []string
	// Date says that Int counts nanoseconds since 1970.
	Date bool

	dynamic func(e E) *jsonValue
}

// kind names what the field holds.
func (f *Field[E]) kind() string {
	switch {
	case f.Int != nil && f.Date:
		return "a date"
	case f.Int != nil:
		return "an integer"
	case f.Bool != nil:
		return "true or false"
	case f.IP != nil:
		return "an address"
	}
	return "a text"
}

func (f *Field[E]) in(class int) bool { return f.Has == nil || f.Has(class) }

// none reports whether the field stands for nobody in an event.
func (f *Field[E]) none(e E) bool {
	if f.dynamic != nil {
		k := f.dynamic(e).kind
		return k == valueAbsent || k == valueNull
	}
	return f.None != nil && f.None(e)
}

// append writes the value as text.
func (f *Field[E]) append(dst []byte, e E) []byte {
	switch {
	case f.Int != nil:
		return strconv.AppendInt(dst, f.Int(e), 10)
	case f.Text != nil:
		return append(dst, f.Text(e)...)
	case f.Bool != nil:
		return strconv.AppendBool(dst, f.Bool(e))
	case f.IP != nil:
		if a := f.IP(e); a.IsValid() {
			return a.AppendTo(dst)
		}
		return dst
	}
	return f.dynamic(e).append(dst)
}

// number reads the value as an integer.
func (f *Field[E]) number(e E) (n int64, ok bool) {
	switch {
	case f.Int != nil:
		return f.Int(e), true
	case f.dynamic != nil:
		return f.dynamic(e).integer()
	}
	return 0, false
}

// holds holds the value against a test.
func (f *Field[E]) holds(t test, e E) bool {
	switch {
	case f.Int != nil:
		return t.int(f.Int(e))
	case f.Text != nil:
		return t.text(f.Text(e))
	case f.Bool != nil:
		return t.text(strconv.FormatBool(f.Bool(e)))
	case f.IP != nil:
		if n, ok := t.(*networkTest); ok {
			return n.address(f.IP(e))
		}
		var buf [48]byte
		return t.text(string(f.append(buf[:0], e)))
	}
	return f.dynamic(e).holds(t)
}

// part takes a part out of a date.
func (f *Field[E]) part(p timePart, e E) (n int64, ok bool) {
	if f.Int != nil {
		return p.of(time.Unix(0, f.Int(e)).UTC()), true
	}
	return f.dynamic(e).part(p)
}
