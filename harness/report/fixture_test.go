package report_test

import (
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// tokyo is a moment of the incident by the venue's clock.
func tokyo(text string) score.Instant {
	t, err := time.ParseInLocation("2006-01-02 15:04:05", text, time.FixedZone("", 9*3600))
	if err != nil {
		panic(err)
	}
	return score.Instant(t.UnixNano())
}

func to[T any](v T) *T { return &v }

// history is what the exchange did in January 2018, with made-up amounts.
func history() score.Result {
	return score.Result{
		Schema:   score.Schema,
		Scenario: score.ScenarioRef{ID: "zaif-api-keys-2018-01", Title: "Zaif's leaked API keys, January 2018", Version: 1},
		Defence:  score.DefenceRef{Name: "history", Version: "1", Digest: "d1"}, Seed: 1, Scale: money.Whole,
		Variation: "record", Lab: "embedded", Engine: "dev", Taxonomy: score.Taxonomy{ATTACK: "v19", AADAPT: "4.4.0"},
		Reproduce: "exdrill run zaif-api-keys-2018-01 --defence history --seed 1",
		Clock: score.Clock{
			Start: tokyo("2018-01-06 00:00:00"), End: tokyo("2018-01-09 00:00:00"), TailEnd: tokyo("2018-01-12 00:00:00"), Zone: "Asia/Tokyo",
		},
		Facts: []score.FactResult{
			{Name: "keys_presented", Says: "API keys that the thief presented", Expected: "102", Measured: to("102"), Holds: to(true), Kind: "measured", About: "attack", AsOf: tokyo("2018-01-07 10:00:00"), From: "seed", Source: []string{}},
			{Name: "keys_restricted", Says: "keys that lost the right to withdraw, by the exchange's estimate", Expected: "about 1000, 950 to 1050", Measured: to("1112"), Holds: to(false), Kind: "measured", About: "response", AsOf: tokyo("2018-01-07 13:00:00"), From: "public", Source: []string{"S18"}},
			{Name: "withdrawals_halted", Says: "withdrawals of all coins stopped", Expected: "2018-01-07T10:00:00+09:00", Measured: to("2018-01-07T10:00:00+09:00"), Holds: to(true), Kind: "measured", About: "response", AsOf: tokyo("2018-01-07 13:00:00"), From: "public", Source: []string{"S16"}},
			{Name: "accounts_with_attacker_orders", Expected: "15", Measured: to("15"), Holds: to(true), Kind: "measured", About: "attack", AsOf: tokyo("2018-01-07 10:00:00"), From: "seed", Source: []string{"S17", "S19", "S20"}, Also: []string{"9 (S18, S21)"}},
			{Name: "made_whole", Says: "victims were told that they get the same coins back", Expected: "2018-02-23", Kind: "recorded", About: "response", AsOf: tokyo("2018-02-23 00:00:00"), From: "public", Source: []string{"S20", "S24"}},
		},
		Detection: score.Detection{
			FirstActionAt: tokyo("2018-01-06 16:12:40"), DetectedAt: tokyo("2018-01-07 10:00:00"), Seconds: to(score.Elapsed(64_040 * int64(time.Second))),
			LossShareGone: to(score.Share(584_312)), Alerts: score.Alerts{True: 1, False: 3, Budget: 20, Worst: 2},
			Coverage:  map[string]*score.Share{"keys": to(score.Share(0)), "accounts": to(score.Share(62_500)), "sources": to(score.Share(0)), "addresses": to(score.Share(0)), "wallets": nil},
			Precision: map[string]*score.Share{"keys": nil, "accounts": to(score.Share(833_333)), "sources": nil, "addresses": nil, "wallets": nil},
			NAB:       map[string]*score.Points{"balanced": to(score.Points(4_312)), "quiet-desk": to(score.Points(4_147)), "never-miss": to(score.Points(6_208))},
		},
		Containment: score.Containment{ContainedAt: tokyo("2018-01-07 10:00:00"), SecondsAfterDetection: to(score.Elapsed(0)), AttemptsRefused: 61, Actions: 4},
		Loss:        score.Loss{Currency: "JPY", Undefended: 151_203_448, Taken: 88_402_110, Net: 88_402_110},
		Harm: score.Harm{
			Currency: "JPY", Tariff: "1", Total: 1_873_220, ClosedDay: 17_404_556, Unit: 17_404_556, UnitIs: score.UnitClosedDay,
			Items: []score.HarmItem{
				{Kind: "withdrawal_late", Count: 412, Value: 51_230_000, Price: 71_220},
				{Kind: "withdrawal_refused", Count: 17, Value: 61_100_000, Price: 1_222_000},
				{Kind: "key_disabled", Count: 290, Price: 580_000},
			},
			Availability: 998_712, Floor: 900_000, OK: true,
		},
		Standing:   score.Part{Score: to(score.Points(0))},
		Response:   score.Part{Score: to(score.Points(3_077))},
		Statements: []score.StatementResult{{At: tokyo("2018-01-06 20:00:00"), Claim: "assets_safe", False: to(true)}},
		Score:      3_077, Passed: false,
		Log: score.LogRef{Head: "5b1f"}, Timing: score.Timing{WallMS: 4_212, Commands: 1_204_551, PerSecond: 843_200},
	}
}

// as is the same run under another defence.
func as(name string, points score.Points, change func(r *score.Result)) score.Result {
	r := history()
	r.Defence = score.DefenceRef{Name: name}
	r.Reproduce = "exdrill run zaif-api-keys-2018-01 --defence " + name + " --seed 1"
	r.Score, r.Passed = points, true
	r.Facts, r.Statements = []score.FactResult{}, []score.StatementResult{}
	r.Response = score.Part{Score: to(points)}
	change(&r)
	return r
}

func none() score.Result {
	return as("none", 0, func(r *score.Result) {
		r.Loss.Taken, r.Loss.Net = r.Loss.Undefended, r.Loss.Undefended
		r.Harm.Total, r.Harm.Items, r.Harm.Availability = 0, []score.HarmItem{}, money.Whole
		r.Detection.DetectedAt, r.Detection.Seconds, r.Detection.LossShareGone, r.Detection.Alerts = 0, nil, nil, score.Alerts{Budget: 20}
		r.Containment = score.Containment{}
	})
}

func guardrails() score.Result {
	return as("guardrails", 9_412, func(r *score.Result) {
		r.Loss.Taken, r.Loss.Recovered, r.Loss.Net = 2_120_500, 1_200_000, 920_500
		r.Harm.Total, r.Harm.Items = 917_480, []score.HarmItem{{Kind: "withdrawal_late", Count: 1, Value: 45_874_000, Price: 917_480}}
		r.Detection.DetectedAt, r.Detection.Seconds, r.Detection.LossShareGone, r.Detection.Alerts = 0, nil, nil, score.Alerts{Budget: 20}
		r.Containment = score.Containment{ContainedAt: tokyo("2018-01-06 16:13:02"), AttemptsRefused: 2_204}
		r.Standing, r.Response = score.Part{Score: to(score.Points(9_412))}, score.Part{Score: to(score.Points(0))}
	})
}

func oracle() score.Result {
	return as("oracle", 9_980, func(r *score.Result) {
		r.Loss.Taken, r.Loss.Net = 0, 0
		r.Harm.Total, r.Harm.Items, r.Harm.Availability = 34_000, []score.HarmItem{{Kind: "key_disabled", Count: 17, Price: 34_000}}, 999_998
		r.Detection.DetectedAt, r.Detection.Seconds, r.Detection.LossShareGone = r.Detection.FirstActionAt, to(score.Elapsed(0)), to(score.Share(0))
		r.Detection.Alerts = score.Alerts{True: 1, Budget: 20}
		r.Containment = score.Containment{ContainedAt: r.Detection.FirstActionAt, SecondsAfterDetection: to(score.Elapsed(0)), AttemptsRefused: 1, Actions: 86}
	})
}

func haltEverything() score.Result {
	return as("halt-everything", -10_000, func(r *score.Result) {
		r.Loss.Taken, r.Loss.Net = 0, 0
		r.Harm.Total, r.Harm.Availability, r.Harm.OK = 52_871_330, 61_004, false
		r.Harm.Items = []score.HarmItem{
			{Kind: "withdrawal_refused", Count: 5_204, Value: 1_040_230_100, Price: 20_804_602},
			{Kind: "order_refused", Count: 812_004, Value: 6_413_345_600, Price: 32_066_728},
		}
		r.Detection.DetectedAt, r.Detection.Seconds, r.Detection.LossShareGone, r.Detection.Alerts = 0, nil, nil, score.Alerts{False: 63, Budget: 20, Worst: 31}
		r.Containment = score.Containment{ContainedAt: r.Detection.FirstActionAt, AttemptsRefused: 410, Actions: 3}
		r.Passed = false
	})
}

// quiet is a control scenario: nobody attacks.
func quiet() score.Result {
	return as("guardrails", 9_471, func(r *score.Result) {
		r.Scenario = score.ScenarioRef{ID: "ordinary-week", Title: "An ordinary week", Version: 1}
		r.Reproduce = "exdrill run ordinary-week --defence guardrails --seed 1 --variation perturbed --scale 0.02"
		r.Variation, r.Scale = "perturbed", 20_000
		r.Loss = score.Loss{Currency: "USD", Decimals: 2}
		r.Harm.Currency, r.Harm.Decimals, r.Harm.Total, r.Harm.ClosedDay, r.Harm.Unit = "USD", 2, 92_050, 1_740_455, 1_740_455
		r.Harm.Items = []score.HarmItem{{Kind: "withdrawal_late", Count: 12, Value: 4_600_000, Price: 92_050}}
		r.Detection = score.Detection{Alerts: score.Alerts{False: 1, Budget: 20, Worst: 1}}
		r.Containment = score.Containment{}
	})
}
