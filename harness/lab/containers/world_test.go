package containers_test

import (
	"fmt"
	"time"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// The venue of these specs: yen at a bank, bitcoin on a UTXO chain, XEM on an
// account chain, and 20 customers. Two of them make the markets; a thief has
// the keys of twelve others, two of which were deleted.
const (
	yen, btc, xem  = 1, 2, 3
	btcYen, xemYen = 1, 2
	coin           = 100_000_000
	seed           = 7
	start          = int64(1_515_225_600_000_000_000)
	second         = int64(time.Second)
	customers      = 20
	makers         = 2
	stolen         = 12
	dead           = 2
)

// sources are the addresses that the thief calls from.
func sources() []string { return []string{"203.0.113.5", "203.0.113.77", "198.51.100.9"} }

func venueGenesis() *mockexchange.Genesis {
	g := &mockexchange.Genesis{
		Name: "small", Seed: seed, Start: start,
		Assets: []mockexchange.Asset{
			{Code: "JPY", Reference: 1, HouseFunds: 1_000_000},
			{
				Code: "BTC", Decimals: 8, Reference: 1_900_000, HouseFunds: 10 * coin, HotShare: 300_000,
				WithdrawalFee: 50_000, MinWithdrawal: 100_000, Confirmations: 2,
				Chain: &chain.Spec{Network: "btc", Model: chain.UTXO, BlockInterval: 10 * time.Minute, MinFee: 1_000},
			},
			{
				Code: "XEM", Decimals: 6, Reference: 160, HouseFunds: 1_000_000_000, HotShare: 1_000_000,
				WithdrawalFee: 500_000, MinWithdrawal: 1_000_000, Confirmations: 1,
				Chain: &chain.Spec{Network: "nem", Model: chain.Account, BlockInterval: time.Minute, MinFee: 50_000},
			},
		},
		Markets: []market.Spec{
			{
				Symbol: "BTCJPY", Base: btc, Quote: yen, BaseDecimals: 8, Tick: 5, Step: 10_000,
				MinQty: 10_000, MinNotional: 100, MakerFee: 100, TakerFee: 300,
			},
			{
				Symbol: "XEMJPY", Base: xem, Quote: yen, BaseDecimals: 6, PriceScale: 4, Tick: 1,
				Step: 100_000, MinQty: 100_000, MinNotional: 10, TakerFee: 1_000,
			},
		},
		Settings: mockexchange.Settings{PayOutEvery: time.Minute, ReconcileEvery: time.Hour},
	}
	g.Settings.Access.AllowLists = true
	for id := uint32(1); id <= customers; id++ {
		rich := int64(1)
		if id <= makers {
			rich = 200
		}
		g.Accounts = append(g.Accounts, mockexchange.Account{Created: start - 2e18, Factor: id%2 == 0})
		g.Balances = append(g.Balances,
			mockexchange.Balance{Account: id, Asset: yen, Amount: rich * 3_000_000},
			mockexchange.Balance{Account: id, Asset: btc, Amount: rich * 2 * coin},
			mockexchange.Balance{Account: id, Asset: xem, Amount: rich * 40_000_000_000})
		g.Keys = append(g.Keys, customerKey(id))
	}
	return g
}

// customerKey is the API key of a customer; key and account have one number.
// Some thieves' keys may not withdraw, one is open to other addresses only.
func customerKey(id uint32) access.Key {
	k := access.Key{Account: id, Created: start - 1e17 + int64(id)*123_456_789, Scopes: access.Read | access.Trade | access.Withdraw}
	switch n := int(id) - makers; {
	case n > 0 && n <= dead:
		k.Deleted = start - 1e16
	case n == dead+1:
		k.Scopes = access.Read | access.Trade
	case n == dead+2:
		k.Listed = []access.Source{0x0a000001}
	}
	return k
}

// theft presents every key, then works on each of those that live as a unit.
func theft(g *mockexchange.Genesis, level int) *campaign.Campaign {
	c := &campaign.Campaign{
		Seed: 11, Level: level, Venue: g.Name, Sources: sources(), Addresses: make(map[string][]string),
		Think:       campaign.Think{Min: time.Second, Max: 9 * time.Second},
		Persistence: campaign.Persistence{Times: 2, Backoff: 5 * time.Minute},
	}
	for _, a := range g.Assets {
		for i := range uint32(80) {
			if a.Chain != nil {
				to := chain.ExternalAddress(seed, "thief/"+a.Code, i)
				c.Addresses[a.Code] = append(c.Addresses[a.Code], to.Text(a.Chain.Network))
			}
		}
	}
	for i := range stolen {
		public, secret := access.KeyPair(seed, uint32(makers+1+i))
		c.Keys = append(c.Keys, attacker.KeyPair{Public: public, Secret: secret})
	}
	c.Steps = theftSteps()
	return c
}

func theftSteps() (steps []campaign.Step) {
	for i := range stolen {
		steps = append(steps, campaign.Step{
			ID: fmt.Sprintf("present/%d", i), Technique: "present_key", Key: i, Source: i % len(sources()),
			At: start + 600*second + int64(i)*20*second,
		})
	}
	styles := []technique.Style{technique.StyleMixed, technique.StyleLimit, technique.StyleMarket}
	targets := []string{"BTC", "XEM"}
	for i := range stolen {
		at := start + 1200*second + int64(i)*200*second
		add := func(what string, p technique.Params, when ...campaign.Condition) {
			steps = append(steps, campaign.Step{
				ID: fmt.Sprintf("%s/%d", what, i), Technique: what, Params: p, Key: i, Source: i % len(sources()), At: at, When: when,
			})
			at += second
		}
		add("read_account", technique.Params{}, campaign.Alive)
		add("cancel_orders", technique.Params{}, campaign.Alive)
		add("convert_by_trade", technique.Params{Count: 1 + i%5, Target: targets[i%2], Style: styles[i%3]}, campaign.CanTrade)
		add("withdraw_direct", technique.Params{Count: 1 + i%4}, campaign.Alive)
		add("retry", technique.Params{Times: 1, Backoff: 3 * time.Minute}, campaign.Alive)
	}
	return steps
}

// config is the lab that both backends are opened with.
func config(g *mockexchange.Genesis, c *campaign.Campaign) containers.Config {
	return containers.Config{Genesis: g, Campaign: c}
}
