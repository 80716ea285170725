package defence

import (
	"fmt"
	"strings"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios"
)

// ActionError says what is wrong with an action that a monitor asked for.
type ActionError struct {
	Action string // its name as the monitor gave it
	Field  string // the offending field as JSON names it, with an index if it is one of a list
	Wrong  string
	Wanted string

	Nearest string // what may have been meant; empty if nothing comes near
}

// Error is "action: field: what is wrong, what was expected".
func (e *ActionError) Error() string {
	text := e.Action + ": " + e.Field + ": " + e.Wrong + ", expected " + e.Wanted
	if e.Nearest != "" {
		text += `; did you mean "` + e.Nearest + `"?`
	}
	return text
}

// Commands translates an action into operator's commands, one for each target.
// Proof and credential are the caller's to add. The error is an *ActionError;
// nothing is to be done then, so that half an action never happens.
func (a *Action) Commands(v *View) ([]mockexchange.Command, error) {
	info := actionInfo(a.Name)
	if info == nil {
		return nil, unknownAction(a.Name)
	}
	if err := a.check(info); err != nil {
		return nil, err
	}
	base := mockexchange.Command{
		Kind: info.Kind, Scopes: a.Scopes, Flag: a.NewOnly, Amount: a.Amount,
		Limit: a.Count, Since: a.Since, Until: a.Until, Price: a.Price, Label: a.Text,
	}
	base.Flag = base.Flag || a.FromFund
	if a.Price != 0 {
		base.Side = market.Sell
		if a.Above {
			base.Side = market.Buy
		}
	}
	if err := a.place(&base, v); err != nil {
		return nil, err
	}
	return a.expand(&base), nil
}

func unknownAction(name string) error {
	names := ActionNames()
	return &ActionError{
		Action: name, Field: "name", Wrong: "no such action", Wanted: choice(names),
		Nearest: scenarios.Nearest(name, names),
	}
}

// place fills in the market and the asset that the action names.
func (a *Action) place(c *mockexchange.Command, v *View) error {
	var ok bool
	if c.Market, ok = v.MarketID(a.Market); !ok && a.Market != "" {
		return a.unknown("market", a.Market, v.markets)
	}
	if c.Asset, ok = v.AssetID(a.Asset); !ok && a.Asset != "" {
		return a.unknown("asset", a.Asset, v.assets)
	}
	return nil
}

func (a *Action) unknown(field, name string, names []string) error {
	e := a.wrong(field, fmt.Sprintf("the venue has no %s %q", field, name), choice(names))
	e.Nearest = scenarios.Nearest(name, names)
	return e
}

// expand makes one command for each target, in the order in which fields and
// targets are given, or a single one if the action has no targets.
func (a *Action) expand(base *mockexchange.Command) []mockexchange.Command {
	var all []mockexchange.Command
	add := func(aim func(*mockexchange.Command)) {
		c := *base
		aim(&c)
		all = append(all, c)
	}
	for _, id := range a.Keys {
		add(func(c *mockexchange.Command) { c.Target = id })
	}
	for _, id := range a.Accounts {
		add(func(c *mockexchange.Command) { c.Account = id })
	}
	for _, id := range a.Withdrawals {
		add(func(c *mockexchange.Command) { c.Withdrawal = id })
	}
	for _, to := range a.Addresses {
		add(func(c *mockexchange.Command) { c.Address = to })
	}
	if a.CreatedUntil != 0 {
		add(func(c *mockexchange.Command) { c.Until = a.CreatedUntil })
	}
	if len(all) == 0 {
		add(func(*mockexchange.Command) {})
	}
	return all
}

func (a *Action) wrong(field, what, wanted string) *ActionError {
	return &ActionError{Action: a.Name, Field: field, Wrong: what, Wanted: wanted}
}

