package lab

import (
	"slices"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// otherExchanges are those that loot may come to. They hold whom a deposit comes
// from against the addresses that were tagged and against those that they were
// asked to freeze. What they are like is drawn before the run, so that nothing
// that a defence does changes whether or how fast they help.
type otherExchanges struct {
	list     []otherExchange
	accounts map[chain.Address]depositAccount
	tagged   map[chain.Address]bool
	asked    map[chain.Address]int64 // when they were first asked about an address
	deposits []lootDeposit           // that still lie there
}

// otherExchange is one of them.
type otherExchange struct {
	name        string
	honoursTags bool
	freezes     bool
	answers     int64 // nanoseconds from a request until it freezes
}

// depositAccount is one of the thief's deposit addresses.
type depositAccount struct {
	exchange int
	keeps    int64 // nanoseconds from a deposit until what it fetched is gone
}

// lootDeposit is loot that lies at another exchange.
type lootDeposit struct {
	account depositAccount
	from    chain.Address
	asset   uint16
	amount  int64
	at      int64
}

// newOtherExchanges draws those of a scenario, with the accounts that the thief has
// there.
func newOtherExchanges(sc *scenarios.Scenario, c *campaign.Campaign, seed uint64) *otherExchanges {
	x := &otherExchanges{accounts: make(map[chain.Address]depositAccount), tagged: make(map[chain.Address]bool), asked: make(map[chain.Address]int64)}
	s := sim.NewStream(seed, sim.Schedule, sim.Purpose("other exchanges"))
	for i := range sc.OtherExchanges {
		o := &sc.OtherExchanges[i]
		x.list = append(x.list, otherExchange{
			name: o.Name.Text, honoursTags: s.Chance(o.HonoursTags.PPM), freezes: s.Chance(o.Freezes.PPM),
			answers: s.Between(int64(o.Answers.Least.Value), int64(o.Answers.Most.Value)),
		})
	}
	if c == nil {
		return x
	}
	for i := range c.Wallets {
		for n, d := range c.Wallets[i].Deposits {
			keeps := &sc.OtherExchanges[n].Keeps
			for _, text := range d.Addresses {
				if to, ok := chain.ParseAddress(c.Wallets[i].Network, text); ok {
					x.accounts[to] = depositAccount{n, s.Between(int64(keeps.Least.Value), int64(keeps.Most.Value))}
				}
			}
		}
	}
	return x
}

// has reports whether an address is one of the thief's deposit addresses.
func (x *otherExchanges) has(to chain.Address) bool {
	_, there := x.accounts[to]
	return there
}

// hear follows what the venue tells them.
func (x *otherExchanges) hear(e *sim.Envelope, r *mockexchange.Result) {
	if e.Actor != sim.Operator || r.Code != reject.OK {
		return
	}
	switch to := e.Command.Address; e.Command.Kind {
	case mockexchange.TagAddress:
		x.tagged[to] = true
	case mockexchange.RequestFreeze:
		if _, before := x.asked[to]; !before {
			x.asked[to] = e.At
		}
	}
}

// effective is when an exchange freezes what comes from an address; not ok if it
// never does.
func (x *otherExchanges) effective(d *lootDeposit) (at int64, ok bool) {
	asked, ok := x.asked[d.from]
	o := &x.list[d.account.exchange]
	return asked + o.answers, ok && o.freezes
}

// lootArrives looks for deposits in a block, and at what became of those that
// lie there.
func (v *venueRun) lootArrives(now int64, asset uint16, b *chain.Block) error {
	x := v.elsewhere
	if len(x.accounts) == 0 {
		return nil
	}
	for _, t := range b.Transactions {
		from := sender(t)
		for _, o := range t.Outputs {
			account, there := x.accounts[o.To]
			switch {
			case !there:
			case x.tagged[from] && x.list[account.exchange].honoursTags:
				v.accounting.CoinsRefused(now, asset, o.Amount)
			default:
				x.deposits = append(x.deposits, lootDeposit{account, from, asset, o.Amount, now})
			}
		}
	}
	return v.lootLeaves(now)
}

// lootLeaves freezes deposits, or lets them be sold, as far as either was due.
func (v *venueRun) lootLeaves(now int64) error {
	x := v.elsewhere
	left := x.deposits[:0]
	for _, d := range x.deposits {
		frozen, asked := x.effective(&d)
		gone := d.at + d.account.keeps
		switch {
		case asked && frozen <= min(gone, now):
			_, err := v.operate(now, sim.Schedule, mockexchange.Command{
				Kind: mockexchange.HearFreeze, Asset: d.asset, Amount: d.amount, Address: d.from, Label: x.list[d.account.exchange].name,
			})
			if err != nil {
				return err
			}
		case gone <= now:
			v.accounting.CoinsSold(gone, d.asset, d.amount)
		default:
			left = append(left, d)
		}
	}
	x.deposits = left
	return nil
}

// sold tells of deposits that were sold by a time, after the last block.
func (x *otherExchanges) sold(now int64, tell func(at int64, asset uint16, amount int64)) {
	for _, d := range x.deposits {
		if gone := d.at + d.account.keeps; gone <= now {
			tell(gone, d.asset, d.amount)
		}
	}
	x.deposits = nil
}

// followLoot notes where the thief's transactions in a block paid to, which
// everybody can read there who knows one of them.
func (v *venueRun) followLoot(b *chain.Block) {
	for i, t := range b.Transactions {
		if !v.attackerTx[b.TransactionID(i)] {
			continue
		}
		for _, o := range t.Outputs {
			if len(v.loot) < mostLoot && !v.elsewhere.has(o.To) && !slices.Contains(v.loot, o.To) {
				v.loot = append(v.loot, o.To)
			}
		}
	}
}

// mostLoot is how many addresses somebody follows: where loot is spread over
// thousands, those that it came to first.
const mostLoot = 64

// sender is the address that a transaction spends from; where there are several,
// the first.
func sender(t *chain.Transaction) chain.Address {
	if t.From != (chain.Address{}) {
		return t.From
	}
	if len(t.Policies) > 0 {
		return t.Policies[0].Address()
	}
	return chain.Address{}
}
