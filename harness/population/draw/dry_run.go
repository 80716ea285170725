package draw

import (
	"math"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// dryRun goes through every customer's plans once, without a venue, to see
// what they can need at most: a balance that covers it lets no honest order or
// withdrawal fail for lack of money. It also learns which old addresses they
// use.
func (b *builder) dryRun() error {
	c := b.model
	assets := len(c.Coins)
	var o mockexchange.Command
	b.need = make([]int64, len(c.Holders)*assets)
	onward := c.Onward
	for i := range c.Holders {
		if len(c.Groups[c.Holders[i].Group].Phases) == 0 {
			continue
		}
		need, first := b.need[i*assets:][:assets], len(b.world.Genesis.Known)
		b.world.People.Plans(uint32(i+1), &o, func() {
			b.world.Planned++
			reserve(c, &o, need)
			b.notePaidBefore(i, &o, first)
		})
		for ; len(onward) > 0 && onward[0].Account == uint32(i+1); onward = onward[1:] {
			b.know(i, c.OwnWallet(i, onward[0].Asset), first)
			b.world.Planned++
		}
	}
	return nil
}

// reserve adds what a command takes out of an account at most.
func reserve(c *model.Model, o *mockexchange.Command, need []int64) {
	switch o.Kind {
	case mockexchange.RequestWithdrawal:
		raise(&need[o.Asset-1], o.Amount)
	case mockexchange.PlaceOrder:
		spec := &c.Markets[o.Market-1].Spec
		switch {
		case o.Side == market.Sell:
			raise(&need[spec.Base-1], o.Quantity)
		case o.Type == market.Market:
			raise(&need[spec.Quote-1], o.Quote)
		default:
			worth, ok := spec.Notional(o.Price, o.Quantity, money.Up)
			if !ok {
				worth = money.MaxSupply
			}
			raise(&need[spec.Quote-1], worth)
		}
	}
}

// raise adds without leaving the range of an int64.
func raise(sum *int64, amount int64) {
	total, ok := money.Add(*sum, amount)
	if !ok {
		total = math.MaxInt64
	}
	*sum = total
}

// notePaidBefore notes an address that the customer must have paid before. Who is
// about to pay one that he has not has paid a wallet of his own. first is where
// his list begins.
func (b *builder) notePaidBefore(i int, c *mockexchange.Command, first int) {
	if c.Kind != mockexchange.RequestWithdrawal {
		return
	}
	for n := range int64(model.KnownAddresses) {
		if to := b.model.PaidBefore(i, c.Asset, n); to == c.Address {
			b.know(i, to, first)
			return
		}
	}
	b.know(i, b.model.PaidBefore(i, c.Asset, model.Own), first)
	b.model.FirstPayments = append(b.model.FirstPayments, model.FirstPayment{Account: uint32(i + 1), Asset: c.Asset, Address: c.Address})
}

// know enters an address in a customer's list, once.
func (b *builder) know(i int, to chain.Address, first int) {
	known := &b.world.Genesis.Known
	for _, k := range (*known)[first:] {
		if k.Address == to {
			return
		}
	}
	*known = append(*known, mockexchange.KnownAddress{Account: uint32(i + 1), Address: to})
}
