package scenarios

import "time"

// Number is a count, 0 or more. An approximate one has a range.
type Number struct {
	Value  int64
	Lo, Hi int64 // inclusive; equal to Value for an exact one
	Stated
}

// Exactly makes a count one without a range.
func (n *Number) Exactly(value int64) { n.Value, n.Lo, n.Hi = value, value, value }

// Share is a part of a whole, from 0 to 100 %, written as "35 %" or "200 ppm".
type Share struct {
	PPM int64 // parts per million, at most 1,000,000
	Stated
}

// Ratio is a proportion that may exceed the whole, 0 or more, written as
// "180 %" or "200 ppm".
type Ratio struct {
	PPM int64 // parts per million
	Stated
}

// Rate is how often something happens, written as "0.35 a day".
type Rate struct {
	Micro int64 // millionths a day
	Stated
}

// Amount is money, 0 or more, written as "12.5 BTC".
type Amount struct {
	Text  string // the decimal number
	Asset Name   // code of the asset, or the currency
	Stated
}

// Duration is a span of time, 0 or more, written as "90s", "1h30m" or "3d".
type Duration struct {
	Value time.Duration
	Stated
}

// Time is a moment, written in RFC 3339 with its offset.
type Time struct {
	Text string
	Unix int64 // nanoseconds since the Unix epoch
	Stated
}

// Day is a date at a place, written as "2014-08-07+09:00".
type Day struct {
	Text  string // without the offset
	Start int64  // its first nanosecond, since the Unix epoch
	End   int64  // its last nanosecond
	Stated
}

// Moment is a Time, or "onset": the attacker's first action, which is drawn.
type Moment struct {
	Onset bool
	Time
}

// Days is a span of dates, both ends included.
type Days struct {
	First Day `key:"first"`
	Last  Day `key:"last"`
}

// Heavy is an amount with a heavy tail: half of the draws are below the median,
// one in six is above median * (1 + spread).
type Heavy struct {
	Median Amount `key:"median"`
	Spread Ratio  `key:"spread"`
}

// Delay is a waiting time with a heavy tail, as in Heavy.
type Delay struct {
	Median Duration `key:"median"`
	Spread Ratio    `key:"spread"`
}
