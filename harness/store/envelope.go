package store

import (
	"encoding/json"
	"strconv"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// line writes one JSON object field by field; zero values are left out.
type line struct{ b []byte }

func (l *line) key(name string) {
	if last := l.b[len(l.b)-1]; last != '{' {
		l.b = append(l.b, ',')
	}
	l.b = append(l.b, '"')
	l.b = append(l.b, name...)
	l.b = append(l.b, '"', ':')
}

func (l *line) num(name string, v int64) {
	if v != 0 {
		l.key(name)
		l.b = strconv.AppendInt(l.b, v, 10)
	}
}

// big writes a number that may not fit a double as a string.
func (l *line) big(name string, v int64) {
	if v != 0 {
		l.key(name)
		l.b = append(l.b, '"')
		l.b = strconv.AppendInt(l.b, v, 10)
		l.b = append(l.b, '"')
	}
}

func (l *line) str(name, v string) {
	if v != "" {
		l.key(name)
		quoted, _ := json.Marshal(v) // a string always has a JSON form
		l.b = append(l.b, quoted...)
	}
}

func (l *line) yes(name string, v bool) {
	if v {
		l.key(name)
		l.b = append(l.b, "true"...)
	}
}

// appendEnvelope writes one command with its sender and its answer as a line
// of JSON. Amounts are strings of base units; the credential is left out, and
// the answer's code says whether it was right.
func appendEnvelope(dst []byte, n uint64, e *sim.Envelope, r *mockexchange.Result) []byte {
	l := line{append(dst, '{')}
	l.num("n", int64(n))
	l.big("at", e.At)
	l.num("venue", int64(e.Venue))
	l.num("actor", int64(e.Actor))
	c := &e.Command
	l.str("kind", c.Kind.String())
	l.num("auth", int64(c.Auth))
	if c.Source != 0 {
		l.str("source", c.Source.String())
	}
	l.num("key", int64(c.Key))
	l.num("account", int64(c.Account))
	l.num("factor", int64(c.Factor))
	l.num("market", int64(c.Market))
	l.num("asset", int64(c.Asset))
	appendOrder(&l, c)
	appendRest(&l, c)
	l.str("code", r.Code.String())
	l.str("control", r.Control.String())
	l.big("order", int64(r.Order))
	l.num("withdrawal", int64(r.Withdrawal))
	l.num("changed", int64(r.Count))
	l.big("filled", r.Filled)
	l.big("filled_quote", r.Quote)
	return append(l.b, '}', '\n')
}

func appendOrder(l *line, c *mockexchange.Command) {
	l.num("side", int64(c.Side))
	l.num("type", int64(c.Type))
	l.num("time_in_force", int64(c.TimeInForce))
	l.big("price", c.Price)
	l.big("quantity", c.Quantity)
	l.big("quote", c.Quote)
}

func appendRest(l *line, c *mockexchange.Command) {
	l.str("refused", refusedText(c))
	l.num("scopes", int64(c.Scopes))
	l.yes("flag", c.Flag)
	l.big("amount", c.Amount)
	l.big("on_order", int64(c.Order))
	l.num("on_withdrawal", int64(c.Withdrawal))
	l.num("on_key", int64(c.Target))
	if c.Address != [20]byte{} {
		l.str("address", c.Address.String())
	}
	l.big("memo", int64(c.Memo))
	l.big("until", c.Until)
	l.num("limit", int64(c.Limit))
	l.str("label", c.Label)
	if c.Block != nil {
		l.key("block")
		block, _ := json.Marshal(c.Block) // blocks always have a JSON form
		l.b = append(l.b, block...)
	}
}

func refusedText(c *mockexchange.Command) string {
	if c.Refused == 0 {
		return ""
	}
	return c.Refused.String()
}
