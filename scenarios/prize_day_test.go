package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("Prize day", Label("embedded", "scenario:prize-day"), func() {
	for _, seed := range drawings(1, 2) {
		It(fmt.Sprintf("fills a transaction with withdrawals of many accounts to new addresses, from devices long known, seed %d", seed), func(ctx SpecContext) {
			stage := open("prize-day", seed, 0.05)
			from, to := surge(stage, 0)
			payments, first := map[chain.Hash]int{}, map[chain.Hash]int{}
			known, logins := 0, 0
			hear(ctx, stage, func(e *sim.Envelope, ev *mockexchange.Event) {
				switch {
				case ev.Type == mockexchange.WithdrawalBroadcast && e.At >= from:
					payments[ev.Tx]++
					if ev.First {
						first[ev.Tx]++
					}
				case ev.Type == mockexchange.LoggedIn && e.At >= from && e.At < to:
					if logins++; ev.New&access.NewDevice == 0 {
						known++
					}
				}
			})
			full := 0
			for tx, n := range payments {
				Expect(n).To(BeNumerically("<=", 44))
				if n == 44 && first[tx] > 22 {
					full++
				}
			}
			Expect(full).To(BeNumerically(">", 0))
			Expect(float64(known) / float64(logins)).To(BeNumerically(">", 0.97))
		})
	}
})
