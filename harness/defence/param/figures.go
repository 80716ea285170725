package param

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Share reads a share above 0, such as "4 %", in parts per million.
func (v *Values) Share(name string) int64 {
	return v.percent(name, 1_000_000, `a share above 0 and up to 100 %, such as "4 %"`)
}

// Multiple reads a share above 0 that may be more than the whole, such as
// "500 %", in parts per million.
func (v *Values) Multiple(name string) int64 {
	return v.percent(name, 1_000_000_000, `a share above 0 and up to 100000 %, such as "120 %"`)
}

func (v *Values) percent(name string, most int64, wanted string) int64 {
	return read(v, name, wanted, func(text string) (int64, bool) {
		number, percent := strings.CutSuffix(text, " %")
		n, err := money.Unit{Decimals: 4}.Parse(number)
		return n, percent && err == nil && n > 0 && n <= most
	})
}

// Number reads a whole number between two bounds.
func (v *Values) Number(name string, least, most int) int {
	return read(v, name, fmt.Sprintf("a whole number from %d to %d", least, most), func(text string) (int, bool) {
		n, err := strconv.Atoi(text)
		return n, err == nil && n >= least && n <= most
	})
}

// Flag reads true or false.
func (v *Values) Flag(name string) bool {
	e, ok := v.Find(name)
	if !ok {
		return v.defaults[name] == "true"
	}
	if e.Value.Kind != yamldoc.Boolean {
		v.file.Wrong(e, "true or false")
	}
	return e.Value.True()
}

// Clock reads a time of day in the venue's time zone, such as "09:00", and
// gives it as the time since midnight UTC.
func (v *Values) Clock(name string) time.Duration {
	at := read(v, name, `a time of day such as "09:00"`, func(text string) (time.Time, bool) {
		at, err := time.Parse("15:04", text)
		return at, err == nil
	})
	const day = 24 * time.Hour
	local := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	return ((local-v.terms.zone)%day + day) % day
}

// Natives reads amounts of coins, each in its own decimals:
//
//	{BTC: 10, XEM: 1000000}
//
// A scenario without one of the coins does without its amount.
func (v *Values) Natives(name string) (all []custody.CoinAmount) {
	const wanted = "a mapping from coins to decimal amounts above 0, such as {BTC: 10}"
	e, ok := v.Find(name)
	if !ok {
		return nil
	}
	for _, coin := range v.file.Mapping(e.Value, wanted) {
		s, ok := v.file.Text(coin, wanted)
		if !ok {
			continue
		}
		if n, err := (money.Unit{Decimals: money.MaxDecimals}).Parse(s); err != nil || n <= 0 {
			v.file.Wrong(coin, wanted)
			continue
		}
		all = append(all, custody.CoinAmount{Asset: coin.Key, Amount: s})
	}
	return all
}
