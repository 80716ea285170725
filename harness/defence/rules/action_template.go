package rules

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
)

// actions makes an order's actions for an alert, to be carried out at a time:
// one, or one for each market, asset or vendor that the alert names. It makes none if
// the alert names nobody whom the action needs.
func (o *actionTemplate) actions(at int64, f *Finding, v *defence.Directory) []defence.Action {
	a := o.fixed
	o.fill(&a, at, f)
	for _, field := range o.action.Fields(action.Required, action.OneOf) {
		named := action.Sets(&a, field) || field == "vendor" && len(f.vendors) > 0
		if o.from[field] && !named && !o.others(&a, field) {
			return nil
		}
	}
	all := []defence.Action{a}
	if o.from["market"] {
		all = spread(all, f.markets, func(a *defence.Action, id uint16) { a.Market = v.Market(id) })
	}
	if o.from["vendor"] {
		all = spread(all, f.vendors, func(a *defence.Action, id uint8) { a.Vendor = v.Vendor(id) })
	}
	if o.from["asset"] {
		all = spread(all, f.assets, func(a *defence.Action, id uint16) { a.Asset = v.Asset(id) })
	}
	return all
}

func (o *actionTemplate) fill(a *defence.Action, at int64, f *Finding) {
	if o.from["keys"] {
		a.Keys = append([]uint32(nil), f.Alert.Keys...)
	}
	if o.from["accounts"] {
		a.Accounts = append([]uint32(nil), f.Alert.Accounts...)
	}
	if o.from["addresses"] {
		a.Addresses = append(a.Addresses, f.Alert.Addresses...)
	}
	if o.from["withdrawals"] {
		a.Withdrawals = append([]uint32(nil), f.withdrawals...)
	}
	if o.from["created_until"] {
		a.CreatedUntil = at
	}
	if o.lasts > 0 {
		a.Until = at + int64(o.lasts)
	}
	if o.back > 0 {
		a.Since = at - int64(o.back)
	}
}

// others reports whether another field of which one is enough has somebody.
func (o *actionTemplate) others(a *defence.Action, field string) bool {
	if need, _ := o.action.Reads(field); need != action.OneOf {
		return false
	}
	for _, other := range o.action.Fields(action.OneOf) {
		if other != field && action.Sets(a, other) {
			return true
		}
	}
	return false
}

// spread makes one action of each for each id; none where there are no ids:
// an empty market or asset would mean all of them.
func spread[T uint8 | uint16](all []defence.Action, ids []T, aim func(*defence.Action, T)) (made []defence.Action) {
	for _, a := range all {
		for _, id := range ids {
			one := a
			aim(&one, id)
			made = append(made, one)
		}
	}
	return made
}
