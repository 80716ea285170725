package param

import (
	"time"

	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Clock reads a time of day in the venue's time zone, such as "09:00", and
// gives it as the time since midnight UTC.
func (p *Values) Clock(name, unless string) time.Duration {
	const wanted = `a time of day such as "09:00"`
	text := unless
	if e, ok := p.Find(name); ok {
		s, ok := p.Page.Text(e, wanted)
		if !ok {
			return 0
		}
		if _, err := time.Parse("15:04", s); err != nil {
			p.Page.Reject(p.Page.Place(e), name+" is "+yamldoc.Quoted(s), wanted)
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
	return ((local-p.Terms.Zone)%day + day) % day
}

// Natives reads amounts of coins, each in its own decimals:
//
//	{BTC: 10, XEM: 1000000}
//
// A scenario without one of the coins does without its amount.
func (p *Values) Natives(name string) (all []custody.CoinAmount) {
	const wanted = "a mapping from coins to decimal amounts above 0, such as {BTC: 10}"
	e, ok := p.Find(name)
	if !ok {
		return nil
	}
	for _, coin := range p.Page.Mapping(e.Value, p.Page.Place(e), wanted) {
		s, ok := p.Page.Text(coin, wanted)
		if !ok {
			continue
		}
		if n, err := (money.Unit{Decimals: money.MaxDecimals}).Parse(s); err != nil || n <= 0 {
			p.Page.Reject(p.Page.Place(coin), coin.Key+" is "+yamldoc.Quoted(s), wanted)
			continue
		}
		all = append(all, custody.CoinAmount{Asset: coin.Key, Amount: s})
	}
	return all
}