// check holds the fields that are set against those that the action reads.
// A field that it does not read is an error too: whoever sets it expects
// something that would not happen.
func (a *Action) check(info *ActionInfo) error {
	given := 0
	for _, f := range a.fields() {
		need, reads := info.reads(f.name)
		switch {
		case !f.given && need == Required:
			return a.wrong(f.name, "missing", "it to be set")
		case !f.given:
			continue
		case !reads:
			return a.wrong(f.name, "not read by this action", readable(info))
		}
		if err := f.check(f.name); err != nil {
			return err
		}
		if need == OneOf {
			given++
		}
	}
	if choices := info.fields(OneOf); len(choices) > 0 && given == 0 {
		return a.wrong(choices[0], "missing", "at least one of "+strings.Join(choices, ", "))
	}
	return nil
}

func readable(info *ActionInfo) string {
	return "only " + strings.Join(info.fields(), ", ")
}

// field is one field of an action: whether it is set, and whether its value is
// possible.
type field struct {
	name  string
	given bool
	check func(name string) error
}

func (a *Action) fields() []field {
	return []field{
		{"keys", len(a.Keys) > 0, a.ids(a.Keys)},
		{"accounts", len(a.Accounts) > 0, a.ids(a.Accounts)},
		{"withdrawals", len(a.Withdrawals) > 0, a.ids(a.Withdrawals)},
		{"addresses", len(a.Addresses) > 0, a.destinations},
		{"market", a.Market != "", a.any},
		{"asset", a.Asset != "", a.any},
		{"created_until", a.CreatedUntil != 0, a.atLeast(a.CreatedUntil, 1, "a time in nanoseconds since 1970")},
		{"scopes", a.Scopes != 0, a.rights},
		{"new_addresses_only", a.NewOnly, a.any},
		{"amount", a.Amount != 0, a.sum},
		{"count", a.Count != 0, a.any},
		{"since", a.Since != 0, a.atLeast(a.Since, 1, "a time in nanoseconds since 1970, or 0")},
		{"until", a.Until != 0, a.atLeast(a.Until, 1, "a time in nanoseconds since 1970, or 0")},
		{"price", a.Price != 0, a.atLeast(a.Price, 1, "steps of the market's price scale, or 0")},
		{"above", a.Above, a.bounded},
		{"from_fund", a.FromFund, a.any},
		{"text", a.Text != "", a.any},
	}
}

func (a *Action) any(string) error { return nil }

func (a *Action) ids(ids []uint32) func(string) error {
	return func(name string) error {
		for i, id := range ids {
			if id == 0 {
				return a.wrong(fmt.Sprintf("%s[%d]", name, i), "0 is nobody's id", "an id as the telemetry gives it")
			}
		}
		return nil
	}
}

func (a *Action) destinations(name string) error {
	for i, to := range a.Addresses {
		if to == (chain.Address{}) {
			return a.wrong(fmt.Sprintf("%s[%d]", name, i), "empty", "40 hexadecimal digits as the telemetry gives them")
		}
	}
	return nil
}

func (a *Action) atLeast(n, least int64, wanted string) func(string) error {
	return func(name string) error {
		if n < least {
			return a.wrong(name, fmt.Sprintf("%d is negative", n), wanted)
		}
		return nil
	}
}

// sum checks an amount, of which each action means something else.
func (a *Action) sum(name string) error {
	switch a.Name {
	case "compensate":
		return a.atLeast(a.Amount, 1, "base units of the asset")(name)
	case "fund_protection":
		if a.Amount > million {
			return a.wrong(name, fmt.Sprintf("%d is more than all", a.Amount), "parts per million, up to 1000000")
		}
		return a.atLeast(a.Amount, 0, "parts per million, or 0")(name)
	}
	return a.atLeast(a.Amount, 0, "base units of the reference currency, or 0")(name)
}

// million is the whole, in parts per million.
const million = 1_000_000

// bounded checks that a direction has a price to start from.
func (a *Action) bounded(name string) error {
	if a.Price == 0 {
		return a.wrong(name, "set without a price", "price beside it")
	}
	return nil
}

func (a *Action) rights(name string) error {
	if a.Scopes&^(access.Read|access.Trade|access.Withdraw) != 0 {
		return a.wrong(name, fmt.Sprintf("%d is no set of rights", a.Scopes), "read 1, trade 2, withdraw 4, added up")
	}
	return nil
}
