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

// sweeping brings everything to cold storage once, or again after so long,
// whatever happens, and reads no event.
func sweeping(every time.Duration) drill.Option {
	return acting(fmt.Sprint("sweeps every ", every), func(h *defence.Hello) (plan []timed) {
		for after := time.Duration(0); after < 21*24*time.Hour; after += every {
			plan = append(plan, timed{after, defence.Action{Name: "sweep_to_cold"}})
		}
		return plan
	})
}

// once is longer than any run.
const once = 1000 * 24 * time.Hour

// Who sweeps blindly is out of the reach of whoever has a copy of a hot key, in
// two scenarios of twelve. On all days he has people come for the cold keys, who
// come by day, and twice at most, and his customers wait for them.
var _ = Describe("A cheat who sweeps blindly", Label("embedded", "slow"), func() {
	It("loses by it on ordinary days what he gains on a bad one", func(ctx SpecContext) {
		days := []string{"zaif-hot-wallet-2018-09", "quiet-week", "payday", "hot-wallet-migration"}
		Expect(pays(ctx, secret(), days, drawings(1, 3), func(string) drill.Option { return sweeping(6 * time.Hour) })).To(BeNumerically("<=", 5))
	})

	for _, every := range []time.Duration{time.Hour, 6 * time.Hour, 24 * time.Hour, once} {
		It(fmt.Sprint("does not win by it over all scenarios, every ", every), Label("soak"), func(ctx SpecContext) {
			if !soaking {
				Skip("set EXDRILL_SOAK=1 to play all scenarios")
			}
			Expect(pays(ctx, secret(), scenarios.IDs(), drawings(1, 3), func(string) drill.Option { return sweeping(every) })).To(BeNumerically("<=", 5))
		})
	}
})
