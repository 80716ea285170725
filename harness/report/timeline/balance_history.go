package timeline

import "github.com/exdrill/exdrill/scenarios"

// balanceHistory is the balance history of one asset of one venue: what it came to.
type balanceHistory struct {
	venue     uint8
	asset     uint16
	whole     int64 // at the start
	hot, cold []Point
	last      Point // hot, as heard last
	lastCold  Point
}

// samples is at most how many regular samples of a balance are kept.
const samples = 480

// holding hears what an asset comes to. It is kept at regular times, at least
// an hour apart, and whenever a hundredth of all coins has moved since.
func (c *Chronicle) holding(at int64, venue uint8, asset uint16, hot, cold int64) {
	b := c.balance(venue, asset)
	if b.whole == 0 {
		b.whole = hot + cold
	}
	b.last, b.lastCold = Point{at, hot}, Point{at, cold}
	if n := len(b.hot); n > 0 {
		moved := max(apart(hot, b.hot[n-1].Value), apart(cold, b.cold[n-1].Value))
		regular := max(c.span(samples), int64(hour))
		if moved < b.whole/100+1 && at-b.hot[n-1].At < regular {
			return
		}
	}
	b.keep()
}

const hour = 3_600_000_000_000

// keep adds what was heard last.
func (b *balanceHistory) keep() {
	if n := len(b.hot); n > 0 && b.hot[n-1].At == b.last.At {
		b.hot, b.cold = b.hot[:n-1], b.cold[:n-1]
	}
	b.hot, b.cold = append(b.hot, b.last), append(b.cold, b.lastCold)
}

func apart(a, b int64) int64 { return max(a-b, b-a) }

func (c *Chronicle) balance(venue uint8, asset uint16) *balanceHistory {
	for _, b := range c.balances {
		if b.venue == venue && b.asset == asset {
			return b
		}
	}
	b := &balanceHistory{venue: venue, asset: asset}
	c.balances = append(c.balances, b)
	return b
}

// listBalances are the balances up to the end.
func (c *Chronicle) listBalances() []Balance {
	list := make([]Balance, 0, len(c.balances))
	for _, b := range c.balances {
		b.keep()
		w := c.worlds[b.venue]
		a := &w.Genesis.Assets[b.asset-1]
		stolen := false
		for _, code := range w.Truth.Wallets {
			stolen = stolen || w.Attack && code == a.Code && w.Scenario.Incident.Position.Text == scenarios.PositionSigningKey
		}
		list = append(list, Balance{
			Venue: c.venue(b.venue), Asset: a.Code, Decimals: a.Decimals, Stolen: stolen,
			Hot: append(b.hot, Point{c.end, b.last.Value}), Cold: append(b.cold, Point{c.end, b.lastCold.Value}),
		})
	}
	return list
}
