package bundle_test

import (
	"maps"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/mockexchange"
)

// player is a defence that plays the score: it knows nothing of thefts and does
// what the formula seems to pay for.
type player struct {
	accounts, keys map[uint32]bool
	began          bool
	play           func(p *player, b *defence.Batch) defence.Answer
}

func (p *player) Hello(*defence.Hello) error { return nil }
func (p *player) Close() error               { return nil }

// Step remembers whom it has seen, and plays.
func (p *player) Step(b *defence.Batch) (defence.Answer, error) {
	for i := range b.Events {
		p.accounts[b.Events[i].Account] = true
		p.keys[b.Events[i].Key] = true
	}
	delete(p.accounts, 0) // which is nobody
	delete(p.keys, 0)
	return p.play(p, b), nil
}

// freezeAtTheEnd freezes everybody so late that nobody seems to be hurt.
func freezeAtTheEnd(end int64) func(*player, *defence.Batch) defence.Answer {
	return func(p *player, b *defence.Batch) (a defence.Answer) {
		if at := end - 60e9; b.Now < at {
			a.WakeAt = at
		} else if !p.began {
			p.began = true
			a.Actions = []defence.Action{{Name: "freeze_accounts", Accounts: slices.Sorted(maps.Keys(p.accounts))}}
		}
		return a
	}
}

// holdEverything makes every withdrawal wait for a day.
func holdEverything(_ *player, b *defence.Batch) (a defence.Answer) {
	var all []uint32
	for i := range b.Events {
		if b.Events[i].Type == mockexchange.WithdrawalRequested {
			all = append(all, b.Events[i].Withdrawal)
		}
	}
	if len(all) > 0 {
		a.Actions = []defence.Action{{Name: "hold", Withdrawals: all, Until: b.Now + 24*3600e9}}
	}
	return a
}

// sweepAtOnce keeps the hot wallets empty from the start.
func sweepAtOnce(p *player, _ *defence.Batch) (a defence.Answer) {
	if !p.began {
		p.began = true
		a.Actions = []defence.Action{{Name: "sweep_to_cold"}}
	}
	return a
}

// alertOnEverything names everybody, and lets everybody go on.
func alertOnEverything(p *player, b *defence.Batch) defence.Answer {
	return defence.Answer{Alerts: []defence.Alert{{At: b.Now, Rule: "all", Level: "high", Keys: slices.Sorted(maps.Keys(p.keys)), Accounts: slices.Sorted(maps.Keys(p.accounts))}}}
}

// confiscate freezes whoever rests an order to sell: bait might be among them.
func confiscate(_ *player, b *defence.Batch) (a defence.Answer) {
	var all []uint32
	for i := range b.Events {
		if e := &b.Events[i]; e.Type == mockexchange.OrderAccepted && e.Side.String() == "sell" {
			all = append(all, e.Account)
		}
	}
	if len(all) > 0 {
		a.Actions = []defence.Action{{Name: "freeze_accounts", Accounts: all}}
	}
	return a
}

// revokeByID takes even numbers for a sign of guilt.
func revokeByID(p *player, b *defence.Batch) (a defence.Answer) {
	var even []uint32
	for i := range b.Events {
		if k := b.Events[i].Key; k != 0 && k%2 == 0 && p.keys[k] {
			p.keys[k] = false
			even = append(even, k)
		}
	}
	if len(even) > 0 {
		a.Actions = []defence.Action{{Name: "revoke_keys", Keys: even}}
	}
	return a
}

var _ = Describe("A defence that plays the score", Label("slow"), func() {
	plays := func(end int64) map[string]func(*player, *defence.Batch) defence.Answer {
		return map[string]func(*player, *defence.Batch) defence.Answer{
			"freezes everybody at the end": freezeAtTheEnd(end), "holds everything": holdEverything, "sweeps at once": sweepAtOnce,
			"alerts on everything": alertOnEverything, "confiscates": confiscate, "revokes by id": revokeByID,
		}
	}

	DescribeTable("never beats guardrails", func(ctx SpecContext, id string) {
		stage, err := drill.Open(id, drill.WithSeed(3), drill.WithScale(0.02))
		Expect(err).NotTo(HaveOccurred())
		best, err := stage.Run(ctx, drill.WithDefence("guardrails"))
		Expect(err).NotTo(HaveOccurred())
		for name, play := range plays(stage.End()) {
			r, err := stage.Run(ctx, drill.WithMonitor("player", func() (defence.Monitor, error) {
				return &player{accounts: map[uint32]bool{}, keys: map[uint32]bool{}, play: play}, nil
			}))
			Expect(err).NotTo(HaveOccurred(), name)
			GinkgoWriter.Println(id, name, r.Score, "guardrails", best.Score)
			Expect(r.Score).To(BeNumerically("<", best.Score), name)
		}
	},
		Entry("where keys are stolen", "zaif-api-keys-2018-01"),
		Entry("where a hot wallet is emptied", "coincheck-nem-2018-01"),
		Entry("where a market is pumped", "binance-via-2018-03"),
	)
})
