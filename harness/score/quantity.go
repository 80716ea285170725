package score

import (
	"bytes"
	"fmt"
	"strconv"
	"time"

	"github.com/exdrill/exdrill/mockexchange/money"
)

// Amount is money in base units. JSON carries it as a string, so that no
// reader rounds it.
type Amount int64

// MarshalJSON writes the amount as a string of digits.
func (a Amount) MarshalJSON() ([]byte, error) {
	return strconv.AppendQuote(nil, strconv.FormatInt(int64(a), 10)), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (a *Amount) UnmarshalJSON(text []byte) error {
	digits, quoted := bytes.CutPrefix(text, []byte{'"'})
	digits, closed := bytes.CutSuffix(digits, []byte{'"'})
	n, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil || !quoted || !closed {
		return fmt.Errorf("amount %s, expected a string of digits", text)
	}
	*a = Amount(n)
	return nil
}

// Share is a part of a whole in parts per million; JSON carries it as a
// decimal number, 1 for the whole.
type Share int64

// String is the share as a decimal number.
func (s Share) String() string { return money.Unit{Decimals: 6}.Trimmed(int64(s)) }

// MarshalJSON writes the share as a decimal number.
func (s Share) MarshalJSON() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Share) UnmarshalJSON(text []byte) error {
	return parseDecimal((*int64)(s), text, 6, "share")
}

// Points is a score in hundredths of a point; JSON carries it as a decimal
// number of points.
type Points int64

// String is the score with its two decimals.
func (p Points) String() string { return money.Unit{Decimals: 2}.Format(int64(p)) }

// MarshalJSON writes the score as a decimal number.
func (p Points) MarshalJSON() ([]byte, error) {
	return []byte(money.Unit{Decimals: 2}.Trimmed(int64(p))), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (p *Points) UnmarshalJSON(text []byte) error {
	return parseDecimal((*int64)(p), text, 2, "score")
}

// Elapsed is a span of virtual time in nanoseconds; JSON carries it as a
// decimal number of seconds.
type Elapsed int64

// MarshalJSON writes the span as a decimal number of seconds.
func (e Elapsed) MarshalJSON() ([]byte, error) {
	return []byte(money.Unit{Decimals: 9}.Trimmed(int64(e))), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (e *Elapsed) UnmarshalJSON(text []byte) error {
	return parseDecimal((*int64)(e), text, 9, "seconds")
}

// Instant is a moment of virtual time, nanoseconds since the Unix epoch. JSON
// carries it in RFC 3339, UTC; the zero value is no moment and null.
type Instant int64

// MarshalJSON writes the moment, or null.
func (i Instant) MarshalJSON() ([]byte, error) {
	if i == 0 {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, i.Time().Format(time.RFC3339Nano)), nil
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (i *Instant) UnmarshalJSON(text []byte) error {
	if string(text) == "null" {
		*i = 0
		return nil
	}
	t, err := time.Parse(`"`+time.RFC3339Nano+`"`, string(text))
	if err != nil || t.Year() < 1678 || t.Year() > 2261 { // what 64 bits of nanoseconds hold
		return fmt.Errorf("time %s, expected RFC 3339", text)
	}
	*i = Instant(t.UnixNano())
	return nil
}

// Time is the moment in UTC.
func (i Instant) Time() time.Time { return time.Unix(0, int64(i)).UTC() }

func parseDecimal(dst *int64, text []byte, decimals uint8, what string) error {
	n, err := money.Unit{Decimals: decimals}.Parse(string(text))
	if err != nil {
		return fmt.Errorf("%s %s, expected a decimal number", what, text)
	}
	*dst = n
	return nil
}
