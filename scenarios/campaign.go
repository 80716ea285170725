package scenarios

import (
	"slices"
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Campaign is everything that the attacker does. All steps on one key make up
// a unit and are taken in their order; units do not wait for each other.
type Campaign struct {
	Onset Window `key:"onset"`               // his first action is drawn in it
	Until Time   `key:"until" check:"run"`   // by then all steps of the record are done
	Think Pause  `key:"think" check:"pause"` // between two requests with the same key
	Steps []Step `key:"steps" check:"unique=step"`
}

// Window is a span of time.
type Window struct {
	Earliest Time `key:"earliest" check:"clock"`
	Latest   Time `key:"latest" check:"clock"`
}

// Sets of keys that a step can be about, beside the classes of victims and of
// the attacker's own accounts.
const (
	OnAll     = "all"     // every key of the dump
	OnLive    = "live"    // those that live
	OnDeleted = "deleted" // those that their owners deleted

	OnPublished = "published" // those that were shown in public
)

// Conditions of a step: what the attacker must know of the key as it begins.
const (
	WhenAlways         = "always"
	WhenAlive          = "alive"            // the venue told what the key may do
	WhenCanTrade       = "can_trade"        // and trading was part of it
	WhenCanWithdraw    = "can_withdraw"     // and withdrawing was part of it
	WhenHasFunds       = "has_funds"        // balances were read, and something was there
	WhenUnitNotDrained = "unit_not_drained" // nobody took all yet
)

// Step is one technique, applied to each key of a set, or used for each of its
// transfers on a chain. It begins either within
// At, the keys one after another in an order that is drawn, or After another
// step on the same key has ended.
type Step struct {
	ID             Name       `key:"id"`
	Technique      Name       `key:"technique"`
	On             []Name     `key:"on,optional"`                  // sets of keys
	With           *Name      `key:"with,optional"`                // class of own accounts: the partners of these keys, in turn
	Venue          *Name      `key:"venue,optional" check:"venue"` // absent for every venue where there are such keys
	At             *Span      `key:"at,optional"`
	After          *After     `key:"after,optional"`
	Counts         []Number   `key:"counts,optional"` // the technique's count for each account of On, in their order
	Params         *Params    `key:"params,optional"`
	Transfers      []Transfer `key:"transfers,optional"` // on a chain, instead of all but the technique
	When           []Name     `key:"when,optional"`
	Counterfactual bool       `key:"counterfactual,optional"` // beyond the record: what an undefended venue would have gone on losing
	Choice         *Choice    `key:"choice,optional"`         // of an entry: one of several steps that stand for each other
	Chance         *Share     `key:"chance,optional"`         // of an entry: that a variant has the step
}

// Span spreads the beginnings of a step over time; the first is at Start.
type Span struct {
	Start Moment `key:"start"`
	End   Time   `key:"end" check:"clock"`
}

// After lets a step follow another one on the same key.
type After struct {
	Step   Name     `key:"step"`
	Delay  Duration `key:"delay"`
	Jitter Duration `key:"jitter"` // drawn evenly and added
}

func (c *checker) campaign(k *Campaign) {
	if k.Onset.Latest.Unix < k.Onset.Earliest.Unix && k.Onset.Earliest.Pos.Line > 0 {
		c.complain(k.Onset.Latest.Pos, "latest is "+k.Onset.Latest.Text, "a time that is not before the earliest, "+k.Onset.Earliest.Text, "")
	}
	c.after("until", k.Until, k.Onset.Latest, "the latest onset")
	if len(k.Steps) == 0 {
		c.complain(k.Until.Pos, "the campaign has no steps", "at least one", "")
	}
	var ids []string
	for i := range k.Steps {
		step := &k.Steps[i]
		c.step(step, ids)
		ids = append(ids, step.ID.Text)
	}
	c.copied(k)
}

// step checks one step; a step can only follow one that stands before it.
func (c *checker) step(step *Step, before []string) {
	if len(step.Transfers) > 0 {
		c.transfers(step)
		if step.Params != nil {
			c.params(step.Params)
		}
		return
	}
	switch {
	case (step.At == nil) == (step.After == nil):
		c.complain(step.ID.Pos, "step "+yamldoc.Quoted(step.ID.Text)+" has not just one beginning", "either at or after", "")
	case step.At != nil:
		c.span(step)
	default:
		c.known("step", step.After.Step, before)
	}
	c.counts(step)
	for _, when := range step.When {
		c.known("condition", when, []string{
			WhenAlways, WhenAlive, WhenCanTrade, WhenCanWithdraw, WhenHasFunds, WhenUnitNotDrained,
		})
	}
	if step.Params != nil {
		c.params(step.Params)
	}
}

func (c *checker) span(step *Step) {
	k, at := c.s.Campaign, step.At
	begin := at.Start.Time
	if at.Start.Onset {
		begin = k.Onset.Latest
	} else {
		c.within("start", at.Start.Time, false)
	}
	c.after("end", at.End, begin, "the start")
	if step.Counterfactual {
		if at.Start.Onset || at.Start.Unix < k.Until.Unix {
			c.complain(at.Start.Pos, "start is "+at.Start.Text, "a time from "+k.Until.Text+" on, because the step is counterfactual", "")
		}
	} else if at.End.Unix > k.Until.Unix && k.Until.Pos.Line > 0 {
		c.complain(at.End.Pos, "end is "+at.End.Text, "a time up to the end of the record, "+k.Until.Text, "")
	}
}

// counts checks a plan: one count for each account that the step is about.
func (c *checker) counts(step *Step) {
	sets := c.keySets()
	var names []string
	for i := range sets {
		names = append(names, sets[i].name)
	}
	if len(step.On) == 0 {
		c.complain(step.ID.Pos, "step "+yamldoc.Quoted(step.ID.Text)+" is about no keys", "at least one name under on", "")
	}
	here := c.s.Weights(Places(step.Venue))
	sum, ok, keys := int64(0), true, make([]int64, len(c.s.Venues))
	for _, on := range step.On {
		ok = c.known("set of keys", on, names) && ok
		for i := range sets {
			for v, n := range sets[i].keys {
				if sets[i].name == on.Text && here[v] > 0 {
					sum, keys[v] = sum+n, keys[v]+n
				}
			}
		}
	}
	if !ok {
		return
	}
	c.partners(step, keys)
	c.planned(step, sum, keys)
}

// planned checks the counts of a step about so many keys at each venue.
func (c *checker) planned(step *Step, sum int64, keys []int64) {
	if len(step.Counts) == 0 {
		return
	}
	for _, n := range step.Counts {
		c.atMost("count", n, 1_000_000)
	}
	if int64(len(step.Counts)) != sum {
		c.complain(step.Counts[0].Pos, "counts has "+strconv.Itoa(len(step.Counts))+" numbers",
			"one for each account, "+strconv.FormatInt(sum, 10), "")
	} else if !slices.Contains(keys, sum) {
		c.complain(step.Counts[0].Pos, "counts stands in a step about keys at several venues", "venue: in the step, or sets of keys that are at one", "")
	}
	if step.Params != nil && step.Params.Count != nil {
		c.complain(step.Params.Count.Pos, "count stands beside counts", "only one of them", "")
	}
}

func (c *checker) params(p *Params) {
	if p.Style != nil {
		c.known("style", *p.Style, []string{"limit", "market"})
	}
	if p.Fresh != nil {
		c.known("habit", *p.Fresh, []string{"account"})
	}
	c.tradeParams(p)
}

// Params are the parameters of techniques; each takes those it knows.
type Params struct {
	Count   *Number   `key:"count,optional" check:"most=1000000"` // orders or withdrawals for each account, if all have the same
	Target  *Name     `key:"target,optional" check:"asset"`       // asset to convert into
	Style   *Name     `key:"style,optional"`                      // limit or market
	Through *Share    `key:"through,optional"`                    // how far through the best price
	Asset   *Name     `key:"asset,optional" check:"asset"`        // the one asset to withdraw
	Total   *Amount   `key:"total,optional"`                      // most to take of an asset
	Whole   bool      `key:"whole,optional"`                      // to the last base unit, as a button does; else as programs write amounts
	Fresh   *Name     `key:"fresh,optional"`                      // account: one address for each asset of an account
	Until   *Time     `key:"until,optional" check:"clock"`
	For     *Duration `key:"for,optional"`
	Times   *Number   `key:"times,optional" check:"most=1000000"`
	Backoff *Duration `key:"backoff,optional"`

	Market   *Name     `key:"market,optional"`   // "BTC/JPY"
	Price    *Amount   `key:"price,optional"`    // of one whole coin of the base, in the quote
	Quantity *Amount   `key:"quantity,optional"` // of the base
	Ladder   []Rung    `key:"ladder,optional"`   // orders that rest
	Bids     bool      `key:"bids,optional"`     // they buy, instead of selling
	Rounds   *Number   `key:"rounds,optional" check:"positive most=1000000"`
	Spend    *Share    `key:"spend,optional"` // of what is free
	Pause    *Duration `key:"pause,optional"` // between rounds
	Least    *Amount   `key:"least,optional"` // not worth a withdrawal below
	Below    *Amount   `key:"below,optional"` // limit that pieces stay below
}

// Rung is one of a ladder of orders.
type Rung struct {
	Price    Amount `key:"price"`    // of one whole coin of the base, in the quote
	Quantity Amount `key:"quantity"` // of the base
}

// prices are those amounts of the campaign and of the record that are counted
// at a market's scale.
func (c *checker) prices() (list []Amount) {
	if c.s.Campaign != nil {
		for i := range c.s.Campaign.Steps {
			p := c.s.Campaign.Steps[i].Params
			if p == nil {
				continue
			}
			if p.Price != nil {
				list = append(list, *p.Price)
			}
			for j := range p.Ladder {
				list = append(list, p.Ladder[j].Price)
			}
		}
	}
	for i := range c.s.History.Actions {
		for _, a := range []*Amount{c.s.History.Actions[i].PriceAbove, c.s.History.Actions[i].Rate} {
			if a != nil {
				list = append(list, *a)
			}
		}
	}
	return list
}

// tradeParams checks the parameters of a trade.
func (c *checker) tradeParams(p *Params) {
	if p.Market == nil {
		for _, part := range []struct {
			name string
			pos  yamldoc.Position
		}{{"price", posOf(p.Price)}, {"quantity", posOf(p.Quantity)}, {"ladder", ladderPos(p.Ladder)}} {
			c.complain(part.pos, part.name+" stands without market", "market: beside it", "")
		}
		return
	}
	if !c.known("market", *p.Market, c.symbols()) {
		return
	}
	if p.Price != nil {
		c.priceInQuote("price", *p.Price, p.Market.Text)
	}
	if p.Quantity != nil {
		c.quantityInBase("quantity", *p.Quantity, p.Market.Text)
	}
	for i := range p.Ladder {
		c.priceInQuote("price", p.Ladder[i].Price, p.Market.Text)
		c.quantityInBase("quantity", p.Ladder[i].Quantity, p.Market.Text)
	}
}

// ladderPos is where a ladder begins.
func ladderPos(l []Rung) yamldoc.Position {
	if len(l) == 0 {
		return yamldoc.Position{}
	}
	return l[0].Price.Pos
}

// priceInQuote checks a price in the markets of a name.
func (c *checker) priceInQuote(name string, a Amount, symbol string) {
	if m := c.s.Market(symbol); m != nil {
		c.inAsset(name, a, m.Quote.Text)
		c.price(name, a, m)
	}
}

// quantityInBase checks a quantity in the markets of a name.
func (c *checker) quantityInBase(name string, a Amount, symbol string) {
	if m := c.s.Market(symbol); m != nil {
		c.inAsset(name, a, m.Base.Text)
	}
}
