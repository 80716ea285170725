package scenarios_test

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
)

// Whoever puts reviewed code in place of what runs by the clock is rid of altered
// code before it has paid much. What keeps it from being free is the time of those
// who build, compare and deploy.
var _ = Describe("A cheat who redeploys reviewed code by the clock", Label("embedded", "slow", "cheat"), func() {
	for _, every := range []time.Duration{time.Hour, 6 * time.Hour} {
		It(fmt.Sprint("pays for the people who do it, every ", every), func(ctx SpecContext) {
			days := []string{bigone, "release-night", "quiet-week"}
			Expect(pays(ctx, secret(), days, drawings(1, 3), func(string) drill.Option { return sweeping(every, "redeploy") })).To(BeNumerically("<=", 5))
		})
	}
})
