package campaign_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/attackertest"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

const second = int64(time.Second)

// noon is when the campaigns of these specs begin.
var noon = time.Date(2018, 1, 6, 12, 0, 0, 0, time.UTC).UnixNano()

func at(minutes int64) int64 { return noon + minutes*60*second }

// plan is a campaign of some keys.
func plan(keys int, steps ...campaign.Step) campaign.Campaign {
	c := campaign.Campaign{
		Seed: 42, Venue: "zaif", Sources: []string{"203.0.113.5", "203.0.113.6"}, Addresses: map[string][]string{}, Steps: steps,
	}
	for i := range keys {
		c.Keys = append(c.Keys, attacker.KeyPair{Public: fmt.Sprintf("key-%d", i), Secret: "s"})
	}
	for _, asset := range []string{"BTC", "MONA", "XEM"} {
		for i := range 200 {
			c.Addresses[asset] = append(c.Addresses[asset], fmt.Sprintf("%s-%d", strings.ToLower(asset), i))
		}
	}
	return c
}

func step(id, name string, minute int64, p technique.Params, when ...campaign.Condition) campaign.Step {
	return campaign.Step{ID: id, Technique: name, At: at(minute), Params: p, When: when}
}

// on puts a step on another key.
func on(key int, s campaign.Step) campaign.Step {
	s.Key = key
	return s
}

func agentOf(c campaign.Campaign) *campaign.Agent {
	b, err := campaign.New(c)
	Expect(err).NotTo(HaveOccurred())
	return b
}

func worldOf(shop *attackertest.Exchange) attacker.World {
	return attacker.World{Venues: map[string]attacker.Venue{"zaif": shop}}
}

// opened is an exchange with an account behind the first key.
func opened(balances ...attacker.Balance) *attackertest.Exchange {
	shop := attackertest.NewZaif()
	shop.Open("key-0", balances...)
	return shop
}

// played is an agent that has carried a campaign out.
func played(c campaign.Campaign, shop *attackertest.Exchange) *campaign.Agent {
	b := agentOf(c)
	play(b, shop, forever)
	return b
}

// sent is a campaign after a journey as JSON.
func sent(c campaign.Campaign) (back campaign.Campaign) {
	GinkgoHelper()
	text, err := json.Marshal(c)
	Expect(err).NotTo(HaveOccurred())
	Expect(json.Unmarshal(text, &back)).To(Succeed())
	Expect(back).To(Equal(c))
	return back
}

// play wakes the thief whenever he wants, up to a time, and holds him to one
// request each.
func play(b *campaign.Agent, shop *attackertest.Exchange, until int64) {
	last := int64(0)
	for now, ok := b.Next(); ok && now <= until; now, ok = b.Next() {
		Expect(now).To(BeNumerically(">=", last), "time runs backwards")
		last = now
		before := len(shop.Requests)
		Expect(b.Wake(now, worldOf(shop))).To(Succeed())
		Expect(len(shop.Requests)-before).To(BeNumerically("<=", 1), "more than one request in a wake-up")
	}
}

const forever = int64(1) << 62

// requests is the log without the steps that were left out.
func requests(b *campaign.Agent) (list []campaign.LogEntry) {
	for _, d := range b.Log() {
		if !d.Skipped {
			list = append(list, d)
		}
	}
	return list
}

func ops(entries []campaign.LogEntry) (list []string) {
	for _, d := range entries {
		list = append(list, d.Op)
	}
	return list
}

func yen(n int64) attacker.Balance { return attacker.Balance{Asset: "JPY", Free: n} }

func btc(n int64) attacker.Balance { return attacker.Balance{Asset: "BTC", Free: n} }

// unit is the work on one key from the first look to the last withdrawal.
func unit(key int, minute int64, orders, withdrawals int) []campaign.Step {
	id := func(name string) string { return fmt.Sprintf("%s-%d", name, key) }
	return []campaign.Step{
		on(key, step(id("present"), "present_key", minute, technique.Params{})),
		on(key, step(id("read"), "read_account", minute, technique.Params{}, campaign.Alive)),
		on(key, step(id("cancel"), "cancel_orders", minute, technique.Params{}, campaign.CanTrade)),
		on(key, step(id("convert"), "convert_by_trade", minute, technique.Params{Count: orders, Target: "BTC"}, campaign.CanTrade, campaign.HasFunds)),
		on(key, step(id("withdraw"), "withdraw_direct", minute, technique.Params{Count: withdrawals, Asset: "BTC"}, campaign.CanWithdraw, campaign.UnitNotDrained)),
	}
}
