package technique

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/attacker"
)

// WithdrawDirect sends what an account holds to the thief's own addresses,
// with a key that has the right to withdraw. One look at the balances if they
// may have changed, then Params.Count requests, or fewer if there is too
// little for so many.
type WithdrawDirect struct{}

// Info describes it.
func (WithdrawDirect) Info() Info {
	return Info{
		Name:    "withdraw_direct",
		Summary: "Withdraws coins by a stolen key that may withdraw.",
		Effect:  "The coins leave for addresses of the thief. Once they are mined nobody can fetch them back.",
		Seen: "Withdrawals by key to addresses that the account never paid before, in several parts soon after each other, " +
			"until next to nothing is left.",
		ATTACK: []string{"T1657", "T1550.001"},
		AADAPT: []string{"ADT3028"},
		Takes: []Parameter{
			{"params.count", "withdrawals from each account; or counts: in the step, a number for each"},
			{"params.asset", "the one coin that he takes; all if left out"},
			{"params.total", "the most that he takes of each coin; all if left out"},
			{"params.fresh", "account, for one address for each coin of an account; one for each withdrawal if left out"},
		},
	}
}

// Start takes Params.Count, Params.Asset, Params.Total and Params.Fresh.
func (WithdrawDirect) Start(p Params) (Run, error) {
	if err := p.checkCount(); err != nil {
		return nil, err
	}
	if err := p.checkFresh(); err != nil {
		return nil, err
	}
	if p.Total < 0 {
		return nil, fmt.Errorf("total is %d, expected none or a positive amount", p.Total)
	}
	return &withdrawDirectRun{params: p}, nil
}

// Remainder is the withdrawals not made yet.
func (WithdrawDirect) Remainder(p Params, done int) (Params, bool) { return p.remainder(done) }

// Allowed is the right to withdraw.
func (WithdrawDirect) Allowed(r attacker.Rights) bool { return r.Withdraw }

// Fallbacks are to change into another coin and withdraw that, where a coin
// cannot be withdrawn; and else to trade the money to an own account.
func (WithdrawDirect) Fallbacks(f Failure, v View) []Use {
	trade := v.Key.Rights.Trade
	switch f.Refusal {
	case attacker.WithdrawalRefused, attacker.AddressRefused:
		if coin := v.otherCoin(f.Params.Asset); coin != "" && trade {
			return throughCoin(f, coin)
		}
		return tradeOut(f)
	case attacker.KeyRefused:
		if trade {
			return tradeOut(f)
		}
	}
	return nil
}

func throughCoin(f Failure, coin string) []Use {
	take := f.Params
	take.Asset = coin
	take.Count = max(f.Params.Count-f.Done, 1)
	return []Use{{ConvertByTrade{}, Params{Count: 2, Target: coin}}, {WithdrawDirect{}, take}}
}

// tradeOutRounds is how long an account that cannot be withdrawn from is traded
// against.
const tradeOutRounds = 500

func tradeOut(f Failure) []Use {
	if f.Market == "" {
		return nil
	}
	return []Use{{CounterTrade{}, Params{Market: f.Market, Rounds: tradeOutRounds}}}
}

// withdrawalBatch is one coin that a withdrawing run takes.
type withdrawalBatch struct {
	asset   string
	left    int64 // base units still to be taken
	least   int64 // of one withdrawal
	most    int   // how many withdrawals it pays for
	fee     int64
	parts   int // withdrawals still to be made
	address string
}

type withdrawDirectRun struct {
	params  Params
	planned bool
	batches []withdrawalBatch
	next    int   // index of the haul being taken
	asked   int64 // amount of the withdrawal in progress
	recount bool  // there was less than he thought: read the balances again
	misses  int   // how often that was so
	refused bool
	over    bool
}

