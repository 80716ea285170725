package sigma

import (
	"net/netip"
	"regexp"
	"strconv"
)

// test holds one value of an event against one value of a rule.
type test interface {
	text(s string) bool
	int(n int64) bool
}

// patternTest compares as text, which is what Sigma does unless a modifier
// says otherwise.
type patternTest struct {
	quick  *quick // nil if the pattern is none
	slow   pattern
	number number // the same as a number
	exact  bool   // an integer as it is written: number says all
	sum    bool   // a number of the rule: 1.50 is 1.5
}

func newPatternTest(p pattern, isNumber bool) *patternTest {
	t := &patternTest{slow: p, sum: isNumber}
	if q, ok := speed(p); ok {
		t.quick = &q
	}
	if s, ok := p.plain(); ok {
		if n, ok := parseNumber(s); ok {
			t.number = n
			t.exact = n.rat == nil && strconv.FormatInt(n.n, 10) == s
		}
	}
	return t
}

func (t *patternTest) text(s string) bool {
	if t.quick != nil {
		return t.quick.match(s)
	}
	return t.slow.match(s)
}

func (t *patternTest) int(n int64) bool {
	if t.exact {
		return n == t.number.n
	}
	var buf [20]byte
	return t.text(string(strconv.AppendInt(buf[:0], n, 10)))
}

// decimal compares with a number that is no integer.
func (t *patternTest) decimal(s string) bool {
	if t.text(s) {
		return true
	}
	n, ok := parseNumber(s)
	return t.sum && ok && n.compare(t.number) == 0
}

// orderTest compares by size. A text counts if it is a number from end to end.
type orderTest struct {
	order  order
	number number
}

func (t *orderTest) int(n int64) bool {
	if t.number.rat == nil {
		return t.order.holds(compareInt(n, t.number.n))
	}
	return t.order.holds(number{n: n}.compare(t.number))
}

func (t *orderTest) text(s string) bool {
	n, ok := parseNumber(s)
	return ok && t.order.holds(n.compare(t.number))
}

// regexTest looks for a regular expression anywhere in the text.
type regexTest struct{ re *regexp.Regexp }

func (t *regexTest) text(s string) bool { return t.re.MatchString(s) }
func (t *regexTest) int(n int64) bool   { return t.re.MatchString(strconv.FormatInt(n, 10)) }

// networkTest asks whether an address is in a network.
type networkTest struct{ network netip.Prefix }

func (t *networkTest) text(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && t.address(a)
}

func (t *networkTest) int(int64) bool { return false }

func (t *networkTest) address(a netip.Addr) bool { return t.network.Contains(a.Unmap().WithZone("")) }

// refTest says how a field is held against another one.
type refTest struct {
	place  place
	cased  bool
	order  order
	sorted bool // by size, not as text
}

// texts compares two fields as text.
func (t refTest) texts(a, b string) bool {
	if t.sorted {
		x, okx := parseNumber(a)
		y, oky := parseNumber(b)
		return okx && oky && t.order.holds(x.compare(y))
	}
	p := literally(b)
	p.cased = t.cased
	if t.place != whole {
		p = p.within(t.place)
	}
	return p.match(a)
}

// ints compares two fields that are both integers.
func (t refTest) ints(a, b int64) bool {
	switch {
	case t.sorted:
		return t.order.holds(compareInt(a, b))
	case t.place == whole:
		return a == b
	}
	return t.texts(strconv.FormatInt(a, 10), strconv.FormatInt(b, 10))
}
