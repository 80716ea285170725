package defence

// actions makes an order's actions for an alert, to be carried out at a time:
// one, or one for each market or asset that the alert names. It makes none if
// the alert names nobody whom the action needs.
func (o *order) actions(at int64, f *Finding, v *View) []Action {
	a := o.fixed
	o.fill(&a, at, f)
	for _, field := range o.action.fields(Required, OneOf) {
		if o.from[field] && empty(&a, field) && !o.others(&a, field) {
			return nil
		}
	}
	all := []Action{a}
	if o.from["market"] {
		all = spread(all, f.markets, func(a *Action, id uint16) { a.Market = v.Market(id) })
	}
	if o.from["asset"] {
		all = spread(all, f.assets, func(a *Action, id uint16) { a.Asset = v.Asset(id) })
	}
	return all
}

func (o *order) fill(a *Action, at int64, f *Finding) {
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

// empty reports whether an action has nobody in a field.
func empty(a *Action, field string) bool {
	for _, f := range a.fields() {
		if f.name == field {
			return !f.given
		}
	}
	return true
}

// others reports whether another field of which one is enough has somebody.
func (o *order) others(a *Action, field string) bool {
	if need, _ := o.action.reads(field); need != OneOf {
		return false
	}
	for _, other := range o.action.fields(OneOf) {
		if other != field && !empty(a, other) {
			return true
		}
	}
	return false
}

// spread makes one action of each for each id; none where there are no ids:
// an empty market or asset would mean all of them.
func spread(all []Action, ids []uint16, aim func(*Action, uint16)) (made []Action) {
	for _, a := range all {
		for _, id := range ids {
			one := a
			aim(&one, id)
			made = append(made, one)
		}
	}
	return made
}

// reverses makes the actions that take others back, as far as there are any.
func reverses(actions []Action) (all []Action) {
	for i := range actions {
		a := &actions[i]
		info := actionInfo(a.Name)
		back := actionInfo(info.Reverse)
		if back == nil {
			continue
		}
		undo := Action{Name: back.Name}
		for _, p := range back.Params {
			copyField(&undo, a, p.Name)
		}
		all = append(all, undo)
	}
	return all
}

func copyField(to, from *Action, field string) {
	switch field {
	case "keys":
		to.Keys = from.Keys
	case "accounts":
		to.Accounts = from.Accounts
	case "withdrawals":
		to.Withdrawals = from.Withdrawals
	case "addresses":
		to.Addresses = from.Addresses
	case "market":
		to.Market = from.Market
	case "asset":
		to.Asset = from.Asset
	}
}
