package record

import "github.com/exdrill/exdrill/mockexchange"

// The fields of what is written down, each list once, for every form and for
// both directions. The order gives the fields their numbers, so new ones go to
// the end. Names are those of the JSON form, where a command and its result
// share an object.

func (r *codec) command(now *int64, c *mockexchange.Command) {
	r.amount("at", now)
	named(r, "kind", &c.Kind)
	number(r, "auth", &c.Auth)
	named(r, "refused", &c.Refused)
	named(r, "source", &c.Source)
	number(r, "key", &c.Key)
	number(r, "account", &c.Account)
	r.secret(c.Credential[:])
	number(r, "factor", &c.Factor)
	number(r, "market", &c.Market)
	number(r, "asset", &c.Asset)
	number(r, "side", &c.Side)
	number(r, "type", &c.Type)
	number(r, "time_in_force", &c.TimeInForce)
	number(r, "scopes", &c.Scopes)
	r.flag("flag", &c.Flag)
	r.amount("price", &c.Price)
	r.amount("quantity", &c.Quantity)
	r.amount("quote", &c.Quote)
	r.amount("amount", &c.Amount)
	number(r, "on_order", &c.Order)
	number(r, "on_withdrawal", &c.Withdrawal)
	r.fixed("address", c.Address[:])
	number(r, "memo", &c.Memo)
	r.amount("until", &c.Until)
	number(r, "limit", &c.Limit)
	number(r, "on_key", &c.Target)
	r.text("label", &c.Label)
	r.block("block", &c.Block)
	r.amount("since", &c.Since)
}

func (r *codec) result(v *mockexchange.Result) {
	named(r, "code", &v.Code)
	named(r, "control", &v.Control)
	number(r, "order", &v.Order)
	number(r, "withdrawal", &v.Withdrawal)
	number(r, "new_key", &v.Key)
	number(r, "changed", &v.Count)
	r.flag("resting", &v.Resting)
	r.amount("filled", &v.Filled)
	r.amount("filled_quote", &v.Quote)
	r.amount("bid", &v.Bid)
	r.amount("ask", &v.Ask)
	r.amount("last", &v.Last)
	r.fixed("deposit_address", v.Address[:])
	number(r, "deposit_memo", &v.Memo)
}

func (r *codec) event(e *mockexchange.Event) {
	number(r, "seq", &e.Seq)
	r.amount("at", &e.At)
	named(r, "type", &e.Type)
	named(r, "op", &e.Op)
	number(r, "auth", &e.Auth)
	named(r, "code", &e.Code)
	named(r, "control", &e.Control)
	number(r, "side", &e.Side)
	number(r, "order_type", &e.Order)
	r.flag("first_seen", &e.First)
	named(r, "source", &e.Source)
	number(r, "account", &e.Account)
	number(r, "key", &e.Key)
	number(r, "counterparty", &e.Counterparty)
	number(r, "market", &e.Market)
	number(r, "asset", &e.Asset)
	number(r, "order", &e.OrderID)
	number(r, "maker_order", &e.MakerOrder)
	number(r, "withdrawal", &e.Withdrawal)
	number(r, "count", &e.Count)
	r.amount("price", &e.Price)
	r.amount("quantity", &e.Quantity)
	r.amount("amount", &e.Amount)
	r.amount("value", &e.Value)
	r.fixed("address", e.Address[:])
	number(r, "memo", &e.Memo)
	r.text("label", &e.Label)
}
