package sigma

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// JSONError says why a text is no event.
type JSONError struct {
	Offset  int // bytes
	Problem string
}

// Error is the problem and its place.
func (e *JSONError) Error() string { return fmt.Sprintf("byte %d: %s", e.Offset, e.Problem) }

var errDeep = errors.New("nested too deeply")

// record is one JSON event while the rules look at it: the values of those
// fields that rules name, and, if any rule has keywords, all texts.
type record struct {
	columns map[string]int // field -> slot
	slots   []jsonValue
	every   []string // all values as text
	keep    bool     // every is wanted

	at     int64
	id     uint64
	source int
	lists  int // how many lists are open

	s    string // what is parsed
	i    int
	path []byte
}

func (r *record) reset() {
	clear(r.slots)
	r.lists = 0
	r.every, r.path = r.every[:0], r.path[:0]
}

// parse reads one object.
func (r *record) parse(line string) (err error) {
	r.reset()
	r.s, r.i = line, 0
	r.space()
	if r.i == len(r.s) || r.s[r.i] != '{' {
		return r.wrong("no object begins here")
	}
	if err := r.object(0); err != nil {
		return err
	}
	if r.space(); r.i < len(r.s) {
		return r.wrong("the event goes on behind its end")
	}
	return nil
}

func (r *record) wrong(problem string) error { return &JSONError{r.i, problem} }

func (r *record) space() {
	for r.i < len(r.s) && (r.s[r.i] == ' ' || r.s[r.i] == '\t' || r.s[r.i] == '\n' || r.s[r.i] == '\r') {
		r.i++
	}
}

// skip passes a character that must stand next.
func (r *record) skip(c byte) error {
	r.space()
	if r.i == len(r.s) || r.s[r.i] != c {
		return r.wrong("expected " + strconv.QuoteRune(rune(c)))
	}
	r.i++
	return nil
}

// object reads an object whose fields stand below the current path.
func (r *record) object(depth int) error {
	if depth > dialect.Levels {
		return r.wrong(errDeep.Error())
	}
	r.i++
	r.space()
	if r.i < len(r.s) && r.s[r.i] == '}' {
		r.i++
		return nil
	}
	for {
		if err := r.member(depth); err != nil {
			return err
		}
		r.space()
		if r.i < len(r.s) && r.s[r.i] == ',' {
			r.i++
			r.space()
			continue
		}
		return r.skip('}')
	}
}

func (r *record) member(depth int) error {
	if r.i == len(r.s) || r.s[r.i] != '"' {
		return r.wrong("expected a key")
	}
	key, err := r.text()
	if err != nil {
		return err
	}
	if err := r.skip(':'); err != nil {
		return err
	}
	outer := len(r.path)
	if outer > 0 {
		r.path = append(r.path, '.')
	}
	r.path = append(r.path, key...)
	r.space()
	slot, named := r.columns[string(r.path)]
	if r.i < len(r.s) && r.s[r.i] == '{' {
		if named {
			r.put(slot, jsonValue{kind: valueText}) // an object is there, and has no value of its own
		}
		err = r.object(depth + 1)
	} else {
		var v jsonValue
		if v, err = r.value(depth); err == nil && named {
			r.put(slot, v)
		}
	}
	r.path = r.path[:outer]
	return err
}

// put stores a value. Fields of objects in a list have all the values that they
// have in any of them.
func (r *record) put(slot int, v jsonValue) {
	at := &r.slots[slot]
	if r.lists == 0 || at.kind == valueAbsent {
		*at = v
		return
	}
	if at.kind != valueList {
		*at = jsonValue{kind: valueList, list: []jsonValue{*at}}
	}
	at.list = append(at.list, v)
}

// value reads anything but an object below a field.
func (r *record) value(depth int) (v jsonValue, err error) {
	if r.i == len(r.s) {
		return v, r.wrong("expected a value")
	}
	switch c := r.s[r.i]; {
	case c == '"':
		v.kind = valueText
		v.str, err = r.text()
	case c == '[':
		return r.array(depth + 1)
	case c == '{':
		return jsonValue{kind: valueText}, r.object(depth + 1)
	case c == 't' && strings.HasPrefix(r.s[r.i:], "true"):
		v, r.i = jsonValue{kind: valueBool, num: 1}, r.i+4
	case c == 'f' && strings.HasPrefix(r.s[r.i:], "false"):
		v, r.i = jsonValue{kind: valueBool}, r.i+5
	case c == 'n' && strings.HasPrefix(r.s[r.i:], "null"):
		v, r.i = jsonValue{kind: valueNull}, r.i+4
	default:
		v, err = r.number()
	}
	if r.keep && err == nil && v.kind != valueNull {
		r.every = append(r.every, string(v.append(nil)))
	}
	return v, err
}

