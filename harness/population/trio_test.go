package population_test

import (
	"testing"

	"github.com/exdrill/exdrill/harness/population"
	"github.com/exdrill/exdrill/scenarios"
)

// exact is a count without range.
func exact(n int64) scenarios.Number { return scenarios.Number{Value: n, Lo: n, Hi: n} }

func named(text string) scenarios.Name { return scenarios.Name{Text: text} }

// trio is a scenario with three venues, whose thief holds so many keys, four
// fifths of them deleted, and has accounts of his own at two of them.
func trio(sc *scenarios.Scenario, keys int64) *scenarios.Scenario {
	one := sc.Venues[0]
	sc.Venues = nil
	for i, part := range []int64{500_000, 330_000, 170_000} {
		v := one
		v.Name, v.Share = named([]string{"akebono", "hayate", "kogane"}[i]), share(part)
		sc.Venues = append(sc.Venues, v)
	}
	k := sc.Compromise
	live := keys / 5
	k.Dump.Keys, k.Dump.Live, k.Dump.Deleted = exact(keys), exact(live), exact(keys-live)
	k.Cohort.Keys = exact(live)
	shown, at := exact(keys/10), named("akebono")
	k.Cohort.Idle, k.Dump.Published = share(990_000), &shown
	robbed := k.Victims[0]
	robbed.Name, robbed.Accounts, robbed.Venue = named("robbed"), exact(40), &at
	rest := k.Victims[0]
	rest.Name, rest.Accounts = named("rest"), exact(live-40)
	k.Victims = []scenarios.Victims{robbed, rest}
	other := named("kogane")
	k.Own = []scenarios.Own{own("bait", 31, &at), own("spare", 7, &other)}
	sc.Campaign.Steps = sc.Campaign.Steps[:1]
	return sc
}

// own is a class of the thief's accounts with a little of two assets.
func own(name string, accounts int64, at *scenarios.Name) scenarios.Own {
	return scenarios.Own{
		Name: named(name), Venue: at, Accounts: exact(accounts),
		Opened: scenarios.Days{First: scenarios.Day{Start: 1_500_000_000e9, End: 1_500_086_399e9}, Last: scenarios.Day{Start: 1_505_000_000e9, End: 1_505_086_399e9}},
		Holdings: scenarios.Table[scenarios.Amount]{
			{Key: named("MONA"), Value: scenarios.Amount{Text: "100", Asset: named("MONA")}},
			{Key: named("JPY"), Value: scenarios.Amount{Text: "1000", Asset: named("JPY")}},
		},
		Withdraw: true,
	}
}

func BenchmarkBuildAll(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		sc, err := scenarios.Load("zaif-api-keys-2018-01")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := population.BuildAll(trio(sc, 100_000), population.Options{Seed: 1}); err != nil {
			b.Fatal(err)
		}
	}
}
