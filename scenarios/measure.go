package scenarios

import (
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Measure is a figure that a fact can be compared with.
type Measure struct {
	Name  string // N in it stands for a number
	Unit  Unit
	Given bool // it is about what a scenario is built with
}

// Unit is what a measure counts in.
type Unit uint8

// The units of measures.
const (
	UnitCount    Unit = iota // whole things, or whole spans of time
	UnitTime                 // a moment or a day
	UnitCoins                // coins of the asset that the fact names
	UnitMoney                // coins of the currency
	UnitPayment              // coins of the asset if the fact names one, otherwise of the currency
	UnitPrice                // coins of the quote asset for one of the asset, in the asset's market
	UnitRate                 // coins of the currency for one of the asset
	UnitPercent              // a share
	UnitMultiple             // how many times as much, with up to three decimals
)

// String is the unit in words, as a list of measures has it.
func (u Unit) String() string {
	words := [...]string{"number", "time", "coins", "currency", "coins", "price", "rate", "per cent", "times"}
	if int(u) < len(words) {
		return words[u]
	}
	return "unknown unit"
}

func (v Vocabulary) measures() (names []string) {
	for _, m := range v.Measures {
		names = append(names, m.Name)
	}
	return names
}

// MostNumber bounds a number in a measure's name.
const MostNumber = 1_000_000

// numberDecimals is how many a number of coins in a measure's name may have.
const numberDecimals = 9

// Family is the name of a measure with N in place of each number, and the
// numbers in 10^-9: whole ones from 1 to a million, or with decimals before
// "coins", as in pieces_under_0.5_coins.
func Family(name string) (family string, numbers []int64) {
	parts := strings.Split(name, "_")
	for i, part := range parts {
		decimals := 0
		if i+1 < len(parts) && parts[i+1] == "coins" {
			_, digits, _ := strings.Cut(part, ".")
			decimals = min(len(digits), numberDecimals)
		}
		_, whole := fixed(part, decimals)
		n, ok := fixed(part, numberDecimals)
		if whole && ok && 0 < n && n <= MostNumber*1_000_000_000 && (part[0] != '0' || decimals > 0) {
			parts[i], numbers = "N", append(numbers, n)
		}
	}
	return strings.Join(parts, "_"), numbers
}

// measure checks what a fact is compared with. A figure that restates how the
// scenario is built proves nothing about a run, and is not called measured.
func (c *checker) measure(f *Fact, v Vocabulary) {
	if f.Measure == nil {
		return
	}
	family, _ := Family(f.Measure.Text)
	at := slices.IndexFunc(v.Measures, func(m Measure) bool { return m.Name == family })
	switch {
	case at >= 0 && slices.Contains(strings.Split(f.Measure.Text, "_"), "N"):
		c.complain(f.Measure.Pos, "unknown measure "+yamldoc.Quoted(f.Measure.Text), "a number in place of N", "")
		return
	case at < 0:
		c.complain(f.Measure.Pos, "unknown measure "+yamldoc.Quoted(f.Measure.Text), yamldoc.OneOf(family, v.measures())+`, which "exdrill measures" lists`, yamldoc.Nearest(family, v.measures()))
		return
	}
	m := v.Measures[at]
	kind := FactMeasured
	if m.Given {
		kind = FactGiven
	}
	if f.Kind.Text != kind {
		c.complain(f.Kind.Pos, "kind is "+f.Kind.Text+" beside "+f.Measure.Text, kind, "")
	}
	c.unit(f, m.Unit)
}

// unit checks that a figure counts in what its measure counts in, and has no
// more decimals than that has.
func (c *checker) unit(f *Fact, u Unit) {
	switch code := c.coin(f, u); {
	case f.Expected.Kind == FigureText: // told
	case u == UnitTime:
		c.figure(f, FigureTime, "", 0, "a time or a day with its offset")
	case u == UnitCount:
		c.figure(f, FigureNumber, "", 0, "a whole number")
	case u == UnitMultiple:
		c.figure(f, FigureNumber, "", 3, "a number with up to 3 decimals")
	case u == UnitPercent:
		c.figure(f, FigureShare, "%", 4, `a share with up to 4 decimals, such as "98.8 %"`)
	case code == "" && f.Asset == nil:
		c.complain(f.Measure.Pos, f.Measure.Text+" stands without asset", "asset: with the coin that it is about", "")
	case code == "":
		c.complain(f.Asset.Pos, "no market trades "+yamldoc.Quoted(f.Asset.Text)+" against anything", "an asset that is the base of one", "")
	default:
		if most, known := c.decimals(f, u, code); known {
			c.figure(f, FigureAmount, code, most, fmt.Sprintf("an amount such as %q, with at most %d decimals", "1 "+code, most))
		}
	}
}

// decimals is how many a figure may have that counts coins or is a price.
func (c *checker) decimals(f *Fact, u Unit, code string) (most int, known bool) {
	switch u {
	case UnitRate:
		return mostDecimals, true
	case UnitPrice:
		return int(c.marketOf(f).PriceScale.Value), true
	}
	asset := c.s.Asset(code)
	if asset == nil {
		return 0, false // told
	}
	return int(asset.Decimals.Value), true
}

// coin is the code of what a fact counts in; empty where it does not say.
func (c *checker) coin(f *Fact, u Unit) string {
	if u == UnitMoney || u == UnitPayment && f.Asset == nil {
		return c.s.Currency.Text
	}
	switch {
	case f.Asset == nil:
		return ""
	case u == UnitRate:
		return c.s.Currency.Text
	case u == UnitPrice:
		if m := c.marketOf(f); m != nil {
			return m.Quote.Text
		}
		return ""
	}
	return f.Asset.Text
}

// marketOf is the market of a fact's asset: the first at its venue, or the first
// of all; nil if there is none.
func (c *checker) marketOf(f *Fact) *Market {
	for i := range c.s.Venues {
		v := &c.s.Venues[i]
		for j := range v.Markets {
			if m := &v.Markets[j]; m.Base.Text == f.Asset.Text && (f.Venue == nil || f.Venue.Text == v.Name.Text) {
				return m
			}
		}
	}
	return nil
}

// figure complains of a figure of another kind or unit, or of one with more
// decimals. An amount may stand without its unit.
func (c *checker) figure(f *Fact, kind FigureKind, unit string, decimals int, wanted string) {
	e := &f.Expected
	bare := kind == FigureAmount && e.Kind == FigureNumber
	if !bare && (e.Kind != kind || e.Unit != unit) || e.Decimals > decimals {
		c.complain(e.Pos, "expected is "+yamldoc.Quoted(e.Text)+" beside "+f.Measure.Text, wanted, "")
	}
}