func (r *record) array(depth int) (v jsonValue, err error) {
	if depth > dialect.Levels {
		return v, r.wrong(errDeep.Error())
	}
	r.lists++
	defer func() { r.lists-- }()
	v.kind = valueList
	r.i++
	r.space()
	if r.i < len(r.s) && r.s[r.i] == ']' {
		r.i++
		return v, nil
	}
	for {
		r.space()
		one, err := r.value(depth)
		if err != nil {
			return v, err
		}
		v.list = append(v.list, one)
		r.space()
		if r.i < len(r.s) && r.s[r.i] == ',' {
			r.i++
			continue
		}
		return v, r.skip(']')
	}
}

// number reads integers exactly; everything else keeps its digits.
func (r *record) number() (v jsonValue, err error) {
	start := r.i
	for r.i < len(r.s) && (r.s[r.i] >= '0' && r.s[r.i] <= '9' || strings.IndexByte("+-.eE", r.s[r.i]) >= 0) {
		r.i++
	}
	digits := r.s[start:r.i]
	if !isNumber(digits) {
		r.i = start
		return v, r.wrong("expected a value")
	}
	if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return jsonValue{kind: valueInt, num: n}, nil
	}
	return jsonValue{kind: valueDecimal, str: digits}, nil
}

// isNumber holds digits against JSON's grammar.
func isNumber(s string) bool {
	s = strings.TrimPrefix(s, "-")
	whole := digitsOf(s)
	if whole == 0 || whole > 1 && s[0] == '0' {
		return false
	}
	s = s[whole:]
	if strings.HasPrefix(s, ".") {
		n := digitsOf(s[1:])
		if n == 0 {
			return false
		}
		s = s[1+n:]
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		n := digitsOf(s)
		return n > 0 && n == len(s)
	}
	return s == ""
}

func digitsOf(s string) (n int) {
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// text reads a string; one without escapes is part of the line.
func (r *record) text() (string, error) {
	start := r.i + 1
	for r.i = start; r.i < len(r.s); r.i++ {
		switch c := r.s[r.i]; {
		case c == '"':
			s := r.s[start:r.i]
			r.i++
			return s, nil
		case c == '\\':
			return r.escaped(start)
		case c < ' ':
			return "", r.wrong("a control character in a string")
		}
	}
	return "", r.wrong("a string does not end")
}

func (r *record) escaped(start int) (string, error) {
	b := append([]byte(nil), r.s[start:r.i]...)
	for r.i < len(r.s) {
		c := r.s[r.i]
		r.i++
		switch {
		case c == '"':
			return string(b), nil
		case c < ' ':
			return "", r.wrong("a control character in a string")
		case c != '\\':
			b = append(b, c)
			continue
		}
		if r.i == len(r.s) {
			break
		}
		c = r.s[r.i]
		r.i++
		if at := strings.IndexByte(`"\/bfnrt`, c); at >= 0 {
			b = append(b, "\"\\/\b\f\n\r\t"[at])
			continue
		}
		u, ok := r.hex(c)
		if !ok {
			return "", r.wrong("an escape that JSON does not have")
		}
		b = utf8.AppendRune(b, u)
	}
	return "", r.wrong("a string does not end")
}

// hex reads the digits of \u, and those of its other half.
func (r *record) hex(c byte) (rune, bool) {
	u, ok := r.unit(c)
	if !ok || !utf16.IsSurrogate(u) {
		return u, ok
	}
	if strings.HasPrefix(r.s[r.i:], `\u`) {
		before := r.i
		r.i += 2
		if low, ok := r.unit('u'); ok {
			if both := utf16.DecodeRune(u, low); both != utf8.RuneError {
				return both, true
			}
		}
		r.i = before
	}
	return utf8.RuneError, true
}

func (r *record) unit(c byte) (rune, bool) {
	if c != 'u' || r.i+4 > len(r.s) {
		return 0, false
	}
	n, err := strconv.ParseUint(r.s[r.i:r.i+4], 16, 32)
	r.i += 4
	return rune(n), err == nil
}

// timeOf reads the time of an event out of a value.
func timeOf(v *jsonValue) (at int64, ok bool) {
	var t time.Time
	switch v.kind {
	case valueInt:
		t = dateOf(v.num)
	case valueText:
		if t, ok = parseDate(v.str); !ok {
			return 0, false
		}
	default:
		return 0, false
	}
	if y := t.Year(); y < 1678 || y > 2261 {
		return 0, false // beyond what nanoseconds can count
	}
	return t.UnixNano(), true
}
