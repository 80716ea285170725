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
	return &withdrawing{params: p}, nil
}

// haul is one coin that a withdrawing run takes.
type haul struct {
	asset   string
	left    int64 // base units still to be taken
	least   int64 // of one withdrawal
	most    int   // how many withdrawals it pays for
	parts   int   // withdrawals still to be made
	address string
}

type withdrawing struct {
	params  Params
	planned bool
	hauls   []haul
	next    int   // index of the haul being taken
	asked   int64 // amount of the withdrawal in progress
	refused bool
	over    bool
}

func (w *withdrawing) Ask(_ int64, v View) Move {
	if w.over {
		return Move{}
	}
	if !w.planned {
		if needsLook(v.Known) {
			return Move{Call: Call{Op: OpBalances}}
		}
		w.plan(v)
	}
	for ; w.next < len(w.hauls); w.next++ {
		h := &w.hauls[w.next]
		if t, ok := w.transfer(h, v); ok {
			w.asked = t.Amount
			return Move{Call: Call{Op: OpWithdraw, Transfer: t}}
		}
	}
	w.finish(v.Known)
	return Move{}
}

// finish notes that nothing is left here that he came for.
func (w *withdrawing) finish(k *Known) {
	w.over = true
	if len(w.hauls) > 0 && !w.refused && w.params.Total == 0 {
		k.Drained = true
	}
}

// transfer is the next withdrawal of a haul; ok is false when it is done.
func (w *withdrawing) transfer(h *haul, v View) (t attacker.Transfer, ok bool) {
	if h.parts == 0 {
		return t, false
	}
	amount := part(h.left, h.parts, h.least, 1, v.Chance)
	if amount == 0 {
		return t, false
	}
	if h.address == "" || w.params.Fresh == FreshEach {
		h.address, _ = v.Purse.Next(h.asset)
	}
	return attacker.Transfer{Asset: h.asset, Amount: amount, Address: h.address}, true
}

func (w *withdrawing) Tell(_ int64, _ View, a Answer) {
	if hopeless(a.Refusal) || !w.planned && a.Refusal != attacker.Accepted {
		w.over = true
		return
	}
	if !w.planned {
		return
	}
	h := &w.hauls[w.next]
	h.parts--
	if a.Refusal == attacker.Accepted {
		if a.Taken > 0 {
			w.refused = w.refused || a.Taken < w.asked
			w.asked = a.Taken
		}
		h.left -= w.asked
		return
	}
	w.refused = true
}

// plan shares the planned count out among the coins: one each to those that
// hold the most, measured by the venue's own minimum, and the rest to those
// whose parts are still the greatest.
func (w *withdrawing) plan(v View) {
	w.planned = true
	for i := range v.Assets {
		if h, ok := w.haul(&v.Assets[i], v); ok {
			w.hauls = append(w.hauls, h)
		}
	}
	slices.SortStableFunc(w.hauls, func(a, b haul) int {
		return cmp.Compare(b.left/b.least, a.left/a.least)
	})
	w.hauls = w.hauls[:min(len(w.hauls), w.params.Count)]
	shares := make([]share, len(w.hauls))
	for i, h := range w.hauls {
		shares[i] = share{worth: h.left / h.least, parts: 1, most: h.most}
	}
	deal(shares, w.params.Count-len(shares))
	for i := range w.hauls {
		w.hauls[i].parts = shares[i].parts
	}
}

// haul is what can be taken of one coin. The least part exceeds the minimum by
// the fee, so that a venue may hold either the gross or the net amount against
// its minimum; one fee for each planned withdrawal stays behind, in case it
// is charged on top.
func (w *withdrawing) haul(a *attacker.AssetInfo, v View) (h haul, ok bool) {
	if !a.Withdrawable || !v.Purse.Has(a.Code) || w.params.Asset != "" && w.params.Asset != a.Code {
		return h, false
	}
	h = haul{asset: a.Code, least: max(1, a.MinWithdrawal+a.WithdrawalFee)}
	h.left = v.Known.Free(a.Code)
	if w.params.Total > 0 {
		h.left = min(h.left, w.params.Total)
	}
	// A small balance pays for fewer withdrawals, and so for fewer fees.
	h.most = min(w.params.Count, fits(h.left, h.least+a.WithdrawalFee))
	h.left = min(h.left, v.Known.Free(a.Code)-int64(h.most)*a.WithdrawalFee)
	return h, h.most > 0
}
