package accounting_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
)

var _ = Describe("What a run has come to so far", func() {
	const at = Start + 8*Hour

	It("is what it would come to if it ended there, and changes nothing", func() {
		s := NewStage(Setup())
		Expect(s.Interim(Start)).To(BeZero())
		s.Withdraw(at, sim.Attacker, 1, 500_000, sim.Attempt{})
		s.Tell(at+Hour, sim.Operator, mx.Command{Kind: mx.FreezeAccount, Account: 5}, sim.Attempt{}, mx.Result{Count: 1})
		loss, harm := s.Interim(at + Hour)
		Expect([]int64{loss, harm}).To(Equal([]int64{500_000, 0}), "a freeze costs nothing yet when it begins")
		_, harm = s.Interim(at + 2*Hour)
		Expect(harm).To(Equal(int64(500)), "it lasts")

		s.Tell(at+3*Hour, sim.Operator, mx.Command{Kind: mx.UnfreezeAccount, Account: 5}, sim.Attempt{}, mx.Result{Count: 1})
		_, harm = s.Interim(at + 3*Hour)
		Expect(harm).To(Equal(int64(1_000)), "it was two hours in all")

		tally := s.Close(End)
		loss, harm = s.Interim(End)
		Expect([]int64{loss, harm}).To(Equal([]int64{tally.Net(), tally.HarmTotal()}))
	})
})
