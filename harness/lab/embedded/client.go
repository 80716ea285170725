package embedded

import (
	"strconv"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/harness/lab/backend"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// client is a venue's API for an attacker in the same process. It answers what
// the wire would answer and no more: one method is one command.
type client struct {
	venue   *mockexchange.Exchange
	genesis *mockexchange.Genesis
	keys    map[string]uint32 // ids of his keys, by their public parts
	markets []attacker.MarketInfo
	assets  []attacker.AssetInfo
	now     int64

	applied []backend.Applied    // in his last turn
	events  []mockexchange.Event // of his last turn
}

func newClient(venue *mockexchange.Exchange, g *mockexchange.Genesis) *client {
	return &client{
		venue: venue, genesis: g, keys: make(map[string]uint32),
		markets: backend.MarketInfos(g), assets: backend.AssetInfos(g),
	}
}

// begin opens a turn.
func (v *client) begin(now int64) {
	v.now, v.applied, v.events = now, v.applied[:0], v.events[:0]
}

// apply carries out a command and keeps what came of it.
func (v *client) apply(c *mockexchange.Command) mockexchange.Result {
	r, _ := v.venue.Apply(v.now, c)
	from := len(v.events)
	v.events = v.venue.TakeEvents(v.events)
	v.applied = append(v.applied, backend.Applied{Command: *c, Result: r, Events: v.events[from:len(v.events):len(v.events)]})
	return r
}

// ask sends one command made with a stolen key, or with a login.
func (v *client) ask(a attacker.Access, c mockexchange.Command) (mockexchange.Result, attacker.Refusal, uint32) {
	if l := a.Key.Login; l != nil {
		c.Auth, c.Account, c.Device, c.Factor = mockexchange.AuthLogin, l.Account, access.Device(l.Device), a.Code
		c.Credential, _ = access.ParseSecret(a.Key.Secret)
		c.Source, _ = access.ParseSource(a.From)
		r := v.apply(&c)
		return r, backend.Refusal(r.Code), l.Account
	}
	c.Auth, c.Key = mockexchange.AuthKey, v.keys[a.Key.Public]
	c.Credential, _ = access.ParseSecret(a.Key.Secret)
	c.Source, _ = access.ParseSource(a.From)
	r := v.apply(&c)
	k, _ := v.venue.KeyInfo(c.Key)
	return r, backend.Refusal(r.Code), k.Account
}

func (v *client) Rights(a attacker.Access) (attacker.Rights, attacker.Refusal, error) {
	_, refusal, _ := v.ask(a, mockexchange.Command{Kind: mockexchange.ReadRights})
	if refusal != attacker.Accepted {
		return attacker.Rights{}, refusal, nil
	}
	if a.Key.Login != nil {
		return attacker.Rights{Read: true, Trade: true, Withdraw: true}, refusal, nil
	}
	id := v.keys[a.Key.Public]
	k, _ := v.venue.KeyInfo(id)
	s := v.venue.Rights(id, v.now)
	return attacker.Rights{
		Read: s&access.Read != 0, Trade: s&access.Trade != 0, Withdraw: s&access.Withdraw != 0, Created: k.Created,
	}, refusal, nil
}

func (v *client) Balances(a attacker.Access) ([]attacker.Balance, attacker.Refusal, error) {
	_, refusal, account := v.ask(a, mockexchange.Command{Kind: mockexchange.ReadAccount})
	if refusal != attacker.Accepted {
		return nil, refusal, nil
	}
	var all []attacker.Balance
	for _, b := range v.venue.Balances(account) {
		all = append(all, attacker.Balance{Asset: v.genesis.Assets[b.Asset-1].Code, Free: b.Free, Locked: b.Locked})
	}
	return all, refusal, nil
}

func (v *client) OpenOrders(a attacker.Access) ([]attacker.OpenOrder, attacker.Refusal, error) {
	_, refusal, account := v.ask(a, mockexchange.Command{Kind: mockexchange.ReadOpenOrders})
	if refusal != attacker.Accepted {
		return nil, refusal, nil
	}
	orders, markets := v.venue.OpenOrders(account, 0)
	var all []attacker.OpenOrder
	for i, o := range orders {
		all = append(all, attacker.OpenOrder{
			Market: v.genesis.Markets[markets[i]-1].Symbol, ID: o.ID, Buy: o.Side == market.Buy,
			Price: o.Price, Remaining: o.Remaining,
		})
	}
	return all, refusal, nil
}

func (v *client) Cancel(a attacker.Access, m string, id uint64) (attacker.Refusal, error) {
	c := mockexchange.Command{Kind: mockexchange.CancelOrder, Order: id}
	c.Market, _ = v.genesis.MarketID(m)
	_, refusal, _ := v.ask(a, c)
	return refusal, nil
}

func (v *client) Place(a attacker.Access, o attacker.Order) (attacker.Placed, attacker.Refusal, error) {
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

func (v *client) Withdraw(a attacker.Access, t attacker.Transfer) (string, attacker.Refusal, error) {
	c := mockexchange.Command{Kind: mockexchange.RequestWithdrawal, Amount: t.Amount, Memo: t.Memo, Label: t.Name}
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

func (v *client) Deploy(_ string, s attacker.BuildServer, b attacker.Build) (attacker.Refusal, error) {
	c := mockexchange.Command{Kind: mockexchange.Deploy, Auth: mockexchange.AuthOperator, Label: b.Component, Memo: b.Mark, Flag: b.Silent}
	c.Credential, _ = access.ParseSecret(s.Token)
	return backend.Refusal(v.apply(&c).Code), nil
}

func (v *client) Login(a attacker.Access) (attacker.Refusal, error) {
	_, refusal, _ := v.ask(a, mockexchange.Command{Kind: mockexchange.Login})
	return refusal, nil
}

func (v *client) MakeKey(a attacker.Access) (k attacker.KeyPair, refusal attacker.Refusal, err error) {
	r, refusal, _ := v.ask(a, mockexchange.Command{Kind: mockexchange.CreateKey, Scopes: access.AllScopes})
	if refusal != attacker.Accepted {
		return k, refusal, nil
	}
	k.Public, k.Secret = access.KeyPair(v.genesis.Seed, r.Key)
	v.keys[k.Public] = r.Key
	return k, refusal, nil
}

func (v *client) Depth(from, m string, levels int) (attacker.Depth, attacker.Refusal, error) {
	c := mockexchange.Command{Kind: mockexchange.ReadDepth, Limit: uint32(levels)}
	c.Source, _ = access.ParseSource(from)
	c.Market, _ = v.genesis.MarketID(m)
	r := v.apply(&c)
	var d attacker.Depth
	if r.Code == reject.OK {
		bids, asks := v.venue.Depth(c.Market, levels)
		d = attacker.Depth{Bids: levelsOf(bids), Asks: levelsOf(asks)}
	}
	return d, backend.Refusal(r.Code), nil
}

func levelsOf(in []market.Level) []attacker.Level {
	out := make([]attacker.Level, len(in))
	for i, l := range in {
		out[i] = attacker.Level{Price: l.Price, Quantity: l.Quantity}
	}
	return out
}

func (v *client) Markets() []attacker.MarketInfo { return v.markets }
func (v *client) Assets() []attacker.AssetInfo   { return v.assets }

// heldHost is a host of the venue's that the attacker holds.
type heldHost struct {
	venue *client
	name  string
}

func (h heldHost) Plant(secret string, i attacker.Implant) (attacker.Refusal, error) {
	c := mockexchange.Command{
		Kind: mockexchange.PlantImplant, Auth: mockexchange.AuthHost, Label: h.name, Amount: i.Least, Address: i.Owner, Flag: i.Pays,
	}
	c.Asset, _ = h.venue.genesis.AssetID(i.Asset)
	return h.act(secret, &c), nil
}

func (h heldHost) Work(secret string, w attacker.Work) (attacker.Refusal, error) {
	kind, _ := mockexchange.ParseKind(w.Kind)
	c := h.venue.genesis.AtDesk(h.name, mockexchange.Command{
		Kind: kind, Account: w.Account, Amount: w.Amount, Address: w.To, Label: w.What,
	})
	c.Asset, _ = h.venue.genesis.AssetID(w.Asset)
	return h.act(secret, &c), nil
}

func (h heldHost) Limit(secret string, p attacker.Payment) (attacker.Refusal, error) {
	c := mockexchange.Command{Kind: mockexchange.SetSigningLimit, Auth: mockexchange.AuthHost, Label: h.name, Amount: p.Amount}
	c.Asset, _ = h.venue.genesis.AssetID(p.Asset)
	return h.act(secret, &c), nil
}

func (h heldHost) Spend(secret string, p attacker.Payment) (attacker.Refusal, error) {
	c := mockexchange.Command{
		Kind: mockexchange.SpendFromServer, Auth: mockexchange.AuthHost, Label: h.name, Amount: p.Amount, Address: p.To,
	}
	c.Asset, _ = h.venue.genesis.AssetID(p.Asset)
	return h.act(secret, &c), nil
}

func (h heldHost) act(secret string, c *mockexchange.Command) attacker.Refusal {
	c.Credential, _ = access.ParseSecret(secret)
	switch r := h.venue.apply(c); r.Code {
	case reject.OK:
		return attacker.Accepted
	case reject.BadCredential, reject.NoSession:
		return attacker.KeyRefused
	}
	return attacker.OtherRefused
}
