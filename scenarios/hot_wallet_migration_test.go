package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A hot wallet that moves", Label("embedded", "scenario:hot-wallet-migration"), func() {
	const id = "hot-wallet-migration"

	for _, seed := range drawings(1, 3) {
		It(fmt.Sprintf("moves all coins to a new address, as it was approved before, seed %d", seed), func(ctx SpecContext) {
			stage := open(id, seed, 0.1)
			assets := stage.World().Genesis.Assets
			approved, moved, largest := map[string]int64{}, map[string]int64{}, map[string]int64{}
			var spends []mockexchange.Event
			written := map[chain.Hash]bool{}
			hear(ctx, stage, func(_ *sim.Envelope, ev *mockexchange.Event) {
				written[ev.Tx] = written[ev.Tx] || ev.Type == mockexchange.WalletMoved
				switch {
				case ev.Type == mockexchange.Operated && ev.Op == mockexchange.ApproveMigration:
					approved[assets[ev.Asset-1].Code] = ev.At
				case ev.Type == mockexchange.WalletMoved && ev.Op == mockexchange.MigrateWallet:
					code := assets[ev.Asset-1].Code
					if moved[code] == 0 {
						moved[code] = ev.At
					}
					largest[code] = max(largest[code], ev.Value)
				case ev.Type == mockexchange.WithdrawalBroadcast:
					code := assets[ev.Asset-1].Code + ", by a customer"
					largest[code] = max(largest[code], ev.Value)
				case ev.Type == mockexchange.ChainSpend:
					spends = append(spends, *ev)
				}
			})
			for _, spend := range spends {
				if code := assets[spend.Asset-1].Code; moved[code] != 0 && -spend.Value >= largest[code] {
					Expect(written[spend.Tx]).To(BeTrue(), "the venue wrote it down")
				}
			}
			Expect(approved).To(Equal(map[string]int64{
				"BTC": instant("2024-06-17T14:00:00+09:00"), "ETH": instant("2024-06-17T14:05:00+09:00"), "XRP": instant("2024-06-17T14:10:00+09:00"),
			}))
			Expect(moved).To(Equal(map[string]int64{
				"BTC": instant("2024-06-18T02:30:00+09:00"), "ETH": instant("2024-06-18T03:00:00+09:00"), "XRP": instant("2024-06-18T03:30:00+09:00"),
			}))
			for _, code := range []string{"BTC", "ETH", "XRP"} {
				Expect(largest[code]).To(BeNumerically(">", 10*largest[code+", by a customer"]), "the largest outflow of the year")
			}
		})
	}

	It("costs whoever reads nothing but the size of it", Label("slow"), func(ctx SpecContext) {
		stage := open(id, 4, 1)
		startled := func(action string) *drill.Result {
			return against(ctx, stage, drill.WithMonitor("startled-"+action, func() (defence.Monitor, error) {
				return &startled{action: action}, nil
			}))
		}
		sweeps, halts := startled("sweep_to_cold"), startled("halt_withdrawals")
		Expect(sweeps.Score).To(BeNumerically("<", score.Best), sweeps.Reproduce)
		Expect(halts.Score).To(BeNumerically("<", sweeps.Score), halts.Reproduce)
		Expect(sweeps.Detection.Alerts.False).To(BeNumerically(">", 0))
	})

	It("costs whoever looks for outflows that nobody approved what the watch costs, and nothing else", func(ctx SpecContext) {
		r := against(ctx, open(id, 5, 0.1), watching("upon-outflow", 0, func() (defence.Monitor, error) {
			return &uponOutflow{since: instant("2024-06-18T02:00:00+09:00"), action: "sweep_to_cold"}, nil
		}))
		Expect(billed(r)).To(Equal(map[string]int64{"feed": 1}), r.Reproduce)
		Expect(r.Score).To(BeNumerically(">", score.Points(98)), r.Reproduce)
		Expect(r.Detection.Alerts.False).To(BeZero())
	})

	It("tells the watch nothing of what is to come, and the teacher everything", func() {
		told(id, []string{"half past two", "2時30分", "new address", "largest outflow"}, nil)
	})
})

// startled takes a large move of coins, or new owners of a wallet, for a theft: it raises an alarm and does
// one thing to the wallet.
type startled struct {
	action string
	view   *defence.Hello
}

func (m *startled) Hello(h *defence.Hello) error { m.view = h; return nil }

func (m *startled) Close() error { return nil }

func (m *startled) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		e := &b.Events[i]
		moved := e.Type == mockexchange.WalletMoved && e.Op == mockexchange.MigrateWallet && e.Value >= 100_000_000
		if !moved && e.Type != mockexchange.OwnerChanged {
			continue
		}
		code := m.view.Assets[e.Asset-1].Code
		a.Alerts = append(a.Alerts, defence.Alert{At: b.Now, Rule: "size", Title: "a wallet was emptied", Wallets: []string{code}})
		a.Actions = append(a.Actions, defence.Action{Name: m.action, Asset: code})
	}
	return a, nil
}
