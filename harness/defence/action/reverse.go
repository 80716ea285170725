package action

import "github.com/exdrill/exdrill/harness/defence"

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
		for _, p := range back.Params {
			copyField(&undo, a, p.Name)
		}
		all = append(all, undo)
	}
	return all
}

func copyField(to, from *defence.Action, field string) {
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
