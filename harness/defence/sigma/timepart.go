package sigma

import (
	"strconv"
	"time"
)

// timePart is a number that a modifier takes out of a date.
type timePart uint8

const (
	noPart timePart = iota
	minutePart
	hourPart
	dayPart
	weekPart
	monthPart
	yearPart
)

var timeParts = map[string]timePart{
	"minute": minutePart, "hour": hourPart, "day": dayPart, "week": weekPart, "month": monthPart, "year": yearPart,
}

// of takes the part out of a time, in the time's own zone. Weeks are those of
// ISO 8601, of which a year has 52 or 53.
func (p timePart) of(t time.Time) int64 {
	switch p {
	case minutePart:
		return int64(t.Minute())
	case hourPart:
		return int64(t.Hour())
	case dayPart:
		return int64(t.Day())
	case weekPart:
		_, w := t.ISOWeek()
		return int64(w)
	case monthPart:
		return int64(t.Month())
	}
	return int64(t.Year())
}

// Forms of dates in logs. A date without a zone is taken as it is written.
var dateForms = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02 15:04:05.999999999Z07:00",
	"2006-01-02 15:04:05.999999999", "2006-01-02", time.RFC1123Z, time.RFC1123,
}

// parseDate reads a date as logs write it: a text, or a count since 1970.
func parseDate(s string) (t time.Time, ok bool) {
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return dateOf(n), true
	}
	for _, form := range dateForms {
		if t, err := time.Parse(form, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// dateOf reads a count since 1970 in UTC: seconds, milliseconds, microseconds
// or nanoseconds, told by its size. Up to the year 5138 they do not overlap.
func dateOf(n int64) time.Time {
	size := max(n, -n)
	switch {
	case size < 100_000_000_000:
		return time.Unix(n, 0).UTC()
	case size < 100_000_000_000_000:
		return time.UnixMilli(n).UTC()
	case size < 100_000_000_000_000_000:
		return time.UnixMicro(n).UTC()
	}
	return time.Unix(0, n).UTC()
}
