package score_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("The venues of one run together", func() {
	// played draws what one venue's run came to.
	played := func(t *rapid.T) score.Tally {
		d := drawDrill(t)
		d.answered = rapid.SampledFrom([]int64{0, start + day, end - day}).Draw(t, "answered")
		d.set.Facts = []score.Fact{
			{Measure: "withdrawals_by_attacker"},
			{Measure: "first_abuse_at"},
			{Measure: "last_abuse_at"},
			{Measure: "withdrawals_halted_at"},
			{Measure: "all_keys_removed_at"},
		}
		return *d.play()
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
		const at = start + 10*hour
		here, there := newStage(setup()), newStage(setup())
		here.withdraw(at, sim.Attacker, 1, 1_000, sim.Attempt{})
		here.refused(at+hour, sim.Attacker, 1, 0, reject.RevokeKeys, sim.Attempt{})
		there.withdraw(at+2*hour, sim.Attacker, 1, 1_000, sim.Attempt{})
		there.refused(at+5*hour, sim.Attacker, 1, 0, reject.RevokeKeys, sim.Attempt{})
		idle := newStage(setup())
		idle.refused(at-hour, sim.Attacker, 1, 0, reject.RevokeKeys, sim.Attempt{})

		It("sees him where he came first, and has answered him where he went on longest", func() {
			m := score.Merge([]score.Tally{*here.close(), *there.close(), *idle.close()})
			Expect(m.Thief).To(Equal(score.Thief{
				FirstSeen: at - hour, LastMove: at + 2*hour, Answered: at + 5*hour, Commands: 5, Refused: 3, Stopped: 3,
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
			set := setup()
			set.Venue, set.Facts = name, facts
			s := newStage(set)
			for i := range thefts {
				s.withdraw(start+hour+int64(thefts+i), sim.Attacker, 1, 1_000, sim.Attempt{})
			}
			return *s.close()
		}

		It("adds up counts, takes the first of times, and one venue's where the figure is about it", func() {
			m := score.Merge([]score.Tally{venue("here", 2), venue("there", 3)})
			Expect(m.Facts[0].Value).To(BeEquivalentTo(5))
			Expect(m.Facts[1].Value).To(BeEquivalentTo(3))
			Expect(m.Facts[1].Known).To(BeTrue())
			Expect(m.Facts[2].Value).To(Equal(start + hour + 2))
			Expect(m.Facts[3].Value).To(BeZero())
			Expect(m.Facts[4].Known).To(BeFalse())
		})
	})

	It("count once what somebody said to all", func() {
		set := setup()
		set.Facts = []score.Fact{{Measure: "statements"}, {Measure: "false_statements"}, {Measure: "false_statements", AsOf: start + 4*hour}}
		set.Public = []score.Public{{At: start + 5*hour, By: "vendor", Claim: score.ClaimNothingWrong}}
		robbed, quiet := newStage(set), newStage(set)
		for _, s := range []*stage{robbed, quiet} {
			s.withdraw(start+hour, sim.Attacker, 1, 1_000, sim.Attempt{})
			s.operate(start+2*hour, mx.Command{Kind: mx.Announce, Label: score.ClaimAssetsSafe})
		}
		m := score.Merge([]score.Tally{*robbed.close(), *quiet.close()})
		Expect(m.Facts).To(HaveExactElements(
			HaveField("Value", int64(3)), HaveField("Value", int64(3)), HaveField("Value", int64(2))))
	})

	It("hear once what somebody said to all, true if it is true anywhere", func() {
		set := setup()
		set.Public = []score.Public{
			{At: start + 5*hour, By: "vendor", Claim: score.ClaimAssetsSafe},
			{At: start + 6*hour, By: "vendor", Claim: score.ClaimCauseKnown},
		}
		robbed, quiet := newStage(set), newStage(set)
		robbed.withdraw(start+hour, sim.Attacker, 1, 1_000, sim.Attempt{})
		for _, list := range [][]score.Tally{{*robbed.close(), *quiet.close()}, {*quiet.close(), *robbed.close()}} {
			Expect(score.Merge(list).Statements).To(HaveExactElements(
				And(HaveField("By", "vendor"), HaveField("Claim", "assets_safe"), HaveField("False", true)),
				And(HaveField("By", "vendor"), HaveField("Claim", "cause_known"), HaveField("False", false)),
			))
		}
	})

	It("are nothing where there is none", func() {
		Expect(score.Merge(nil)).To(BeZero())
	})
})
