package sigma

import (
	"strings"
	"unicode/utf8"
)

// quick is a pattern without wildcards but at its ends, which is nearly every
// pattern, over plain ASCII, which is nearly every text.
type quick struct {
	text       string // in lower case unless cased
	head, tail bool   // something may stand before it, behind it
	slow       pattern
}

// speed finds the quick form of a pattern; ok is false if it has none.
func speed(p pattern) (q quick, ok bool) {
	body := p.elements
	q.slow = p
	if len(body) > 0 && body[0] == anyText {
		q.head, body = true, body[1:]
	}
	if len(body) > 0 && body[len(body)-1] == anyText {
		q.tail, body = true, body[:len(body)-1]
	}
	s, ok := plain(body)
	if !ok || !ascii(s) {
		return quick{}, false
	}
	q.text = s
	if !p.cased {
		q.text = strings.ToLower(s)
	}
	return q, true
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func (q *quick) match(s string) bool {
	if q.slow.cased {
		return q.exact(s)
	}
	if len(s) < len(q.text) {
		return q.slower(s) && q.slow.match(s)
	}
	switch {
	case q.head && q.tail:
		for i := 0; i+len(q.text) <= len(s); i++ {
			if q.same(s[i:]) {
				return true
			}
		}
	case q.head:
		if q.same(s[len(s)-len(q.text):]) {
			return true
		}
	case q.tail || len(s) == len(q.text):
		if q.same(s) {
			return true
		}
	}
	return q.slower(s) && q.slow.match(s)
}

// slower reports whether only the full pattern can tell: letters beyond ASCII
// may fold into it.
func (q *quick) slower(s string) bool { return !ascii(s) }

func (q *quick) exact(s string) bool {
	switch {
	case q.head && q.tail:
		return strings.Contains(s, q.text)
	case q.head:
		return strings.HasSuffix(s, q.text)
	case q.tail:
		return strings.HasPrefix(s, q.text)
	}
	return s == q.text
}

// same compares the beginning of a text that is long enough.
func (q *quick) same(s string) bool {
	for i := range len(q.text) {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		if c != q.text[i] {
			return false
		}
	}
	return true
}
