package score_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"pgregory.net/rapid"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("The venues of one run together", func() {
	// played draws what one venue's run came to.
	played := func(t *rapid.T) score.Tally {
		d := DrawDrill(t)
		d.Answered = rapid.SampledFrom([]int64{0, Start + Day, End - Day}).Draw(t, "answered")
		d.Set.Facts = []score.Fact{
			{Measure: "withdrawals_by_attacker"},
			{Measure: "first_abuse_at"},
			{Measure: "last_abuse_at"},
			{Measure: "withdrawals_halted_at"},
			{Measure: "all_keys_removed_at"},
		}
		return *d.Play()
	}
	law := func(check func(t *rapid.T)) { GinkgoHelper(); rapid.Check(GinkgoT(), check) }

	It("are what the venue was, where there is one", func() {
		law(func(t *rapid.T) {
			one := played(t)
			NewWithT(t).Expect(score.Merge([]score.Tally{one})).To(Equal(one))
		})
	})

	It("do not depend on their order", func() {
		law(func(t *rapid.T) {
			a, b, c := played(t), played(t), played(t)
			want := score.Merge([]score.Tally{a, b, c})
			g := NewWithT(t)
			for _, list := range [][]score.Tally{{c, b, a}, {b, a, c}, {score.Merge([]score.Tally{a, b}), c}, {a, score.Merge([]score.Tally{c, b})}} {
				g.Expect(score.Merge(list)).To(Equal(want))
			}
		})
	})

	It("are added up exactly, and shared with nobody", func() {
		law(func(t *rapid.T) {
			a, b := played(t), played(t)
			before, _ := a.Clone(), b.Clone()
			m := score.Merge([]score.Tally{a, b})
			g := NewWithT(t)
			g.Expect(m.Net()).To(Equal(a.Net() + b.Net()))
			g.Expect(m.HarmTotal()).To(Equal(a.HarmTotal() + b.HarmTotal()))
			g.Expect(m.Commands).To(Equal(a.Commands + b.Commands))
			g.Expect(m.Facts[0].Value).To(Equal(a.Facts[0].Value + b.Facts[0].Value))
			for i := range m.Harm {
				m.Harm[i].Price, m.Changes[0].Delta = -1, -1
			}
			g.Expect(&a).To(Equal(before))
		})
	})

	Context("when the thief is at two of them", func() {
		const at = Start + 10*Hour
		here, there := NewStage(Setup()), NewStage(Setup())
		here.Withdraw(at, sim.Attacker, 1, 1_000, sim.Attempt{})
		here.Refuse(at+Hour, sim.Attacker, 1, 0, reject.RevokeKeys, sim.Attempt{})
		there.Withdraw(at+2*Hour, sim.Attacker, 1, 1_000, sim.Attempt{})
		there.Refuse(at+5*Hour, sim.Attacker, 1, 0, reject.RevokeKeys, sim.Attempt{})
		idle := NewStage(Setup())
		idle.Refuse(at-Hour, sim.Attacker, 1, 0, reject.RevokeKeys, sim.Attempt{})

		It("sees him where he came first, and has answered him where he went on longest", func() {
			m := score.Merge([]score.Tally{*here.Tally(), *there.Tally(), *idle.Tally()})
			Expect(m.Thief).To(Equal(score.Thief{
				FirstSeen: at - Hour, LastMove: at + 2*Hour, Answered: at + 5*Hour, Commands: 5, Refused: 3, Stopped: 3,
			}))
		})
	})

	Context("with figures of the record", func() {
		facts := []score.Fact{
			{Measure: "withdrawals_by_attacker"},
			{Measure: "withdrawals_by_attacker", Venue: "there"},
			{Measure: "first_abuse_at"},
			{Measure: "fills_of_one_account"},
			{Measure: "first_alert_at", Venue: "nowhere"},
		}
		venue := func(name string, thefts int) score.Tally {
			set := Setup()
			set.Venue, set.Facts = name, facts
			s := NewStage(set)
			for i := range thefts {
				s.Withdraw(Start+Hour+int64(thefts+i), sim.Attacker, 1, 1_000, sim.Attempt{})
			}
			return *s.Tally()
		}

		It("adds up counts, takes the first of times, and one venue's where the figure is about it", func() {
			m := score.Merge([]score.Tally{venue("here", 2), venue("there", 3)})
			Expect(m.Facts[0].Value).To(BeEquivalentTo(5))
			Expect(m.Facts[1].Value).To(BeEquivalentTo(3))
			Expect(m.Facts[1].Known).To(BeTrue())
			Expect(m.Facts[2].Value).To(Equal(Start + Hour + 2))
			Expect(m.Facts[3].Value).To(BeZero())
			Expect(m.Facts[4].Known).To(BeFalse())
		})
	})

	It("count once what somebody said to all", func() {
		set := Setup()
		set.Facts = []score.Fact{{Measure: "statements"}, {Measure: "false_statements"}, {Measure: "false_statements", AsOf: Start + 4*Hour}}
		set.Public = []score.Statement{{At: Start + 5*Hour, By: "vendor", Claim: score.ClaimNothingWrong}}
		robbed, quiet := NewStage(set), NewStage(set)
		for _, s := range []*Stage{robbed, quiet} {
			s.Withdraw(Start+Hour, sim.Attacker, 1, 1_000, sim.Attempt{})
			s.Operate(Start+2*Hour, mx.Command{Kind: mx.Announce, Label: score.ClaimAssetsSafe})
		}
		m := score.Merge([]score.Tally{*robbed.Tally(), *quiet.Tally()})
		Expect(m.Facts).To(HaveExactElements(
			HaveField("Value", int64(3)), HaveField("Value", int64(3)), HaveField("Value", int64(2))))
	})

	It("hear once what somebody said to all, true if it is true anywhere", func() {
		set := Setup()
		set.Public = []score.Statement{
			{At: Start + 5*Hour, By: "vendor", Claim: score.ClaimAssetsSafe},
			{At: Start + 6*Hour, By: "vendor", Claim: score.ClaimCauseKnown},
		}
		robbed, quiet := NewStage(set), NewStage(set)
		robbed.Withdraw(Start+Hour, sim.Attacker, 1, 1_000, sim.Attempt{})
		for _, list := range [][]score.Tally{{*robbed.Tally(), *quiet.Tally()}, {*quiet.Tally(), *robbed.Tally()}} {
			Expect(score.Merge(list).Statements).To(HaveExactElements(
				And(HaveField("By", "vendor"), HaveField("Claim", "assets_safe"), HaveField("False", true)),
				And(HaveField("By", "vendor"), HaveField("Claim", "cause_known"), HaveField("False", false)),
			))
		}
	})

	It("keep a promise to all when the last of them does, and break it once", func() {
		set := Setup()
		set.Facts = []score.Fact{{Measure: "broken_promises"}, {Measure: "false_statements"}}
		set.Public = []score.Statement{{At: Start + 2*Hour, By: "vendor", Claim: "compensation 2018-01-06T04:00:00+09:00"}}
		pays := func(at int64) score.Tally {
			s := NewStage(set)
			s.Withdraw(Start+Hour, sim.Attacker, 1, 1_000, sim.Attempt{})
			if at != 0 {
				s.Operate(at, mx.Command{Kind: mx.Compensate, Account: 1, Asset: JPY, Amount: 1_500},
					mx.Event{Type: mx.Compensated, Account: 1, Asset: JPY, Amount: 1_500, Value: 1_500})
			}
			return *s.Tally()
		}
		never, soon, late, later := pays(0), pays(Start+3*Hour), pays(Start+6*Hour), pays(Start+9*Hour)
		settled := func(list ...score.Tally) int64 {
			m := score.Merge(list)
			Expect(m.Statements).To(HaveLen(1))
			Expect(m.Statements[0].Broken()).To(BeTrue())
			Expect(m.Facts).To(HaveExactElements(HaveField("Value", int64(1)), HaveField("Value", int64(0))))
			return m.Statements[0].Settled
		}
		Expect(settled(soon, late, later)).To(Equal(Start + 9*Hour))
		Expect(settled(later, soon)).To(Equal(Start + 9*Hour))
		Expect(settled(late, never)).To(BeZero())
		Expect(settled(never, soon)).To(BeZero())
		Expect(score.Merge([]score.Tally{soon, late}).Given).To(BeEquivalentTo(2 * 500))
	})

	It("are nothing where there is none", func() {
		Expect(score.Merge(nil)).To(BeZero())
	})
})
