package defence

import (
	"time"

	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Clock reads a time of day in the venue's time zone, such as "09:00", and
// gives it as the time since midnight UTC.
func (p *Params) Clock(name, unless string) time.Duration {
	const wanted = `a time of day such as "09:00"`
	text := unless
	if e, ok := p.find(name); ok {
		s, ok := p.page.text(e, wanted)
		if !ok {
			return 0
		}
		if _, err := time.Parse("15:04", s); err != nil {
			p.page.reject(p.page.place(e), name+" is "+short(s), wanted)
			return 0
		}
		text = s
	}
	at, err := time.Parse("15:04", text)
	if err != nil {
		panic("defence: a default that is no time of day: " + text)
	}
	const day = 24 * time.Hour
	local := time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
	return ((local-p.terms.zone)%day + day) % day
}

// Natives reads amounts of coins, each in its own decimals:
//
//	{BTC: 10, XEM: 1000000}
//
// A scenario without one of the coins does without its amount.
func (p *Params) Natives(name string) (all []custody.Native) {
	const wanted = "a mapping from coins to decimal amounts above 0, such as {BTC: 10}"
	e, ok := p.find(name)
	if !ok {
		return nil
	}
	for _, coin := range p.page.mapping(e.value, p.page.place(e), wanted) {
		s, ok := p.page.text(coin, wanted)
		if !ok {
			continue
		}
		if n, err := (money.Unit{Decimals: money.MaxDecimals}).Parse(s); err != nil || n <= 0 {
			p.page.reject(p.page.place(coin), coin.key+" is "+short(s), wanted)
			continue
		}
		all = append(all, custody.Native{Asset: coin.key, Amount: s})
	}
	return all
}
