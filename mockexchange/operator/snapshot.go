package operator

import (
	"context"

	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
)

// Snapshot is the state of a venue at one moment. Amounts are base units.
type Snapshot struct {
	Name        string           `json:"name"`
	At          int64            `json:"at" doc:"virtual nanoseconds since the Unix epoch"`
	Time        string           `json:"time"`
	Books       string           `json:"books" doc:"ok, or what does not balance"`
	Counts      Counts           `json:"counts"`
	Assets      []AssetState     `json:"assets" nullable:"false"`
	Markets     []MarketState    `json:"markets" nullable:"false"`
	Withdrawals []WithdrawalSums `json:"withdrawals" nullable:"false" doc:"by asset and state; only those that occur"`
}

// Counts says how much there is of everything.
type Counts struct {
	Accounts  int    `json:"accounts"`
	Keys      int    `json:"keys"`
	LiveKeys  int    `json:"live_keys"`
	Frozen    int    `json:"frozen" doc:"accounts"`
	Commands  uint64 `json:"commands"`
	Events    uint64 `json:"events"`
	Broadcast int    `json:"broadcasts"`
}

// AssetState is one asset: whose it is, by the books, and where it lies, by
// the wallet.
type AssetState struct {
	Asset                string `json:"asset"`
	Free                 string `json:"free" doc:"customers'"`
	Locked               string `json:"locked" doc:"customers', in orders"`
	Withdrawing          string `json:"withdrawing" doc:"asked for, not yet in a block"`
	Depositing           string `json:"depositing" doc:"in a block, not yet credited"`
	House                string `json:"house"`
	Fees                 string `json:"fees"`
	Protection           string `json:"protection" doc:"the venue's, set aside in a fund"`
	Owed                 string `json:"owed" doc:"all of the above: what must lie at the venue's addresses"`
	Hot                  string `json:"hot,omitempty" doc:"what the venue believes to hold"`
	Cold                 string `json:"cold,omitempty"`
	HotAddress           string `json:"hot_address,omitempty"`
	ColdAddress          string `json:"cold_address,omitempty"`
	WithdrawalsSuspended bool   `json:"withdrawals_suspended"`
	DepositsSuspended    bool   `json:"deposits_suspended"`
}

// MarketState is the top of one book. Prices are at the market's scale, 0 for
// none.
type MarketState struct {
	Market string `json:"market"`
	Status string `json:"status"`
	Bid    string `json:"bid"`
	Ask    string `json:"ask"`
	Last   string `json:"last"`
	Orders int    `json:"orders" doc:"that rest in the book"`
}

// WithdrawalSums is all withdrawals of one asset in one state.
type WithdrawalSums struct {
	Asset  string `json:"asset"`
	State  string `json:"state"`
	Count  int    `json:"count"`
	Amount string `json:"amount" doc:"base units, fees included"`
}

type snapshotBody struct{ Body Snapshot }

func (a *api) snapshot(context.Context, *struct{}) (*snapshotBody, error) {
	out := &snapshotBody{}
	err := a.turn(func(t *Turn) { out.Body = a.snapshotOf(t) })
	return out, err
}

func (a *api) snapshotOf(t *Turn) Snapshot {
	g := a.names.genesis
	s := Snapshot{
		Name: g.Name, At: t.Now(), Time: clockText(t.Now()), Books: "ok",
		Counts: a.counts(t), Assets: []AssetState{}, Markets: []MarketState{}, Withdrawals: a.withdrawals(t),
	}
	if err := t.CheckBooks(); err != nil {
		s.Books = err.Error()
	}
	for i := range g.Assets {
		s.Assets = append(s.Assets, a.assetState(t, uint16(i+1)))
	}
	for i := range g.Markets {
		s.Markets = append(s.Markets, a.marketState(t, uint16(i+1)))
	}
	return s
}

func (a *api) counts(t *Turn) Counts {
	c := Counts{
		Accounts: len(a.names.genesis.Accounts), Keys: int(t.Keys()), Commands: t.Applied(),
		Events: a.venue.logged(), Broadcast: a.venue.Outbox.staged(),
	}
	for id := uint32(1); id <= t.Keys(); id++ {
		if t.Alive(id) {
			c.LiveKeys++
		}
	}
	for id := range uint32(c.Accounts) {
		if t.Frozen(id + 1) {
			c.Frozen++
		}
	}
	return c
}

func (a *api) assetState(t *Turn, id uint16) AssetState {
	booked := func(k ledger.Kind) string { return units(t.Booked(k, id)) }
	s := AssetState{
		Asset: a.names.asset(id), Free: booked(ledger.Free), Locked: booked(ledger.Locked),
		Withdrawing: booked(ledger.Withdrawing), Depositing: booked(ledger.Depositing),
		House: booked(ledger.House), Fees: booked(ledger.Fees),
		Protection: booked(ledger.Protection), Owed: units(t.Owed(id)),
	}
	s.WithdrawalsSuspended, s.DepositsSuspended = t.Suspended(id)
	if w, ok := t.Wallet(id); ok {
		s.Hot, s.Cold = units(w.HotBalance), units(w.ColdBalance)
		s.HotAddress, s.ColdAddress = a.names.address(id, w.Hot), a.names.address(id, w.Cold)
	}
	return s
}

func (a *api) marketState(t *Turn, id uint16) MarketState {
	s := MarketState{
		Market: a.names.market(id), Status: t.MarketStatus(id).String(),
		Bid: "0", Ask: "0", Last: units(t.LastPrice(id)),
	}
	bids, asks := t.Depth(id, 0)
	if len(bids) > 0 {
		s.Bid = units(bids[0].Price)
	}
	if len(asks) > 0 {
		s.Ask = units(asks[0].Price)
	}
	for _, l := range append(bids, asks...) {
		s.Orders += l.Orders
	}
	return s
}

// withdrawals sums up, asset by asset and in the order of the states.
func (a *api) withdrawals(t *Turn) []WithdrawalSums {
	type sum struct {
		count  int
		amount int64
	}
	const states = int(custody.Rejected) + 1
	sums := make([]sum, (len(a.names.genesis.Assets)+1)*states)
	for id := uint32(1); ; id++ {
		w, ok := t.Withdrawal(id)
		if !ok {
			break
		}
		s := &sums[int(w.Asset)*states+int(w.State)]
		s.count, s.amount = s.count+1, s.amount+w.Amount
	}
	all := []WithdrawalSums{}
	for i, s := range sums {
		if s.count > 0 {
			all = append(all, WithdrawalSums{
				Asset: a.names.asset(uint16(i / states)), State: custody.State(i % states).String(),
				Count: s.count, Amount: units(s.amount),
			})
		}
	}
	return all
}
