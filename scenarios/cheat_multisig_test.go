package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/score/impact"
)

// Multisig alone keeps a thief with one stolen host from everything. It is no gift:
// signers take time, fail, and sleep.
var _ = Describe("A venue that has many sign", Label("embedded", "cheat"), func() {
	It("pays for it on days like any other, the more the more must", func(ctx SpecContext) {
		stage := open("quiet-week", 1, 0.02)
		last := against(ctx, stage, standing("multisig: {m: 1, n: 1}")).Score
		Expect(last).To(Equal(against(ctx, stage, standing("")).Score), "one key is what everybody has")
		for _, signers := range []string{"{m: 2, n: 3}", "{m: 2, n: 3, people: 2}", "{m: 15, n: 15}"} {
			r := against(ctx, stage, standing("multisig: "+signers))
			Expect(r.Score).To(BeNumerically("<", last), signers)
			Expect(r.Outcome.Tally.Harm[impact.WithdrawalLate].Count).To(BeNumerically(">", 100), signers)
			last = r.Score
		}
	})

	// Fifteen people, of whom one is always awake, are out of every thief's reach.
	// They are staff, and until they had a price they cost a point in a week.
	It("pays each person who holds a key, with no number of them that is free", func(ctx SpecContext) {
		stage := open("quiet-week", 1, 0.02)
		three, fifteen := against(ctx, stage, standing("multisig: {m: 2, n: 4, people: 3}")), against(ctx, stage, standing("multisig: {m: 2, n: 16, people: 15}"))
		few, many := &three.Outcome.Tally.Harm, &fifteen.Outcome.Tally.Harm
		Expect(many[impact.OnCall].Price).To(Equal(5*few[impact.OnCall].Price), "the fifteenth costs what the first does")
		Expect(few[impact.Signing].Count).To(BeNumerically(">", 40))
		Expect(three.Score).To(BeNumerically("<", 9800))
		Expect(fifteen.Score).To(BeNumerically("<", 9200))
	})
})
