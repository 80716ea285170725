package mockexchange

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// feeRelief is what the house does without, or gives back, of its fees.
type feeRelief struct {
	waived []int64 // until when account n, element n, pays no fees; 0 for who does

	// A promise to pay a share of fees back, in an asset, when it ends.
	asset uint16
	share int64   // parts per million
	until int64   // when that is, the end of time if nothing is promised
	paid  []int64 // fees of account n, element n, since the promise, in the reference currency at reference prices
}

// waiveFees lets an account trade free of fees until a time.
func (e *Exchange) waiveFees(now int64, c *Command) Result {
	switch {
	case !e.registry.HasAccount(c.Account):
		return Result{Code: reject.UnknownAccount}
	case c.Until <= now:
		return Result{Code: reject.BadRequest}
	}
	w := &e.relief.waived
	for int(c.Account) >= len(*w) {
		*w = append(*w, 0)
	}
	if (*w)[c.Account] == c.Until {
		return Result{Code: reject.NothingToDo}
	}
	(*w)[c.Account] = c.Until
	return Result{Count: 1}
}

// rebateFees promises to pay a share of everybody's fees back. A promise is kept
// before another one can be made.
func (e *Exchange) rebateFees(now int64, c *Command) Result {
	switch {
	case c.Asset == 0 || int(c.Asset) > len(e.wallets):
		return Result{Code: reject.UnknownAsset}
	case c.Amount <= 0 || c.Amount > money.Whole || c.Until <= now:
		return Result{Code: reject.BadRequest}
	case e.relief.until != math.MaxInt64:
		return Result{Code: reject.NothingToDo}
	}
	e.relief.asset, e.relief.share, e.relief.until, e.relief.paid = c.Asset, c.Amount, c.Until, nil
	return Result{Count: 1}
}

// relieved is what is left of a fee of an account's.
func (e *Exchange) relieved(now int64, account uint32, fee int64) int64 {
	if w := e.relief.waived; fee > 0 && int(account) < len(w) && w[account] > now {
		return 0
	}
	return fee
}

// noteFee counts what an account paid, while a share of it is to be paid back.
func (e *Exchange) noteFee(account uint32, asset uint16, fee int64) {
	if fee <= 0 || e.relief.until == math.MaxInt64 {
		return
	}
	for int(account) >= len(e.relief.paid) {
		e.relief.paid = append(e.relief.paid, 0)
	}
	e.relief.paid[account] += e.value(asset, fee)
}

// keepRebate pays back what was promised, as far as the house has it, at the last
// price of the asset. It acts with the first command of any kind that comes when
// that is due.
func (e *Exchange) keepRebate() {
	r := &e.relief
	at, price := r.until, e.lastPrice(r.asset)
	r.until = math.MaxInt64
	c := Command{Kind: RebateFees, Auth: AuthOperator, Asset: r.asset}
	for account, paid := range r.paid {
		worth, _ := money.MulDiv(paid, r.share, money.Whole, money.Down)
		amount, ok := money.MulDiv(worth, e.unitsPerCoin[r.asset-1], price, money.Down)
		if !ok || amount <= 0 || e.houseFunds(r.asset) < amount {
			continue
		}
		e.fromHouse(r.asset, amount, pocket(ledger.Free, uint32(account)))
		c.Account = uint32(account)
		ev := e.log(at, Compensated, &c)
		ev.Amount, ev.Value, ev.Label = amount, worth, "fees paid back"
	}
	r.paid = nil
}

// lastPrice is what a coin of an asset was last traded at in the reference
// currency, in its base units, or its reference price where it is not.
func (e *Exchange) lastPrice(asset uint16) int64 {
	for _, b := range e.books {
		if s := b.Spec(); s.Base == asset && s.Quote == referenceAsset && b.Last() > 0 {
			if worth, ok := s.Notional(b.Last(), e.unitsPerCoin[asset-1], money.Nearest); ok && worth > 0 {
				return worth
			}
		}
	}
	return max(e.genesis.Assets[asset-1].Reference, 1)
}

// referenceAsset is the id of the reference currency.
const referenceAsset = 1
