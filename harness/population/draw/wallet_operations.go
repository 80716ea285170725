package draw

import (
	"cmp"
	"slices"
	"strconv"
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/scenarios"
)

// Chore is something that a venue's staff does with its wallets on a day like
// any other.
type Chore struct {
	At      int64 // virtual nanoseconds since the Unix epoch
	Command mockexchange.Command
	Payee   chain.Key // of the address that the house pays, if it does
}

// walletOperations draws the chores of a venue's staff, and says how what
// happens to its wallets gets into the log.
func (b *builder) walletOperations() error {
	b.releases()
	o := b.venue.WalletOperations
	if o == nil {
		return nil
	}
	b.world.Genesis.Settings.Custody.WalletLog = walletLog(o)
	var coins []uint16
	for i := range b.model.Coins {
		if b.model.Coins[i].OnChain {
			coins = append(coins, uint16(i+1))
		}
	}
	for _, asset := range coins {
		b.regular(mockexchange.Consolidate, asset, o.Consolidate.Value)
		b.regular(mockexchange.RebalanceHot, asset, o.Rebalance.Value)
	}
	if err := b.housePayments(o, coins); err != nil {
		return err
	}
	if err := b.plannedPayments(o); err != nil {
		return err
	}
	slices.SortStableFunc(b.world.Chores, func(x, y Chore) int { return cmp.Compare(x.At, y.At) })
	return nil
}

func walletLog(o *scenarios.WalletOperations) custody.WalletLog {
	delay := func(p scenarios.Pause) custody.Delay {
		return custody.Delay{Least: int64(p.Least.Value), Most: int64(p.Most.Value)}
	}
	l := custody.WalletLog{
		Moves: delay(o.MovesLogged), Ceremonies: delay(o.CeremoniesLogged), Payments: delay(o.PaymentsLogged),
		Replacements: delay(o.ReplacementsLogged), Reports: delay(o.Reported), Replaced: o.Replaced.PPM,
	}
	if o.ChainFeed != nil {
		l.Spends = custody.ChainFeed{On: true, After: int64(o.ChainFeed.After.Value)}
	}
	return l
}

// regular draws the times of something that is done about so often.
func (b *builder) regular(kind mockexchange.Kind, asset uint16, every time.Duration) {
	if every <= 0 {
		return
	}
	s := b.stream(sim.Actor(asset), model.ForChores+uint64(kind)<<8)
	third := int64(every) / 3
	for at := b.model.Start + s.N(int64(every)); at < b.model.End; at += s.Between(2*third, 4*third) {
		b.world.Chores = append(b.world.Chores, Chore{At: at, Command: mockexchange.Command{Kind: kind, Asset: asset}})
	}
}

// testPause is how long somebody who pays by hand waits for a small payment to
// arrive before he sends the rest.
const testPause = 20 * time.Minute

// housePayments draws what the house pays to people outside: other exchanges
// where it covers its trades, market makers, suppliers.
func (b *builder) housePayments(o *scenarios.WalletOperations, coins []uint16) error {
	median, err := b.amount(&o.HousePay.Median)
	if err != nil || o.HousePays.Value <= 0 || len(coins) == 0 {
		return err
	}
	s := b.stream(0, model.ForChores)
	for at := b.model.Start; ; {
		at += s.Exponential(int64(o.HousePays.Value))
		if at >= b.model.End {
			return nil
		}
		asset := coins[s.N(int64(len(coins)))]
		payee := b.payee(&s, o, asset)
		c := mockexchange.Command{
			Kind: mockexchange.PayHouse, Asset: asset, Address: payee.Address(),
			Amount: max(model.ByHand().Amount(&s, b.model.FromCurrency(s.Heavy(median, o.HousePay.Spread.PPM), asset)), 1),
		}
		paid := at
		if s.Chance(o.TestPays.PPM) {
			small := c
			small.Amount = max(b.model.Coins[asset-1].MinWithdrawal, 1)
			b.world.Chores = append(b.world.Chores, Chore{at, small, payee})
			paid += int64(testPause) + s.N(int64(testPause))
		}
		b.world.Chores = append(b.world.Chores, Chore{paid, c, payee})
	}
}

// plannedPayments are those of a day that somebody chose.
func (b *builder) plannedPayments(o *scenarios.WalletOperations) error {
	for i := range o.Payments {
		p := &o.Payments[i]
		amount, err := b.amount(&p.Amount)
		if err != nil {
			return err
		}
		asset, err := b.asset(p.Amount.Asset)
		if err != nil {
			return err
		}
		payee := chain.DeriveKey(b.world.Genesis.Seed, "planned payee", uint32(i))
		b.world.Chores = append(b.world.Chores, Chore{p.At.Unix, mockexchange.Command{
			Kind: mockexchange.PayHouse, Asset: asset, Address: payee.Address(), Amount: amount,
		}, payee})
	}
	return nil
}

// payee draws whom the house pays: somebody whom it pays often, or a new one.
func (b *builder) payee(s *sim.Stream, o *scenarios.WalletOperations, asset uint16) chain.Key {
	n := s.N(o.KnownPayees.Value)
	if s.Chance(o.NewPayees.PPM) {
		return chain.DeriveKey(s.Uint64(), "new payee", uint32(n))
	}
	return chain.DeriveKey(b.world.Genesis.Seed, "payee/"+strconv.Itoa(int(asset)), uint32(n))
}
