package binance

import (
	"strconv"

	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// readOrder reads a new order. A symbol that does not exist is left to the
// venue, which logs it as an order that it refused.
func readOrder(c *call) *refusal {
	for _, step := range []func(*call) *refusal{readMarket, readSide, readType, readLabel, readAmounts} {
		if no := step(c); no != nil {
			return no
		}
	}
	switch c.request.get("newOrderRespType") {
	case "", "ACK", "RESULT", "FULL":
		return nil
	}
	return badLimit.about("newOrderRespType")
}

func readMarket(c *call) *refusal {
	m, no := c.symbol()
	c.command.Market = m
	if no == &badSymbol {
		return nil
	}
	return no
}

// The protocol's words for what an order can be.
var (
	sides        = map[string]market.Side{"BUY": market.Buy, "SELL": market.Sell}
	orderTypes   = map[string]market.Type{"LIMIT": market.Limit, "MARKET": market.Market, "LIMIT_MAKER": market.LimitMaker}
	timesInForce = map[string]market.TimeInForce{"GTC": market.GTC, "IOC": market.IOC, "FOK": market.FOK}
)

// readWord reads a parameter that must be there and be one of some words.
func readWord[T any](c *call, name string, words map[string]T, into *T, wrong *refusal) *refusal {
	text := c.request.get(name)
	if text == "" {
		return mandatory.about(name)
	}
	value, ok := words[text]
	if !ok {
		return wrong
	}
	*into = value
	return nil
}

func readSide(c *call) *refusal { return readWord(c, "side", sides, &c.command.Side, &badSide) }

func readType(c *call) *refusal {
	no := readWord(c, "type", orderTypes, &c.command.Type, &badType)
	switch {
	case no != nil:
		return no
	case c.command.Type == market.Limit:
		return readWord(c, "timeInForce", timesInForce, &c.command.TimeInForce, &badTime)
	case c.request.get("timeInForce") != "":
		return notRequired.about("timeInForce")
	}
	return nil
}

func readLabel(c *call) (no *refusal) {
	c.command.Label, no = c.request.label("newClientOrderId")
	return no
}

// readAmounts reads price and quantity at the market's precision.
func readAmounts(c *call) *refusal {
	if c.command.Market == 0 {
		return nil // without a market there is no precision
	}
	s, o := c.spec(c.command.Market), &c.command
	var priced, byQuantity, byQuote bool
	for _, p := range []struct {
		name  string
		unit  money.Unit
		value *int64
		there *bool
	}{
		{"price", money.Unit{Decimals: s.PriceScale}, &o.Price, &priced},
		{"quantity", money.Unit{Decimals: s.BaseDecimals}, &o.Quantity, &byQuantity},
		{"quoteOrderQty", money.Unit{Decimals: s.QuoteDecimals}, &o.Quote, &byQuote},
	} {
		n, there, no := c.request.amount(p.name, p.unit)
		if no != nil {
			return no
		}
		*p.value, *p.there = n, there
	}
	return checkAmounts(o.Type, priced, byQuantity, byQuote)
}

// checkAmounts says which amount is missing or too many.
func checkAmounts(t market.Type, priced, byQuantity, byQuote bool) *refusal {
	if t == market.Market {
		switch {
		case priced:
			return notRequired.about("price")
		case byQuantity && byQuote:
			return notRequired.about("quoteOrderQty")
		case !byQuantity && !byQuote:
			return oneOf.about("quantity", "quoteOrderQty")
		}
		return nil
	}
	switch {
	case !byQuantity:
		return mandatory.about("quantity")
	case !priced:
		return mandatory.about("price")
	case byQuote:
		return notRequired.about("quoteOrderQty")
	}
	return nil
}

// readTestOrder checks an order as far as that goes without placing it. What
// reaches the venue is a question about the key's rights.
func readTestOrder(c *call) *refusal {
	kept := c.command
	no := readOrder(c)
	o := c.command
	c.command = kept
	switch {
	case no != nil || c.key == 0:
		return no
	case o.Market == 0:
		return &badSymbol
	}
	if c.engine.Rights(c.key, c.now)&access.Trade == 0 {
		no := noRight
		no.reason = reject.MissingScope
		return &no
	}
	if code := c.spec(o.Market).Check(o.Side, o.Type, o.Price, o.Quantity, o.Quote); code != reject.OK {
		no := *refusalOf(code, false)
		no.reason = code
		return &no
	}
	return nil
}

// readOrderID finds the order by its number or by the client's own name for
// it. For a name that no order carries, the venue is asked for number 0.
func readOrderID(c *call) (no *refusal) {
	if c.command.Market, no = c.symbol(); no != nil {
		return no
	}
	id, there, no := c.request.number("orderId")
	if no != nil {
		return no
	}
	if name := c.request.get("origClientOrderId"); !there {
		if name == "" {
			return oneOf.about("orderId", "origClientOrderId")
		}
		id = c.named(name)
	}
	c.command.Order = id
	return nil
}

// named finds the account's open order with a label, or one that was named by
// this venue because its client gave it no name.
func (c *call) named(label string) uint64 {
	if c.account == 0 {
		return 0
	}
	open, _ := c.engine.OpenOrders(c.account, c.command.Market)
	for i := range open {
		if clientID(&open[i]) == label {
			return open[i].ID
		}
	}
	if id, ok := newClientOrderID(label); ok {
		return id
	}
	return 0
}

// namePrefix begins the names that this venue gives to orders without one.
const namePrefix = "exd-"

// clientID is the client's name for an order, or the venue's.
func clientID(o *market.Order) string {
	if o.Label != "" {
		return o.Label
	}
	return namePrefix + strconv.FormatUint(o.ID, 10)
}

func newClientOrderID(label string) (id uint64, ok bool) {
	if len(label) <= len(namePrefix) || label[:len(namePrefix)] != namePrefix {
		return 0, false
	}
	id, err := strconv.ParseUint(label[len(namePrefix):], 10, 63)
	return id, err == nil
}
