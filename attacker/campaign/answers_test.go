package campaign_test

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

// told is one request as a venue's wire carries it, and what it answered.
type told struct {
	op     string
	access attacker.Access
	asked  any
	answer any
	why    attacker.Refusal
}

// tape is a venue that writes down what another one answers; or, without
// another one, answers what is on it, whatever it is asked.
type tape struct {
	of     *attackertest.Exchange
	public *attackertest.Exchange // markets and assets alone
	list   []told
	next   int
	asked  []told // when it answers from the list
}

func taped[T any](t *tape, op string, a attacker.Access, asked any, do func() (T, attacker.Refusal, error)) (T, attacker.Refusal, error) {
	if t.of != nil {
		answer, why, err := do()
		t.list = append(t.list, told{op, a, asked, answer, why})
		return answer, why, err
	}
	was := t.list[t.next]
	t.next++
	t.asked = append(t.asked, told{op, a, asked, was.answer, was.why})
	return was.answer.(T), was.why, nil
}

func (t *tape) Markets() []attacker.MarketInfo { return t.public.Listed }
func (t *tape) Assets() []attacker.AssetInfo   { return t.public.Coins }

func (t *tape) Rights(a attacker.Access) (attacker.Rights, attacker.Refusal, error) {
	return taped(t, "rights", a, nil, func() (attacker.Rights, attacker.Refusal, error) { return t.of.Rights(a) })
}

func (t *tape) Balances(a attacker.Access) ([]attacker.Balance, attacker.Refusal, error) {
	return taped(t, "balances", a, nil, func() ([]attacker.Balance, attacker.Refusal, error) { return t.of.Balances(a) })
}

func (t *tape) OpenOrders(a attacker.Access) ([]attacker.OpenOrder, attacker.Refusal, error) {
	return taped(t, "open", a, nil, func() ([]attacker.OpenOrder, attacker.Refusal, error) { return t.of.OpenOrders(a) })
}

func (t *tape) Cancel(a attacker.Access, market string, id uint64) (attacker.Refusal, error) {
	_, why, err := taped(t, "cancel", a, fmt.Sprint(market, id), func() (int, attacker.Refusal, error) {
		why, err := t.of.Cancel(a, market, id)
		return 0, why, err
	})
	return why, err
}

func (t *tape) Place(a attacker.Access, o attacker.Order) (attacker.Placed, attacker.Refusal, error) {
	return taped(t, "place", a, o, func() (attacker.Placed, attacker.Refusal, error) { return t.of.Place(a, o) })
}

func (t *tape) Withdraw(a attacker.Access, x attacker.Transfer) (string, attacker.Refusal, error) {
	return taped(t, "withdraw", a, x, func() (string, attacker.Refusal, error) { return t.of.Withdraw(a, x) })
}

func (t *tape) Deploy(from string, s attacker.BuildServer, b attacker.Build) (attacker.Refusal, error) {
	_, why, err := taped(t, "deploy", attacker.Access{From: from}, b, func() (int, attacker.Refusal, error) {
		why, err := t.of.Deploy(from, s, b)
		return 0, why, err
	})
	return why, err
}

func (t *tape) Login(a attacker.Access) (attacker.Refusal, error) {
	_, why, err := taped(t, "login", a, nil, func() (int, attacker.Refusal, error) {
		why, err := t.of.Login(a)
		return 0, why, err
	})
	return why, err
}

func (t *tape) MakeKey(a attacker.Access) (attacker.KeyPair, attacker.Refusal, error) {
	return taped(t, "make_key", a, nil, func() (attacker.KeyPair, attacker.Refusal, error) { return t.of.MakeKey(a) })
}

func (t *tape) Depth(from, market string, levels int) (attacker.Depth, attacker.Refusal, error) {
	return taped(t, "depth", attacker.Access{From: from}, market, func() (attacker.Depth, attacker.Refusal, error) {
		return t.of.Depth(from, market, levels)
	})
}

