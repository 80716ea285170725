package populationtest

import (
	"github.com/exdrill/exdrill/scenarios"
)

// Exact is a count without range.
func Exact(n int64) scenarios.Number { return scenarios.Number{Value: n, Lo: n, Hi: n} }

// Named is a name without a place in a file.
func Named(text string) scenarios.Name { return scenarios.Name{Text: text} }

// Trio is a scenario with three venues, whose thief holds so many keys, four
// fifths of them deleted, and has accounts of his own at two of them.
func Trio(sc *scenarios.Scenario, keys int64) *scenarios.Scenario {
	one := sc.Venues[0]
	sc.Venues = nil
	for i, part := range []int64{500_000, 330_000, 170_000} {
		v := one
		v.Name, v.Share = Named([]string{"akebono", "hayate", "kogane"}[i]), Percent(part)
		sc.Venues = append(sc.Venues, v)
	}
	k := sc.Compromise
	live := keys / 5
	k.Dump.Keys, k.Dump.Live, k.Dump.Deleted = Exact(keys), Exact(live), Exact(keys-live)
	k.Cohort.Keys = Exact(live)
	shown, at := Exact(keys/10), Named("akebono")
	k.Cohort.Idle, k.Dump.Published = Percent(990_000), &shown
	robbed := k.Victims[0]
	robbed.Name, robbed.Accounts, robbed.Venue = Named("robbed"), Exact(40), &at
	rest := k.Victims[0]
	rest.Name, rest.Accounts = Named("rest"), Exact(live-40)
	k.Victims = []scenarios.Victims{robbed, rest}
	other := Named("kogane")
	k.AttackerAccounts = []scenarios.AttackerAccounts{attackerAccounts("bait", 31, &at), attackerAccounts("spare", 7, &other)}
	sc.Campaign.Steps = sc.Campaign.Steps[:1]
	return sc
}

// attackerAccounts is a class of the thief's accounts with a little of two assets.
func attackerAccounts(name string, accounts int64, at *scenarios.Name) scenarios.AttackerAccounts {
	return scenarios.AttackerAccounts{
		Name: Named(name), Venue: at, Accounts: Exact(accounts),
		Opened: scenarios.Days{First: scenarios.Day{Start: 1_500_000_000e9, End: 1_500_086_399e9}, Last: scenarios.Day{Start: 1_505_000_000e9, End: 1_505_086_399e9}},
		Holdings: scenarios.Table[scenarios.Amount]{
			{Key: Named("MONA"), Value: scenarios.Amount{Text: "100", Asset: Named("MONA")}},
			{Key: Named("JPY"), Value: scenarios.Amount{Text: "1000", Asset: Named("JPY")}},
		},
		Withdraw: true,
	}
}
