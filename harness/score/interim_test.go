package score_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
)

var _ = Describe("What a run has come to so far", func() {
	const at = start + 8*hour

	It("is what it would come to if it ended there, and changes nothing", func() {
		s := newStage(setup())
		Expect(s.Interim(start)).To(BeZero())
		s.withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		s.tell(at+hour, sim.Operator, mx.Command{Kind: mx.FreezeAccount, Account: 5}, sim.Attempt{}, mx.Result{Count: 1})
		loss, harm := s.Interim(at + hour)
		Expect([]int64{loss, harm}).To(Equal([]int64{500_000, 12_000}), "a freeze that lasts costs a day at the least")

		s.tell(at+3*hour, sim.Operator, mx.Command{Kind: mx.UnfreezeAccount, Account: 5}, sim.Attempt{}, mx.Result{Count: 1})
		_, harm = s.Interim(at + 3*hour)
		Expect(harm).To(Equal(int64(1_000)), "it was two hours after all")

		tally := s.Close(end)
		loss, harm = s.Interim(end)
		Expect([]int64{loss, harm}).To(Equal([]int64{tally.Net(), tally.HarmTotal()}))
	})
})
