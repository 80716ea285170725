package money

import (
	"math"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Unit is what amounts of one asset are counted in. It turns base units into
// text and back; the same works for prices, with the price scale as Decimals.
type Unit struct {
	Code     string // "BTC"; never part of the text of an amount
	Decimals uint8  // one whole coin is 10^Decimals base units; at most MaxDecimals
}

// Format writes an amount with all its decimals: 150000000 satoshi are
// "1.50000000".
func (u Unit) Format(amount int64) string {
	return string(u.Append(make([]byte, 0, 24), amount))
}

// Append is Format at the end of dst.
func (u Unit) Append(dst []byte, amount int64) []byte {
	whole, part := u.split(amount)
	dst = strconv.AppendUint(appendSign(dst, amount), whole, 10)
	return u.appendPart(dst, part)
}

// Trimmed writes an amount without the zeros at its end: "1.5".
func (u Unit) Trimmed(amount int64) string {
	whole, part := u.split(amount)
	dst := strconv.AppendUint(appendSign(make([]byte, 0, 24), amount), whole, 10)
	return string(trim(u.appendPart(dst, part), part, u.Decimals))
}

// Human writes an amount for people to read: trimmed, with a comma between
// thousands. Parse does not read it back. 123450 of two decimals is "1,234.5".
func (u Unit) Human(amount int64) string {
	whole, part := u.split(amount)
	dst := appendGrouped(appendSign(make([]byte, 0, 32), amount), whole)
	return string(trim(u.appendPart(dst, part), part, u.Decimals))
}

// Parse reads what Format and Trimmed write: digits, and where the asset is
// divisible, optionally a point with one to Decimals digits after it. A minus
// sign may stand before it all; a plus sign, exponents, blanks and separators
// of thousands may not. The error is a fault: BadRequest for a text that is no
// such amount, Overflow for one beyond an int64.
func (u Unit) Parse(text string) (int64, error) {
	digits, negative := text, false
	if len(text) > 0 && text[0] == '-' {
		digits, negative = text[1:], true
	}
	whole, part, ok := u.cut(digits)
	if !ok {
		return 0, reject.New(reject.BadRequest, text)
	}
	sum, ok := accumulate(0, whole)
	if ok {
		sum, ok = accumulate(sum, part)
	}
	for missing := int(u.Decimals) - len(part); ok && missing > 0; missing-- {
		sum, ok = shift(sum, 0)
	}
	if amount, fits := signed(sum, negative); ok && fits {
		return amount, nil
	}
	return 0, reject.New(reject.Overflow, text)
}

// cut takes a decimal text apart at its point. It is not ok unless both sides
// are digits and no finer than the unit.
func (u Unit) cut(text string) (whole, part string, ok bool) {
	whole, part, pointed := strings.Cut(text, ".")
	fits := u.Decimals <= MaxDecimals && len(part) <= int(u.Decimals) && pointed == (part != "")
	return whole, part, fits && whole != "" && digitsOnly(whole) && digitsOnly(part)
}

func (u Unit) split(amount int64) (whole, part uint64) {
	unit := uint64(Pow10(min(u.Decimals, 18)))
	return magnitude(amount) / unit, magnitude(amount) % unit
}

// appendPart writes the point and the decimals, as many as the unit has.
func (u Unit) appendPart(dst []byte, part uint64) []byte {
	if u.Decimals == 0 {
		return dst
	}
	dst = append(dst, '.')
	for i := int(min(u.Decimals, 18)) - 1; i >= 0; i-- {
		dst = append(dst, '0'+byte(part/uint64(powers[i])%10))
	}
	return dst
}

func appendSign(dst []byte, amount int64) []byte {
	if amount < 0 {
		return append(dst, '-')
	}
	return dst
}

// appendGrouped writes n with a comma before every third digit from the right.
func appendGrouped(dst []byte, n uint64) []byte {
	var buffer [20]byte
	digits := strconv.AppendUint(buffer[:0], n, 10)
	for i, digit := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			dst = append(dst, ',')
		}
		dst = append(dst, digit)
	}
	return dst
}

// trim drops the zeros at the end of the decimals, and the point if nothing
// is left behind it.
func trim(text []byte, part uint64, decimals uint8) []byte {
	if decimals == 0 {
		return text
	}
	if part == 0 {
		return text[:len(text)-int(min(decimals, 18))-1]
	}
	for text[len(text)-1] == '0' {
		text = text[:len(text)-1]
	}
	return text
}

func digitsOnly(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return true
}

// accumulate reads further digits behind those that sum already holds.
func accumulate(sum uint64, digits string) (uint64, bool) {
	for i := range len(digits) {
		next, ok := shift(sum, digits[i]-'0')
		if !ok {
			return 0, false
		}
		sum = next
	}
	return sum, true
}

func shift(sum uint64, digit byte) (uint64, bool) {
	if sum > (math.MaxUint64-9)/10 {
		return 0, false
	}
	return sum*10 + uint64(digit), true
}
