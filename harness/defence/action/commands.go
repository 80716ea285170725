package action

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Error says what is wrong with an action that a monitor asked for.
type Error struct {
	Action string // its name as the monitor gave it
	Field  string // the offending field as JSON names it, with an index if it is one of a list
	Wrong  string
	Wanted string

	Nearest string // what may have been meant; empty if nothing comes near
}

// Error is "action: field: what is wrong, what was expected".
func (e *Error) Error() string {
	text := e.Action + ": " + e.Field + ": " + e.Wrong + ", expected " + e.Wanted
	if e.Nearest != "" {
		text += `; did you mean "` + e.Nearest + `"?`
	}
	return text
}

// Commands translates an action into operator's commands, one for each target.
// Proof and credential are the caller's to add. The error is an *ActionError;
// nothing is to be done then, so that half an action never happens.
func Commands(a *defence.Action, v *defence.Directory) ([]mockexchange.Command, error) {
	if err := Check(a); err != nil {
		return nil, err
	}
	base := mockexchange.Command{
		Kind: Named(a.Name).Kind, Scopes: a.Scopes, Flag: a.NewOnly, Amount: a.Amount,
		Limit: a.Count, Since: a.Since, Until: a.Until, Price: a.Price, Label: a.Text,
	}
	base.Flag = base.Flag || a.FromFund
	if base.Kind == mockexchange.SuspendStaff || base.Kind == mockexchange.ReinstateStaff {
		base.Target, base.Limit = base.Limit, 0
	}
	if a.Price != 0 {
		base.Side = market.Sell
		if a.Above {
			base.Side = market.Buy
		}
	}
	if err := (request{a}).place(&base, v); err != nil {
		return nil, err
	}
	return request{a}.expand(&base), nil
}

func unknownAction(name string) error {
	names := Names()
	return &Error{
		Action: name, Field: "name", Wrong: "no such action", Wanted: yamldoc.Choice(names),
		Nearest: yamldoc.Nearest(name, names),
	}
}

// request is an action that somebody asked for, while it is checked.
type request struct{ *defence.Action }

// place fills in the market and the asset that the action names.
func (a request) place(c *mockexchange.Command, v *defence.Directory) error {
	var ok bool
	if c.Market, ok = v.MarketID(a.Market); !ok && a.Market != "" {
		return a.unknown("market", a.Market, v.Markets())
	}
	if c.Asset, ok = v.AssetID(a.Asset); !ok && a.Asset != "" {
		return a.unknown("asset", a.Asset, v.Assets())
	}
	if a.Vendor != "" && !slices.Contains(v.Vendors(), a.Vendor) {
		return a.unknown("vendor", a.Vendor, v.Vendors())
	}
	return nil
}

func (a request) unknown(field, name string, names []string) error {
	e := a.wrong(field, fmt.Sprintf("the venue has no %s %q", field, name), yamldoc.Choice(names))
	e.Nearest = yamldoc.Nearest(name, names)
	return e
}

// expand makes one command for each target, in the order in which fields and
// targets are given, or a single one if the action has no targets.
func (a request) expand(base *mockexchange.Command) []mockexchange.Command {
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
	if a.Vendor != "" {
		add(func(c *mockexchange.Command) { c.Label = a.Vendor })
	}
	if a.CreatedUntil != 0 {
		add(func(c *mockexchange.Command) { c.Until = a.CreatedUntil })
	}
	if len(all) == 0 {
		add(func(*mockexchange.Command) {})
	}
	return all
}

func (a request) wrong(field, what, wanted string) *Error {
	return &Error{Action: a.Name, Field: field, Wrong: what, Wanted: wanted}
}

// field is a field of actions that some of them read: its name in JSON and its
// place in the struct.
type field struct {
	name string
	at   int
}

// fields are all of them, in the order of the struct.
var fields = func() (all []field) {
	t := reflect.TypeFor[defence.Action]()
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); name != "id" && name != "name" {
			all = append(all, field{name, i})
		}
	}
	return all
}()

// of is the field of an action.
func (f field) of(a *defence.Action) reflect.Value { return reflect.ValueOf(a).Elem().Field(f.at) }

func (f field) given(a *defence.Action) bool {
	v := f.of(a)
	return !v.IsZero() && (v.Kind() != reflect.Slice || v.Len() > 0)
}

// Sets reports whether an action has something in a field, which goes by its
// name in JSON.
func Sets(a *defence.Action, name string) bool {
	i := slices.IndexFunc(fields, func(f field) bool { return f.name == name })
	return i >= 0 && fields[i].given(a)
}

