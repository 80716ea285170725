package lab

import (
	"strconv"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// inside is a venue's API for a thief in the same process. It answers what the
// wire would answer and no more: one method is one command.
type inside struct {
	site    *embedded
	genesis *mockexchange.Genesis
	keys    map[string]uint32
	markets []attacker.MarketInfo
	assets  []attacker.AssetInfo
	now     int64
}

func newInside(site *embedded, g *mockexchange.Genesis) *inside {
	return &inside{
		site: site, genesis: g, keys: make(map[string]uint32),
		markets: MarketInfos(g), assets: AssetInfos(g),
	}
}

// MarketInfos is what exchange information tells everybody about the markets.
func MarketInfos(g *mockexchange.Genesis) []attacker.MarketInfo {
	all := make([]attacker.MarketInfo, len(g.Markets))
	for i, m := range g.Markets {
		all[i] = attacker.MarketInfo{
			Name: m.Symbol, Base: g.Assets[m.Base-1].Code, Quote: g.Assets[m.Quote-1].Code,
			BaseDecimals: m.BaseDecimals, QuoteDecimals: m.QuoteDecimals, PriceScale: m.PriceScale,
			Tick: m.Tick, Step: m.Step, MinQty: m.MinQty, MaxQty: m.MaxQty, MinNotional: m.MinNotional,
		}
	}
	return all
}

// AssetInfos is what is publicly known of the assets.
func AssetInfos(g *mockexchange.Genesis) []attacker.AssetInfo {
	all := make([]attacker.AssetInfo, len(g.Assets))
	for i, a := range g.Assets {
		all[i] = attacker.AssetInfo{
			Code: a.Code, Decimals: a.Decimals, Withdrawable: a.Chain != nil,
			WithdrawalFee: a.WithdrawalFee, MinWithdrawal: a.MinWithdrawal,
		}
	}
	return all
}

// learn tells which key id each public part of a dump belongs to.
func (v *inside) learn(dump []attacker.KeyPair, ids []uint32) {
	for i, k := range dump {
		v.keys[k.Public] = ids[i]
	}
}

// ask sends one command made with a stolen key.
func (v *inside) ask(a attacker.Access, c mockexchange.Command) (mockexchange.Result, attacker.Refusal, uint32) {
	c.Auth, c.Key = mockexchange.AuthKey, v.keys[a.Key.Public]
	c.Credential, _ = access.ParseSecret(a.Key.Secret)
	c.Source, _ = access.ParseSource(a.From)
	r := v.site.byThief(v.now, &c)
	k, _ := v.site.venue.KeyInfo(c.Key)
	return r, Refusal(r.Code), k.Account
}

// Refusal is what the wire reveals of a code.
func Refusal(c reject.Code) attacker.Refusal {
	switch c {
	case reject.OK:
		return attacker.Accepted
	case reject.UnknownKey, reject.DeadKey, reject.BadCredential, reject.SourceNotAllowed,
		reject.MissingScope, reject.ExpiredScope, reject.AccountFrozen:
		return attacker.KeyRefused
	case reject.InsufficientBalance:
		return attacker.FundsRefused
	case reject.MarketHalted, reject.CancelOnly, reject.UnknownMarket:
		return attacker.MarketRefused
	case reject.PriceFilter, reject.LotFilter, reject.NotionalFilter, reject.Overflow, reject.NoLiquidity, reject.WouldMatch,
		reject.OutsideBand, reject.OutsideRange, reject.PositionFilter:
		return attacker.FilterRefused
	case reject.UnknownOrder:
		return attacker.OrderUnknown
	case reject.BadAddress, reject.AddressBlocked, reject.AddressNotListed:
		return attacker.AddressRefused
	case reject.WithdrawalsHalted, reject.NewAddressesHalted, reject.LimitExceeded, reject.AmountTooSmall, reject.UnknownAsset:
		return attacker.WithdrawalRefused
	case reject.RateLimited:
		return attacker.RateRefused
	}
	return attacker.OtherRefused
}

func (v *inside) Rights(a attacker.Access) (attacker.Rights, attacker.Refusal, error) {
	_, refusal, _ := v.ask(a, mockexchange.Command{Kind: mockexchange.ReadRights})
	if refusal != attacker.Accepted {
		return attacker.Rights{}, refusal, nil
	}
	id := v.keys[a.Key.Public]
	k, _ := v.site.venue.KeyInfo(id)
	s := v.site.venue.Rights(id, v.now)
	return attacker.Rights{
		Read: s&access.Read != 0, Trade: s&access.Trade != 0, Withdraw: s&access.Withdraw != 0, Created: k.Created,
	}, refusal, nil
}

func (v *inside) Balances(a attacker.Access) ([]attacker.Balance, attacker.Refusal, error) {
	_, refusal, account := v.ask(a, mockexchange.Command{Kind: mockexchange.ReadAccount})
	if refusal != attacker.Accepted {
		return nil, refusal, nil
	}
	var all []attacker.Balance
	for _, b := range v.site.venue.Balances(account) {
		all = append(all, attacker.Balance{Asset: v.genesis.Assets[b.Asset-1].Code, Free: b.Free, Locked: b.Locked})
	}
	return all, refusal, nil
}

func (v *inside) OpenOrders(a attacker.Access) ([]attacker.OpenOrder, attacker.Refusal, error) {
	_, refusal, account := v.ask(a, mockexchange.Command{Kind: mockexchange.ReadOpenOrders})
	if refusal != attacker.Accepted {
		return nil, refusal, nil
	}
	orders, markets := v.site.venue.OpenOrders(account, 0)
	var all []attacker.OpenOrder
	for i, o := range orders {
		all = append(all, attacker.OpenOrder{
			Market: v.genesis.Markets[markets[i]-1].Symbol, ID: o.ID, Buy: o.Side == market.Buy,
			Price: o.Price, Remaining: o.Remaining,
		})
	}
	return all, refusal, nil
}

func (v *inside) Cancel(a attacker.Access, m string, id uint64) (attacker.Refusal, error) {
	c := mockexchange.Command{Kind: mockexchange.CancelOrder, Order: id}
	c.Market, _ = v.genesis.MarketID(m)
	_, refusal, _ := v.ask(a, c)
	return refusal, nil
}

func (v *inside) Place(a attacker.Access, o attacker.Order) (attacker.Placed, attacker.Refusal, error) {
	c := mockexchange.Command{
		Kind: mockexchange.PlaceOrder, Side: market.Sell, Type: market.Market,
		Quantity: o.Quantity, Quote: o.Quote,
	}
	c.Market, _ = v.genesis.MarketID(o.Market)
	if o.Buy {
		c.Side = market.Buy
	}
	if o.Limit {
		c.Type, c.TimeInForce, c.Price = market.Limit, market.IOC, o.Price
		if o.Rest {
			c.TimeInForce = market.GTC
		}
	}
	r, refusal, _ := v.ask(a, c)
	return attacker.Placed{ID: r.Order, Filled: r.Filled, Quote: r.Quote}, refusal, nil
}

func (v *inside) Withdraw(a attacker.Access, t attacker.Transfer) (string, attacker.Refusal, error) {
	c := mockexchange.Command{Kind: mockexchange.RequestWithdrawal, Amount: t.Amount, Memo: t.Memo}
	c.Asset, _ = v.genesis.AssetID(t.Asset)
	if c.Asset != 0 && v.genesis.Assets[c.Asset-1].Chain != nil {
		c.Address, _ = chain.ParseAddress(v.genesis.Assets[c.Asset-1].Chain.Network, t.Address)
	}
	r, refusal, _ := v.ask(a, c)
	if refusal != attacker.Accepted {
		return "", refusal, nil
	}
	return strconv.FormatUint(uint64(r.Withdrawal), 10), refusal, nil
}

func (v *inside) Withdrawals(a attacker.Access) ([]attacker.Withdrawal, attacker.Refusal, error) {
	_, refusal, account := v.ask(a, mockexchange.Command{Kind: mockexchange.ReadWithdrawals})
	if refusal != attacker.Accepted {
		return nil, refusal, nil
	}
	var all []attacker.Withdrawal
	for _, w := range v.site.venue.Withdrawals(account, 0) {
		asset := v.genesis.Assets[w.Asset-1]
		all = append(all, attacker.Withdrawal{
			ID: strconv.FormatUint(uint64(w.ID), 10), Asset: asset.Code, Amount: w.Amount,
			Address: w.To.Text(asset.Chain.Network), Status: status(w.State),
			TxID: mockexchange.TransactionText(w.Tx),
		})
	}
	return all, refusal, nil
}

// status is a withdrawal's state in the words that its owner sees.
func status(s custody.State) string {
	switch s {
	case custody.Signed, custody.Broadcast:
		return "sent"
	case custody.Confirmed:
		return "done"
	case custody.Rejected:
		return "rejected"
	}
	return "waiting"
}

func (v *inside) Depth(from, m string, levels int) (attacker.Depth, attacker.Refusal, error) {
	c := mockexchange.Command{Kind: mockexchange.ReadDepth, Limit: uint32(levels)}
	c.Source, _ = access.ParseSource(from)
	c.Market, _ = v.genesis.MarketID(m)
	r := v.site.byThief(v.now, &c)
	var d attacker.Depth
	if r.Code == reject.OK {
		bids, asks := v.site.venue.Depth(c.Market, levels)
		d = attacker.Depth{Bids: levelsOf(bids), Asks: levelsOf(asks)}
	}
	return d, Refusal(r.Code), nil
}

func levelsOf(in []market.Level) []attacker.Level {
	out := make([]attacker.Level, len(in))
	for i, l := range in {
		out[i] = attacker.Level{Price: l.Price, Quantity: l.Quantity}
	}
	return out
}

func (v *inside) Markets() []attacker.MarketInfo { return v.markets }
func (v *inside) Assets() []attacker.AssetInfo   { return v.assets }
