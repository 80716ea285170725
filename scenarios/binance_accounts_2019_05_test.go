package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

const binanceAccounts = "binance-accounts-2019-05"

// accountsComesOut is what must be so beside the figures.
func accountsComesOut(none, history *drill.Result) {
	Expect(none.Loss.Net).NotTo(Equal(history.Loss.Net), "the alarm kept the rest")
}

var _ = Describe("Binance, May 2019", Label("embedded", "scenario:"+binanceAccounts), func() {
	for _, seed := range drawings(1, 2) {
		It(fmt.Sprintf("is withdrawn by old keys, by keys made with relayed codes, and by stolen numbers, seed %d", seed), func(ctx SpecContext) {
			stage := open(binanceAccounts, seed, 0.02)
			g := stage.World().Genesis
			logins := map[uint32]string{}
			for _, l := range stage.World().Logins {
				logins[l.Account] = l.Holds
			}
			asked := map[string]int{}
			made := map[uint32]int64{}
			sent := stage.World().Scenario.Campaign.Until.Unix
			var newDevices, honestNew int
			hear(ctx, stage, func(e *sim.Envelope, ev *mockexchange.Event) {
				his := e.Actor == sim.Attacker
				if ev.Type == mockexchange.LoggedIn && his {
					Expect(ev.Source>>22).To(Equal(access.Source(100<<24|64<<16)>>22), "from where people live")
				}
				switch {
				case ev.Type == mockexchange.LoggedIn && ev.New&access.NewDevice != 0 && his:
					newDevices++
				case ev.Type == mockexchange.LoggedIn && ev.New&access.NewDevice != 0:
					honestNew++
				case ev.Type == mockexchange.KeyCreated && his:
					made[ev.Key] = e.At
				case ev.Type == mockexchange.WithdrawalRequested && his && made[ev.Key] != 0:
					Expect(e.At-made[ev.Key]).To(BeNumerically(">", 7*hour), "he waits")
					asked["made key"]++
				case ev.Type == mockexchange.WithdrawalRequested && his && ev.Auth == mockexchange.AuthLogin:
					Expect(logins[ev.Account]).To(Equal("phone"))
					Expect(g.Accounts[ev.Account-1].Kind).To(Equal(access.SMS))
					asked["number"]++
				case ev.Type == mockexchange.WithdrawalRequested && his && e.At < sent:
					asked["old key"]++
				}
			})
			Expect(asked).To(Equal(map[string]int{"made key": 6, "number": 3, "old key": 12}))
			Expect(newDevices).To(Equal(9))
			Expect(honestNew).To(BeNumerically(">", 2), "honest people get new devices, too")
		})
	}

	It("fools nobody who has a hardware key, and takes no number but of those who get messages", func() {
		w := open(binanceAccounts, 3, 0.02).World()
		Expect(w.Logins).To(HaveLen(9))
		for _, l := range w.Logins {
			a := w.Genesis.Accounts[l.Account-1]
			Expect(a.Factor).To(BeTrue())
			Expect(a.Kind).NotTo(Equal(access.HardwareKey))
			Expect(a.Logins.Devices).NotTo(ContainElement(l.Device))
		}
	})
})
