package sigma

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Elements of a pattern that are no characters. Bytes that are no UTF-8 are
// elements from rawByte upwards, so that patterns for binary data work too.
const (
	anyText rune = -1 - iota // *
	anyOne                   // ?
	anyDash                  // any of the characters that begin an option
)

const rawByte = unicode.MaxRune + 1

// dashes are the characters that windash takes for each other.
const dashes = "-/–—―"

// pattern is a text with wildcards.
type pattern struct {
	elements []rune
	cased    bool
}

// parsePattern reads Sigma's wildcards and escapes: a backslash takes its
// meaning from a wildcard or a backslash that follows, and is itself before
// anything else.
func parsePattern(s string) pattern {
	var p pattern
	for len(s) > 0 {
		r, size := element(s)
		s = s[size:]
		switch {
		case r == '\\' && s != "" && strings.IndexByte(`*?\`, s[0]) >= 0:
			r, s = rune(s[0]), s[1:]
		case r == '*':
			r = anyText
		case r == '?':
			r = anyOne
		}
		p.elements = append(p.elements, r)
	}
	return p
}

// element is the first character of a text.
func element(s string) (r rune, size int) {
	if s[0] < utf8.RuneSelf {
		return rune(s[0]), 1
	}
	r, size = utf8.DecodeRuneInString(s)
	if r == utf8.RuneError && size == 1 {
		return rawByte + rune(s[0]), 1
	}
	return r, size
}

// plain gives the text that the pattern stands for; ok is false if it has
// wildcards.
func (p pattern) plain() (s string, ok bool) { return plain(p.elements) }

func plain(elements []rune) (s string, ok bool) {
	var b strings.Builder
	for _, r := range elements {
		switch {
		case r < 0:
			return "", false
		case r >= rawByte:
			b.WriteByte(byte(r - rawByte))
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), true
}

// literally is a pattern that has no wildcards.
func literally(s string) pattern {
	var p pattern
	for len(s) > 0 {
		r, size := element(s)
		p.elements, s = append(p.elements, r), s[size:]
	}
	return p
}

// dashed takes every character that may begin an option for any of them.
func (p pattern) dashed() pattern {
	made := pattern{cased: p.cased}
	for _, r := range p.elements {
		if r >= 0 && strings.ContainsRune(dashes, r) {
			r = anyDash
		}
		made.elements = append(made.elements, r)
	}
	return made
}

// within puts the pattern at the place that a modifier names.
func (p pattern) within(at place) pattern {
	made := p
	made.elements = nil
	if at == contains || at == endsWith {
		made.elements = append(made.elements, anyText)
	}
	made.elements = append(made.elements, p.elements...)
	if at == contains || at == startsWith {
		made.elements = append(made.elements, anyText)
	}
	return made
}

// fold is the one form of a character for matching without case.
func fold(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	if r >= rawByte {
		return r
	}
	return unicode.ToLower(r)
}

// match holds a text against the pattern. It goes back to the last * when a
// character does not fit, so that its time is at most the product of the two
// lengths.
func (p pattern) match(s string) bool {
	at, star, resume := 0, -1, ""
	for s != "" {
		r, size := element(s)
		if at < len(p.elements) && p.elements[at] == anyText {
			star, resume, at = at, s, at+1
			continue
		}
		if at < len(p.elements) && p.fits(p.elements[at], r) {
			at, s = at+1, s[size:]
			continue
		}
		if star < 0 {
			return false
		}
		_, size = element(resume)
		resume = resume[size:]
		at, s = star+1, resume
	}
	for at < len(p.elements) && p.elements[at] == anyText {
		at++
	}
	return at == len(p.elements)
}

func (p pattern) fits(want, r rune) bool {
	switch {
	case want == r, want == anyOne:
		return true
	case want == anyDash:
		return strings.ContainsRune(dashes, r)
	}
	return !p.cased && want >= 0 && fold(want) == fold(r)
}
