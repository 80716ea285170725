package campaign_test

import (
	"encoding/hex"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// counted is a public chain that counts what it is asked.
type counted struct {
	node     *chain.Node
	requests int
}

func (c *counted) Submit(t *chain.Transaction) error { c.requests++; return c.node.Submit(t) }

func (c *counted) Balance(a chain.Address) (int64, error) {
	c.requests++
	return c.node.Balance(a), nil
}

func (c *counted) Unspent(a chain.Address) ([]chain.Coin, error) {
	c.requests++
	return c.node.Unspent(a), nil
}

func (c *counted) Owner(a chain.Address) (chain.Address, error) { return c.node.Owner(a), nil }

func (c *counted) NextNonce(a chain.Address) (uint64, error) {
	c.requests++
	return c.node.NextNonce(a), nil
}

var _ = Describe("On a public chain", func() {
	const minute = int64(60e9)
	const savings = int64(10_000) // that the house holds elsewhere
	var (
		public *counted
		hot    [3]chain.Key
		own    chain.Key
		house  chain.Key
		others []chain.Address
		c      campaign.Campaign
		b      *campaign.Agent
		taken  []attacker.Sent
	)
	seed := func(k *chain.Key) string { s := k.Seed(); return hex.EncodeToString(s[:]) }
	open := func(m chain.Model, relay chain.Relay, stolen, need int, funds ...int64) {
		spec := chain.Spec{Network: "n", Model: m, Relay: relay, BlockInterval: 1, MinFee: 2}
		public, taken = &counted{node: chain.NewNode(spec, nil)}, nil
		policy := chain.Policy{M: need}
		w := campaign.Wallet{Asset: "N", Network: "n", Model: m, Fee: 2}
		for i := range hot {
			hot[i] = chain.DeriveKey(1, "hot", uint32(i))
			policy.Keys = append(policy.Keys, hot[i].Public())
			if i < stolen {
				w.Stolen = append(w.Stolen, seed(&hot[i]))
			}
		}
		own, house = chain.DeriveKey(2, "own", 0), chain.DeriveKey(1, "house", 0)
		Expect(public.node.Fund(house.Address(), savings)).To(Succeed())
		w.Hot, w.Own = policy, seed(&own)
		others = nil
		for i := range uint32(3) {
			to := chain.ExternalAddress(3, "other", i)
			others = append(others, to)
			w.Others = append(w.Others, to.Text("n"))
		}
		for _, f := range funds {
			Expect(public.node.Fund(policy.Address(), f)).To(Succeed())
		}
		c = campaign.Campaign{
			Venue: "v", Wallets: []campaign.Wallet{w},
			Steps: []campaign.Step{
				{ID: "probe", Technique: "sign_with_stolen_key", Chain: "N", At: 0, Params: technique.Params{Amount: 10, Until: 2 * minute}},
				{ID: "rest", Technique: "sign_with_stolen_key", Chain: "N", At: 3 * minute, Params: technique.Params{Amount: 900, Until: 4 * minute}},
				{ID: "spread", Technique: "fan_out", Chain: "N", At: 6 * minute, Params: technique.Params{Amount: 300, Until: 7 * minute, To: 2}},
			},
		}
	}
	// play wakes the thief up to a time and mines a block every minute; each
	// wake-up is at most one request.
	play := func(until int64) {
		w := attacker.World{
			Venues: map[string]attacker.Venue{"v": &attackertest.Exchange{}},
			Chains: map[string]attacker.Chain{"N": public},
		}
		for block := minute; block <= until; block += minute {
			for at, ok := b.Next(); ok && at < block; at, ok = b.Next() {
				before := public.requests
				Expect(b.Wake(at, w)).To(Succeed())
				Expect(public.requests - before).To(BeNumerically("<=", 1))
				taken = append(taken, b.TakeSent()...)
			}
			public.node.Mine(block)
		}
	}
	// refill brings coins to the hot address.
	refill := func(amount int64) {
		t := &chain.Transaction{
			Policies: []chain.Policy{chain.Single(&house)}, Fee: 2,
			Outputs: []chain.Output{{To: c.Wallets[0].Hot.Address(), Amount: amount}},
		}
		if c.Wallets[0].Model == chain.Account {
			t.From = house.Address()
		} else {
			t.Outputs = append(t.Outputs, chain.Output{To: house.Address(), Amount: savings - amount - t.Fee})
		}
		for _, coin := range public.node.Unspent(house.Address()) {
			t.Inputs = append(t.Inputs, coin.OutPoint)
		}
		t.Sign(&house)
		Expect(public.node.Submit(t)).To(Succeed())
	}
	run := func(until int64) {
		b = agentOf(c)
		play(until)
	}
	submitted := func() (at []int64) {
		for _, d := range b.Log() {
			if d.Op == "submit" && d.Refusal == attacker.Accepted {
				at = append(at, d.At)
			}
		}
		return at
	}

	for _, m := range []chain.Model{chain.Account, chain.UTXO} {
		Describe("of the model "+m.String(), func() {
			It("he spends at the planned moment what is planned or what is there, whichever is less", func() {
				open(m, chain.FirstSeen, 1, 1, 300, 200)
				run(10 * minute)
				Expect(submitted()).To(Equal([]int64{2 * minute, 4 * minute, 7 * minute}))
				Expect(public.node.Balance(c.Wallets[0].Hot.Address())).To(BeZero())
				Expect(public.node.Balance(own.Address())).To(Equal(int64(500 - 2*2 - 300 - 2)))
				Expect(public.node.Balance(others[2])).To(Equal(int64(300)))
				Expect(taken).To(HaveLen(3))
				Expect(b.Log()[0].Key).To(Equal(-1))
				Expect(b.Log()[0].Source).To(BeEmpty())
			})

			It("it is known before each turn whether he may spend from the venue's wallet in it", func() {
				open(m, chain.FirstSeen, 1, 1, 300, 200)
				b = agentOf(c)
				Expect(next(b)).To(Equal(campaign.Turn{At: 0, Key: -1, Chain: "N"}))
				play(5 * minute)
				Expect(submitted()).To(HaveLen(2))
				Expect(next(b)).To(Equal(campaign.Turn{At: 6 * minute, Key: -1}), "what he spreads is his")
			})

			It("he takes what is less than half of what he wants, and it is known when he comes back for the rest", func() {
				open(m, chain.FirstSeen, 1, 1, 300)
				b = agentOf(c)
				play(5 * minute)
				Expect(submitted()).To(Equal([]int64{2 * minute, 4 * minute}))
				Expect(next(b)).To(Equal(campaign.Turn{At: 34 * minute, Key: -1, Chain: "N"}))
				refill(700)
				play(60 * minute)
				Expect(submitted()).To(HaveLen(4), "he takes the rest, and spreads it")
				wanted := int64(10 + 900)
				spread := public.node.Balance(others[2])
				Expect(spread).To(And(BeNumerically(">", 0), BeNumerically("<=", 300)))
				Expect(public.node.Balance(own.Address())).To(Equal(wanted - spread - 2))
			})

			It("he gets nothing with fewer keys than the address asks for, and lets it be", func() {
				open(m, chain.FirstSeen, 1, 2, 500)
				run(10 * minute)
				Expect(submitted()).To(BeEmpty())
				Expect(taken).To(BeEmpty())
				Expect(public.node.Balance(c.Wallets[0].Hot.Address())).To(Equal(int64(500)))
				refused := 0
				for _, d := range b.Log() {
					if d.Refusal == attacker.KeyRefused {
						refused++
					}
				}
				Expect(refused).To(Equal(2), "one for each theft")
			})

			It("he gets everything with enough of them", func() {
				open(m, chain.FirstSeen, 2, 2, 500)
				run(10 * minute)
				Expect(submitted()).To(HaveLen(3))
			})

			It("he looks at an empty address every half an hour for two days, and leaves it alone", func() {
				open(m, chain.FirstSeen, 1, 1)
				run(29 * minute)
				Expect(public.requests).To(Equal(1), "nothing is there yet")
				play(5 * 24 * 60 * minute)
				Expect(submitted()).To(BeEmpty())
				queries := 1 + 2*24*2
				Expect(public.requests).To(Equal(queries+queries+1), "for either theft, and once for what he would spread")
				_, more := b.Next()
				Expect(more).To(BeFalse())
			})

			It("loses the race to a sweep that came first", func() {
				open(m, chain.FirstSeen, 1, 1, 500)
				run(2 * minute)
				sweep := &chain.Transaction{
					Policies: []chain.Policy{c.Wallets[0].Hot}, Fee: 2,
					Outputs: []chain.Output{{To: chain.ExternalAddress(9, "cold", 0), Amount: 498}},
				}
				if m == chain.Account {
					sweep.From = c.Wallets[0].Hot.Address()
				}
				for _, coin := range public.node.Unspent(c.Wallets[0].Hot.Address()) {
					sweep.Inputs = append(sweep.Inputs, coin.OutPoint)
				}
				sweep.Sign(&hot[0])
				Expect(public.node.Submit(sweep)).To(Succeed())
				play(10 * minute)
				Expect(submitted()).To(BeEmpty())
			})
		})
	}

	It("tells what he did in words", func() {
		open(chain.Account, chain.FirstSeen, 1, 1, 500)
		run(3 * minute)
		var told []string
		for _, d := range b.Log() {
			told = append(told, d.Op+": "+strings.ReplaceAll(d.Asked, c.Wallets[0].Hot.Address().Text("n"), "HOT")+" -> "+d.Result)
		}
		address := own.Address()
		Expect(told).To(Equal([]string{
			"held: held of HOT -> 500 N",
			"nonce: nonce of HOT -> 0",
			"submit: send 10 N to " + address.Text("n") + " -> accepted",
		}))
	})

	It("is the same once it was sent as JSON", func() {
		open(chain.Account, chain.FirstSeen, 1, 1, 500)
		sent(c)
	})

	DescribeTable("refuses a plan that cannot be",
		func(change func(), message string) {
			open(chain.Account, chain.FirstSeen, 1, 1, 500)
			change()
			_, err := campaign.New(c)
			Expect(err).To(MatchError(campaign.ErrCampaign))
			Expect(err).To(MatchError(ContainSubstring(message)))
		},
		Entry("a chain without wallet", func() { c.Steps[0].Chain = "M" }, `chain is "M", of which he has no wallet`),
		Entry("two wallets of a coin", func() { c.Wallets = append(c.Wallets, c.Wallets[0]) }, "two wallets of N"),
		Entry("a key that is none", func() { c.Wallets[0].Stolen[0] = "abc" }, "stolen key of N: 3 characters, expected 64"),
		Entry("an address of elsewhere", func() { c.Wallets[0].Others[0] = others[0].Text("m") }, "is no address of n"),
		Entry("an exchange that he has not", func() { c.Steps[2].Params.Exchange = "abroad" }, `exchange is "abroad", at which he has no addresses`),
		Entry("an address that he has not", func() { c.Steps[2].Params.To = 3 }, "to is 3, expected 0 to 2"),
		Entry("nothing to send", func() { c.Steps[0].Params.Amount = 0 }, "amount is 0, expected at least 1"),
		Entry("a condition about keys", func() { c.Steps[0].When = []campaign.Condition{campaign.Alive} }, `when is "alive", expected nothing`),
	)
})
