package report

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // machines without a time-zone database show venue times too

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// symbols are the currencies that people know by a sign.
var symbols = map[string]string{"JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "KRW": "₩"}

// Symbol is the sign by which people know a currency; ok is false for one without.
func Symbol(currency string) (sign string, ok bool) {
	sign, ok = symbols[currency]
	return sign, ok
}

// Money writes an amount for people: "¥1,234,567", "12.5 BTC".
func Money(amount score.Amount, currency string, decimals uint8) string {
	number := money.Unit{Decimals: decimals}.Human(int64(amount))
	if cents, point := 2, strings.IndexByte(number, '.'); int(decimals) == cents {
		if point < 0 {
			number += "."
			point = len(number) - 1
		}
		number += strings.Repeat("0", cents-(len(number)-point-1))
	}
	symbol, known := symbols[currency]
	if !known {
		return strings.TrimSpace(number + " " + currency)
	}
	if digits, negative := strings.CutPrefix(number, "-"); negative {
		return "-" + symbol + digits
	}
	return symbol + number
}

// Percent writes part of whole with one decimal. What is almost nothing or
// almost all is told apart from nothing and all: "< 0.1 %", "> 99.9 %".
func Percent(part, whole int64) string {
	if whole == 0 {
		return "0 %"
	}
	tenths, ok := money.MulDiv(part, 1000, whole, money.Nearest)
	switch {
	case !ok:
		return "> 1000 %"
	case tenths == 0 && part > 0:
		return "< 0.1 %"
	case tenths == 0 && part < 0:
		return "> -0.1 %"
	case tenths == 1000 && part < whole:
		return "> 99.9 %"
	}
	return money.Unit{Decimals: 1}.Trimmed(tenths) + " %"
}

// ShareText writes a share as Percent does.
func ShareText(s score.Share) string { return Percent(int64(s), money.Whole) }

// exact writes a share with all its decimals, for limits that were just missed.
func exact(s score.Share) string { return money.Unit{Decimals: 4}.Trimmed(int64(s)) + " %" }

// Count writes a number of things with a comma between thousands.
func Count(n int64) string { return money.Unit{}.Human(n) }

// atOnce is a span too short to tell.
const atOnce = "at once"

// Span writes a span of virtual time with its two largest units: "17 h 12 m".
// What is shorter than a second is "at once".
func Span(e score.Elapsed) string {
	d := time.Duration(e)
	if d < 0 {
		return "-" + Span(-e)
	}
	day := 24 * time.Hour
	switch {
	case d < time.Second:
		return atOnce
	case d < time.Minute:
		return fmt.Sprintf("%d s", d/time.Second)
	case d < time.Hour:
		return two(d, time.Minute, "m", time.Second, "s")
	case d < 2*day:
		return two(d, time.Hour, "h", time.Minute, "m")
	}
	return two(d, day, "d", time.Hour, "h")
}

func two(d, large time.Duration, name string, small time.Duration, rest string) string {
	text := fmt.Sprintf("%d %s", d/large, name)
	if n := d % large / small; n > 0 {
		text += fmt.Sprintf(" %d %s", n, rest)
	}
	return text
}

// Moment writes a time by the venue's clock and in UTC:
// "2018-01-07 10:00:00 JST (01:00:00 UTC)".
func Moment(at score.Instant, zone string) string {
	utc, local := at.Time(), at.Time().In(location(zone))
	if local.Location() == time.UTC {
		return utc.Format("2006-01-02 15:04:05 UTC")
	}
	layout := "15:04:05 UTC"
	if local.YearDay() != utc.YearDay() {
		layout = "2006-01-02 " + layout
	}
	return local.Format("2006-01-02 15:04:05 MST") + " (" + utc.Format(layout) + ")"
}

// Local writes a time by the venue's clock alone, for narrow columns:
// "2018-01-07 10:00 JST".
func Local(at score.Instant, zone string) string {
	return at.Time().In(location(zone)).Format("2006-01-02 15:04 MST")
}

// location is a time zone by its name, UTC if nobody knows it.
func location(zone string) *time.Location {
	l, err := time.LoadLocation(zone)
	if err != nil {
		return time.UTC
	}
	return l
}
