package measure_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score/measure"
	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("A documented figure", func() {
	const onset = Start + 16*Hour
	const cut = Start - 2*Day

	// A small robbery: three keys, one of them dead, from three addresses; two
	// orders in one account, three withdrawals from two; a stop, a cut of old
	// keys, a restart; and one more withdrawal after that.
	story := func(facts ...score.Fact) *score.Tally {
		set := Setup()
		set.Facts = facts
		s := NewStage(set)
		s.Tell(onset, sim.Attacker, mx.Command{Kind: mx.ReadRights, Auth: mx.AuthKey, Key: OldKey, Source: 1}, sim.Attempt{},
			mx.Result{Code: reject.DeadKey}, mx.Event{Type: mx.AuthRefuse, Account: 3})
		s.Tell(onset+1, sim.Attacker, mx.Command{Kind: mx.ReadRights, Auth: mx.AuthKey, Key: 1, Source: 2}, sim.Attempt{},
			mx.Result{}, mx.Event{Type: mx.APICall, Account: 1})
		s.Trade(onset+2, sim.Attacker, 1, 5, market.Sell, Coin, 1_000_000, 0)
		s.Trade(onset+3, sim.Attacker, 1, 5, market.Sell, Coin, 1_000_000, 0)
		s.Withdraw(onset+4, sim.Attacker, 1, 1_000, sim.Attempt{})
		s.Withdraw(onset+5, sim.Attacker, 1, 1_000, sim.Attempt{})
		s.Withdraw(onset+6, sim.Attacker, 2, 1_000, sim.Attempt{})
		s.Refuse(onset+7, sim.Attacker, 2, mx.RequestWithdrawal, reject.None, sim.Attempt{})
		s.Operate(onset+Hour, mx.Command{Kind: mx.HaltWithdrawals, Flag: true})
		s.Operate(onset+2*Hour, mx.Command{Kind: mx.HaltWithdrawals})
		s.Operate(onset+3*Hour, mx.Command{Kind: mx.RestrictKeys, Until: cut},
			mx.Event{Type: mx.KeyRestricted, Key: 2, Account: 2}, mx.Event{Type: mx.KeyRestricted, Key: 4, Account: 4})
		s.Operate(onset+4*Hour, mx.Command{Kind: mx.ResumeWithdrawals})
		s.Withdraw(onset+5*Hour, sim.Attacker, 1, 1_000, sim.Attempt{})
		return s.Tally()
	}
	measured := func(name string, asOf int64) score.Measured {
		t := story(score.Fact{Measure: name, AsOf: asOf})
		Expect(t.Facts).To(HaveLen(1))
		return t.Facts[0]
	}

	DescribeTable("is measured as of its time", func(name string, asOf, value int64) {
		Expect(measured(name, asOf)).To(And(HaveField("Known", true), HaveField("Value", value)))
	},
		Entry(nil, "keys_presented", End, int64(3)),
		Entry(nil, "keys_presented_dead", End, int64(1)),
		Entry(nil, "keys_presented_live", End, int64(2)),
		Entry(nil, "attacker_sources", End, int64(3)),
		Entry(nil, "attacker_sources", onset, int64(1)),
		Entry(nil, "orders_by_attacker", End, int64(2)),
		Entry(nil, "orders_by_attacker", onset+2, int64(1)),
		Entry(nil, "accounts_with_attacker_orders", End, int64(1)),
		Entry(nil, "withdrawals_by_attacker", End, int64(4)),
		Entry(nil, "withdrawals_by_attacker", onset+2*Hour, int64(3)),
		Entry(nil, "accounts_with_attacker_withdrawals", End, int64(2)),
		Entry(nil, "presented_key_created_min", End, Start-3*Day),
		Entry(nil, "presented_key_created_max", End, Start-1*Day),
		Entry(nil, "withdrawals_halted_at", End, onset+2*Hour),
		Entry(nil, "withdrawals_resumed_at", End, onset+4*Hour),
		Entry(nil, "keys_restricted", End, int64(2)),
		Entry(nil, "key_cutoff", End, cut),
	)

	It("knows every measure that it lists, says what it is, and knows none of another name", func() {
		seen := map[string]bool{}
		for _, m := range measure.Infos() {
			Expect(m.Name).To(MatchRegexp(`^[a-z0-9]+(_([a-z0-9]+|N))*$`))
			Expect(m.Says).NotTo(BeEmpty(), m.Name)
			Expect(seen).NotTo(HaveKey(m.Name))
			seen[m.Name] = true
		}
		Expect(measured("moon_phase", End).Known).To(BeFalse())
		Expect(measured("withdrawals_halted_at", onset).Known).To(BeFalse(), "not yet")
	})

	Context("in a result", func() {
		attack := score.Fact{Name: "withdrawals", Measure: "withdrawals_by_attacker", Text: "3", Lo: 3, Hi: 3, AsOf: onset + 2*Hour, From: "seed"}
		about := score.Fact{Name: "keys cut", Measure: "keys_restricted", Response: true, Text: "2", Lo: 1, Hi: 3, AsOf: End, From: "public", Sources: []string{"S18"}}
		wrong := score.Fact{Name: "stop", Measure: "withdrawals_halted_at", Response: true, Text: "later", Time: true, Lo: End, Hi: End, AsOf: End, Offset: 9 * 3600}
		told := score.Fact{Name: "refunds", Kind: scenarios.FactRecorded, Text: "coin for coin", Response: true}
		facts := []score.Fact{attack, about, wrong, told}
		result := func(defence, variation string, facts ...score.Fact) score.Result {
			r, err := score.Compose(score.Runs{Defended: story(facts...), Undefended: Undefended(), ClosedDay: ClosedDay(1)},
				score.Meta{Defence: score.DefenceRef{Name: defence}, Variation: variation, Facts: facts})
			Expect(err).NotTo(HaveOccurred())
			return r
		}
		holds := func(defence, variation string) (list []any) {
			for _, f := range result(defence, variation, facts...).Facts {
				if f.Holds == nil {
					list = append(list, nil)
				} else {
					list = append(list, *f.Holds)
				}
			}
			return list
		}

		It("holds in the history run, those about the attack in the none run too, and nowhere else", func() {
			Expect(holds("history", "record")).To(Equal([]any{true, true, false, nil}))
			Expect(holds("none", "record")).To(Equal([]any{true, nil, nil, nil}))
			Expect(holds("guardrails", "record")).To(Equal([]any{nil, nil, nil, nil}))
			Expect(holds("history", "perturbed")).To(Equal([]any{nil, nil, nil, nil}))
		})

		It("fails the run where it applies and does not hold", func() {
			Expect(result("history", "record", attack, about).Passed).To(BeTrue())
			Expect(result("history", "record", attack, about, wrong).Passed).To(BeFalse())
			Expect(result("none", "record", attack, about, wrong).Passed).To(BeTrue())
		})

		It("shows a day where a day is documented", func() {
			midnight := Start - 3*Day
			first := score.Fact{Name: "oldest", Measure: "presented_key_created_min", Text: "2018-01-03+09:00", Time: true, Lo: midnight, Hi: midnight + Day - 1, Offset: 9 * 3600}
			r := result("history", "record", first)
			Expect(r.Facts[0].Expected).To(Equal("2018-01-03"))
			Expect(*r.Facts[0].Measured).To(Equal("2018-01-03"))
			Expect(*r.Facts[0].Holds).To(BeTrue())
		})

		It("shows what was measured, times by the clock of the record", func() {
			r := result("history", "record", facts...)
			Expect(*r.Facts[0].Measured).To(Equal("3"))
			Expect(*r.Facts[2].Measured).To(Equal("2018-01-06T18:00:00+09:00"))
			Expect(r.Facts[1].Expected).To(Equal("about 2, 1 to 3"))
			Expect(r.Facts[3]).To(Equal(score.FactResult{
				Name: "refunds", Expected: "coin for coin", Kind: "recorded", About: "response", Source: []string{},
			}))
		})
	})

	It("is taken out of a scenario file with its sources and bounds", func() {
		as := scenarios.Time{Unix: onset}
		sc := &scenarios.Scenario{Facts: []scenarios.Fact{{
			Name: scenarios.Name{Text: "keys cut"}, Says: scenarios.Bilingual{EN: "keys that lost the right to withdraw"},
			Kind: scenarios.Name{Text: "measured"}, About: scenarios.Name{Text: "response"}, AsOf: as,
			Measure: &scenarios.Name{Text: "keys_restricted"},
			Expected: scenarios.Figure{Kind: scenarios.FigureNumber, Text: "1000", Lo: 950, Hi: 1050, Stated: scenarios.Stated{
				Origin: scenarios.Origin{From: scenarios.FromPublic, Sources: []scenarios.Name{{Text: "S18"}}},
				Also: []scenarios.Reading{
					{Text: "900", Origin: scenarios.Origin{From: scenarios.FromPublic, Sources: []scenarios.Name{{Text: "S16"}, {Text: "S17"}}}},
					{Text: "1,001", Origin: scenarios.Origin{From: scenarios.FromSeed}},
				},
			}},
		}}}
		sc.Clock.Zone.Offset = int(9 * time.Hour / time.Second)
		Expect(score.Facts(sc)).To(ConsistOf(score.Fact{
			Name: "keys cut", Kind: scenarios.FactMeasured, Says: "keys that lost the right to withdraw", Measure: "keys_restricted", Response: true,
			Text: "1000", Lo: 950, Hi: 1050, AsOf: onset, Offset: 32_400, From: "public", Sources: []string{"S18"},
			Also: []string{"900 (S16, S17)", "1,001 (seed)"},
		}))
	})
})
