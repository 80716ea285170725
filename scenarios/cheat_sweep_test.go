package scenarios_test

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
)

// sweeping does all this to all wallets once, or again after so long, whatever
// happens, and reads no event.
func sweeping(every time.Duration, actions ...string) drill.Option {
	return acting(fmt.Sprint(actions, " every ", every), func(*defence.Hello) (plan []timed) {
		for after := time.Duration(0); after < 21*24*time.Hour; after += every {
			for _, name := range actions {
				plan = append(plan, timed{after, defence.Action{Name: name}})
			}
		}
		return plan
	})
}

// once is longer than any run.
const once = 1000 * 24 * time.Hour

// Who makes new keys and sweeps blindly is out of the reach of whoever has a copy of
// a hot key, in two scenarios of twelve. On all days he has people come for the cold
// keys, who come by day, and twice at most, and his customers wait for them.
var _ = Describe("A cheat who sweeps blindly", Label("embedded", "slow"), func() {
	bad, days := "zaif-hot-wallet-2018-09", []string{"quiet-week", "payday", "hot-wallet-migration"}

	It("loses by it on ordinary days what he gains on a bad one", func(ctx SpecContext) {
		Expect(pays(ctx, secret(), append(days, bad), drawings(1, 3), func(string) drill.Option { return sweeping(6*time.Hour, "sweep_to_cold") })).To(BeNumerically("<=", 5))
	})

	It("loses more than that, though with new keys he saves all on the bad one", func(ctx SpecContext) {
		cheat := func(string) drill.Option { return sweeping(once, "rotate_hot_key", "sweep_to_cold") }
		saved := pays(ctx, secret(), []string{bad}, drawings(1, 3), cheat)
		Expect(saved).To(BeNumerically(">", 90), "it works")
		Expect(-3 * pays(ctx, secret(), days, drawings(1, 3), cheat)).To(BeNumerically(">", saved))
	})

	for _, every := range []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, once} {
		for _, actions := range [][]string{{"sweep_to_cold"}, {"rotate_hot_key", "sweep_to_cold"}} {
			It(fmt.Sprint("does not win by ", actions, " over all scenarios, every ", every), Label("soak"), func(ctx SpecContext) {
				if !soaking {
					Skip("set EXDRILL_SOAK=1 to play all scenarios")
				}
				Expect(pays(ctx, secret(), scenarios.IDs(), drawings(1, 3), func(string) drill.Option { return sweeping(every, actions...) })).To(BeNumerically("<=", 5))
			})
		}
	}
})