var _ = Describe("what a thief does", func() {
	// world has victims behind a limit, a band and dead keys, and own accounts.
	world := func() *attackertest.Exchange {
		shop := attackertest.NewZaif()
		for i := range 6 {
			shop.Open(fmt.Sprintf("key-%d", i), btc(attackertest.BTC*int64(i+1)/2), yen(700_000))
		}
		shop.Accounts["key-1"].Dead = true
		shop.Open("key-6", attacker.Balance{Asset: "MONA", Free: 2_000 * attackertest.MONA})
		shop.Script = func(r attackertest.Request) attacker.Refusal {
			switch {
			case r.Op == "withdraw" && r.Key == "key-2" && len(shop.Accounts["key-2"].Sent) == 1:
				return attacker.KeyRefused
			case r.Op == "withdraw" && r.Transfer.Amount > attackertest.BTC/4:
				return attacker.WithdrawalRefused
			case r.Op == "place" && r.Order.Price > 120_000 && r.Market == "MONABTC":
				return attacker.FilterRefused
			case r.Op == "withdraw" && len(shop.Requests)%7 == 0:
				return attacker.RateRefused
			}
			return attacker.Accepted
		}
		return shop
	}
	whole := func(level int) campaign.Campaign {
		c := plan(7)
		c.Level, c.Persistence = level, campaign.Persistence{Backoff: time.Minute}
		bait := on(6, step("bait/6", "place_bait_orders", 0, technique.Params{Market: "MONABTC", Price: 600_000, Quantity: 500 * attackertest.MONA}))
		c.Steps = append(c.Steps, bait)
		for i := range 6 {
			c.Steps = append(c.Steps, on(i, step(fmt.Sprintf("look/%d", i), "use_published_keys", 1, technique.Params{})))
		}
		for i := range 6 {
			c.Steps = append(c.Steps, on(i, step(fmt.Sprintf("change/%d", i), "convert_by_trade", 2, technique.Params{Count: 3, Target: "BTC"})))
		}
		for i := range 6 {
			c.Steps = append(c.Steps, on(i, step(fmt.Sprintf("take/%d", i), "withdraw_direct", 3, technique.Params{Count: 3, Asset: "BTC"})))
		}
		for i := range 3 {
			s := on(i, step(fmt.Sprintf("deal/%d", i), "counter_trade", 4, technique.Params{Market: "MONABTC", Rounds: 20, Quantity: 50 * attackertest.MONA}))
			s.Partner = 7
			c.Steps = append(c.Steps, s)
		}
		c.Steps = append(c.Steps, on(6, step("go/6", "withdraw_proceeds", 5, technique.Params{Target: "BTC", Market: "MONABTC", Until: at(300)})))
		return c
	}
	carryOut := func(c campaign.Campaign, venue attacker.Venue) *campaign.Agent {
		b := agentOf(c)
		w := attacker.World{Venues: map[string]attacker.Venue{"zaif": venue}}
		for now, ok := b.Next(); ok; now, ok = b.Next() {
			Expect(b.Wake(now, w)).To(Succeed())
		}
		return b
	}

	for level := technique.Replays; level <= technique.Probes; level++ {
		It(fmt.Sprintf("follows at level %d from his plan and the answers alone", level), func() {
			shop := world()
			record := &tape{of: shop, public: shop}
			first := carryOut(whole(level), record)
			Expect(len(record.list)).To(BeNumerically(">", 100))

			// No exchange is behind this one: nothing but the answers is the same.
			again := &tape{public: attackertest.NewZaif(), list: record.list}
			second := carryOut(whole(level), again)
			Expect(again.asked).To(Equal(record.list))
			Expect(second.Log()).To(Equal(first.Log()))
		})
	}

	It("comes to an end whatever he is told, and in a bounded number of requests", func() {
		refusals := []attacker.Refusal{
			attacker.KeyRefused, attacker.FundsRefused, attacker.MarketRefused, attacker.FilterRefused, attacker.OrderUnknown,
			attacker.AddressRefused, attacker.WithdrawalRefused, attacker.RateRefused, attacker.OtherRefused,
		}
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			shop, chance := world(), technique.NewChance(rapid.Uint64().Draw(t, "seed"), 0)
			often := rapid.Int64Range(1, 100).Draw(t, "percent")
			shop.Script = func(attackertest.Request) attacker.Refusal {
				if chance.Between(0, 100) >= often {
					return attacker.Accepted
				}
				return refusals[chance.Between(0, int64(len(refusals)))]
			}
			c := whole(rapid.IntRange(technique.Replays, technique.Probes).Draw(t, "level"))
			c.Seed = rapid.Uint64().Draw(t, "his seed")
			carryOut(c, shop)
			if len(shop.Requests) > 40_000 {
				t.Fatalf("%d requests", len(shop.Requests))
			}
		})
	})

	It("harms no less at a higher level", func() {
		taken := func(level int) (n int64) {
			shop := world()
			carryOut(whole(level), shop)
			for i := range 7 {
				for _, t := range shop.Accounts[fmt.Sprintf("key-%d", i)].Sent {
					if t.Asset == "BTC" {
						n += t.Amount
					}
				}
			}
			return n
		}
		Expect(taken(technique.Probes)).To(BeNumerically(">", 2*taken(technique.Replays)))
		Expect(taken(technique.Pivots)).To(BeNumerically(">=", taken(technique.Replays)))
	})
})