func (w *withdrawDirectRun) Ask(_ int64, v View) Move {
	if w.over {
		return Move{}
	}
	if !w.planned {
		if needsBalances(v.Key) {
			return Move{Call: Call{Op: OpBalances}}
		}
		w.plan(v)
	}
	if w.recount {
		if needsBalances(v.Key) {
			return Move{Call: Call{Op: OpBalances}}
		}
		w.recount = false
		b := &w.batches[w.next]
		b.left = min(b.left, v.Key.Free(b.asset)-int64(b.parts)*b.fee)
	}
	for ; w.next < len(w.batches); w.next++ {
		b := &w.batches[w.next]
		if t, ok := w.transfer(b, v); ok {
			w.asked = t.Amount
			return Move{Call: Call{Op: OpWithdraw, Transfer: t}}
		}
	}
	w.finish(v.Key)
	return Move{}
}

// finish notes that nothing is left here that he came for.
func (w *withdrawDirectRun) finish(k *KeyKnowledge) {
	w.over = true
	if len(w.batches) > 0 && !w.refused && w.params.Total == 0 {
		k.Drained = true
	}
}

// transfer is the next withdrawal of a haul; ok is false when it is done.
func (w *withdrawDirectRun) transfer(b *withdrawalBatch, v View) (t attacker.Transfer, ok bool) {
	if b.parts == 0 {
		return t, false
	}
	amount := partSize(b.left, b.parts, b.least, 1, v.Chance)
	if !w.params.Whole {
		amount = v.written(amount, b.least, 1)
	}
	if amount == 0 {
		return t, false
	}
	if b.address == "" || w.params.Fresh == FreshEach {
		b.address, _ = v.Addresses.Next(b.asset)
	}
	return attacker.Transfer{Asset: b.asset, Amount: amount, Address: b.address}, true
}

func (w *withdrawDirectRun) Tell(_ int64, _ View, a Answer) {
	if hopeless(a.Refusal) || !w.planned && a.Refusal != attacker.Accepted {
		w.over = true
		return
	}
	if !w.planned {
		return
	}
	if w.recount {
		w.over = a.Refusal != attacker.Accepted
		return
	}
	if a.Refusal == attacker.FundsRefused && w.misses < maxMisses {
		w.misses++
		w.recount = true
		return
	}
	b := &w.batches[w.next]
	b.parts--
	if a.Refusal == attacker.Accepted {
		if a.Taken > 0 {
			w.refused = w.refused || a.Taken < w.asked
			w.asked = a.Taken
		}
		b.left -= w.asked
		return
	}
	w.refused = true
}

// plan shares the planned count out among the coins: one each to those that
// hold the most, measured by the venue's own minimum, and the rest to those
// whose parts are still the greatest.
func (w *withdrawDirectRun) plan(v View) {
	w.planned = true
	for i := range v.Assets {
		if b, ok := w.batch(&v.Assets[i], v); ok {
			w.batches = append(w.batches, b)
		}
	}
	slices.SortStableFunc(w.batches, func(a, b withdrawalBatch) int {
		return cmp.Compare(b.left/b.least, a.left/a.least)
	})
	w.batches = w.batches[:min(len(w.batches), w.params.Count)]
	shares := make([]share, len(w.batches))
	for i, b := range w.batches {
		shares[i] = share{worth: b.left / b.least, parts: 1, most: b.most}
	}
	distribute(shares, w.params.Count-len(shares))
	for i := range w.batches {
		w.batches[i].parts = shares[i].parts
	}
}

// batch is what can be taken of one coin. The least part exceeds the minimum by
// the fee, so that a venue may hold either the gross or the net amount against
// its minimum; one fee for each planned withdrawal stays behind, in case it
// is charged on top.
func (w *withdrawDirectRun) batch(a *attacker.AssetInfo, v View) (b withdrawalBatch, ok bool) {
	if !a.Withdrawable || !v.Addresses.Has(a.Code) || w.params.Asset != "" && w.params.Asset != a.Code {
		return b, false
	}
	b = withdrawalBatch{asset: a.Code, least: max(1, a.MinWithdrawal+a.WithdrawalFee), fee: a.WithdrawalFee}
	b.left = v.Key.Free(a.Code)
	if w.params.Total > 0 {
		b.left = min(b.left, w.params.Total)
	}
	// A small balance pays for fewer withdrawals, and so for fewer fees.
	b.most = min(w.params.Count, fits(b.left, b.least+a.WithdrawalFee))
	b.left = min(b.left, v.Key.Free(a.Code)-int64(b.most)*a.WithdrawalFee)
	return b, b.most > 0
}
