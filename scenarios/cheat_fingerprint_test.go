package scenarios_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
)

// lesson is what somebody does who believes that he knows which scenario it is:
// where a key is stolen he takes the coins out of reach before anything happens,
// and makes new keys, or the staff would bring the coins back to the stolen ones,
// otherwise he shuts the door at the record's hour, and on a day on which nothing
// is wrong he does nothing.
func lesson(id string) []timed {
	sc := load(id)
	switch {
	case sc.Compromise.SigningKey():
		return []timed{{0, defence.Action{Name: "rotate_hot_key"}}, {0, defence.Action{Name: "sweep_to_cold"}}}
	case sc.Compromise.Credentials():
		return shut(time.Duration(beginning(sc) - sc.Clock.Start.Unix))
	}
	return nil
}

var _ = Describe("A cheat who recognises the scenario", Label("embedded", "slow"), func() {
	It("gets nothing, because he takes it for another one", func(ctx SpecContext) {
		_, all := everyVariant()
		Expect(pays(ctx, secret(), few(), drawings(1, 3), func(string) drill.Option {
			return acting("by the fingerprint", func(h *defence.Hello) []timed {
				id, _ := nearest(all, &drawn{hello: toldOf(h)}, playedSeeds, scenarios.IDs())
				return lesson(id)
			})
		})).To(BeNumerically("<=", 5))
	})

	It("would get nearly all if he knew", func(ctx SpecContext) {
		Expect(pays(ctx, secret(), []string{coincheck}, drawings(1, 3), func(id string) drill.Option {
			return acting("who was told", func(*defence.Hello) []timed { return lesson(id) })
		})).To(BeNumerically(">", 50))
	})
})
