package sigma

import (
	"strconv"
	"strings"
)

// jsonValue is one value of an event whose type is known only when it arrives.
type jsonValue struct {
	kind valueKind
	num  int64
	str  string // texts, and numbers that are no int64 as they are written
	list []jsonValue
}

type valueKind uint8

const (
	valueAbsent valueKind = iota
	valueNull
	valueBool
	valueInt
	valueDecimal
	valueText
	valueList // of values, of which one must match
)

// holds holds the value against a test; of a list one value must hold.
func (v *jsonValue) holds(t test) bool {
	switch v.kind {
	case valueInt:
		return t.int(v.num)
	case valueText:
		return t.text(v.str)
	case valueDecimal:
		if p, ok := t.(*patternTest); ok {
			return p.decimal(v.str)
		}
		return t.text(v.str)
	case valueBool:
		return t.text(strconv.FormatBool(v.num != 0))
	case valueList:
		for i := range v.list {
			if v.list[i].holds(t) {
				return true
			}
		}
	}
	return false
}

func (v *jsonValue) append(dst []byte) []byte {
	switch v.kind {
	case valueInt:
		return strconv.AppendInt(dst, v.num, 10)
	case valueBool:
		return strconv.AppendBool(dst, v.num != 0)
	case valueList:
		for i := range v.list {
			if i > 0 {
				dst = append(dst, ',')
			}
			dst = v.list[i].append(dst)
		}
		return dst
	}
	return append(dst, v.str...)
}

// integer reads whole numbers, texts of digits too.
func (v *jsonValue) integer() (n int64, ok bool) {
	switch v.kind {
	case valueInt:
		return v.num, true
	case valueText, valueDecimal:
		if n, ok := parseNumber(v.str); ok && n.rat == nil {
			return n.n, true
		}
	}
	return 0, false
}

func (v *jsonValue) part(p timePart) (n int64, ok bool) {
	switch v.kind {
	case valueInt:
		return p.of(dateOf(v.num)), true
	case valueText:
		if t, ok := parseDate(v.str); ok {
			return p.of(t), true
		}
	}
	return 0, false
}

// own gives the value memory of its own.
func own(s string) string { return strings.Clone(s) }