// Check holds the fields that are set against those that the action reads.
// A field that it does not read is an error too: whoever sets it expects
// something that would not happen.
func Check(wanted *defence.Action) error {
	info := Named(wanted.Name)
	if info == nil {
		return unknownAction(wanted.Name)
	}
	a, chosen := request{wanted}, 0
	for _, f := range fields {
		need, reads := info.Reads(f.name)
		switch given := f.given(wanted); {
		case !given && need == Required:
			return a.wrong(f.name, "missing", "it to be set")
		case !given:
			continue
		case !reads:
			return a.wrong(f.name, "not read by this action", readable(info))
		}
		if err := a.check(f.name); err != nil {
			return err
		}
		if need == OneOf {
			chosen++
		}
	}
	if choices := info.Fields(OneOf); len(choices) > 0 && chosen == 0 {
		return a.wrong(choices[0], "missing", "at least one of "+strings.Join(choices, ", "))
	}
	return nil
}

func readable(info *Info) string {
	if len(info.Params) == 0 {
		return "no field at all"
	}
	return "only " + strings.Join(info.Fields(), ", ")
}

// check refuses values that a field cannot have.
func (a request) check(name string) error {
	const aTime = "a time in nanoseconds since 1970"
	switch name {
	case "keys":
		return a.ids(name, a.Keys)
	case "accounts":
		return a.ids(name, a.Accounts)
	case "withdrawals":
		return a.ids(name, a.Withdrawals)
	case "addresses":
		return a.destinations(name)
	case "created_until":
		return a.atLeast(name, a.CreatedUntil, 1, aTime)
	case "scopes":
		return a.rights(name)
	case "amount":
		return a.sum(name)
	case "since":
		return a.atLeast(name, a.Since, 1, aTime+", or 0")
	case "until":
		return a.atLeast(name, a.Until, 1, aTime+", or 0")
	case "price":
		return a.atLeast(name, a.Price, 1, "steps of the market's price scale, or 0")
	case "above":
		return a.bounded(name)
	}
	return nil
}

func (a request) ids(name string, ids []uint32) error {
	if i := slices.Index(ids, 0); i >= 0 {
		return a.wrong(fmt.Sprintf("%s[%d]", name, i), "0 is nobody's id", "an id as the telemetry gives it")
	}
	return nil
}

func (a request) destinations(name string) error {
	for i, to := range a.Addresses {
		if to == (chain.Address{}) {
			return a.wrong(fmt.Sprintf("%s[%d]", name, i), "empty", "40 hexadecimal digits as the telemetry gives them")
		}
	}
	return nil
}

func (a request) atLeast(name string, n, least int64, wanted string) error {
	if n < least {
		return a.wrong(name, fmt.Sprintf("%d is negative", n), wanted)
	}
	return nil
}

// sum checks an amount, of which each action means something else.
func (a request) sum(name string) error {
	switch a.Name {
	case "compensate":
		return a.atLeast(name, a.Amount, 1, "base units of the asset")
	case "rebate_fees":
		if a.Amount < 1 || a.Amount > million {
			return a.wrong(name, fmt.Sprintf("%d is no share", a.Amount), "parts per million, from 1 to 1000000")
		}
		return nil
	case "fund_protection":
		if a.Amount > million {
			return a.wrong(name, fmt.Sprintf("%d is more than all", a.Amount), "parts per million, up to 1000000")
		}
		return a.atLeast(name, a.Amount, 0, "parts per million, or 0")
	}
	return a.atLeast(name, a.Amount, 0, "base units of the reference currency, or 0")
}

// million is the whole, in parts per million.
const million = 1_000_000

// bounded checks that a direction has a price to start from.
func (a request) bounded(name string) error {
	if a.Price == 0 {
		return a.wrong(name, "set without a price", "price beside it")
	}
	return nil
}

func (a request) rights(name string) error {
	if a.Scopes&^(access.Read|access.Trade|access.Withdraw) != 0 {
		return a.wrong(name, fmt.Sprintf("%d is no set of rights", a.Scopes), "read 1, trade 2, withdraw 4, added up")
	}
	return nil
}

// Reverse makes the actions that take others back, as far as there are any.
func Reverse(actions []defence.Action) (all []defence.Action) {
	for i := range actions {
		a := &actions[i]
		info := Named(a.Name)
		back := Named(info.Reverse)
		if back == nil {
			continue
		}
		undo := defence.Action{Name: back.Name}
		for _, f := range fields {
			if _, reads := back.Reads(f.name); reads {
				f.of(&undo).Set(f.of(a))
			}
		}
		all = append(all, undo)
	}
	return all
}
