package containers_test

import (
	"errors"
	"strconv"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// mimic is a lab in this process: the same venue, chains and thief without
// wire and containers, as the embedded lab puts them together. One method of
// the thief's API is one command.
type mimic struct {
	venue   *mockexchange.Exchange
	nodes   []*chain.Node
	brain   *campaign.Brain
	world   attacker.World
	keys    map[string]uint32
	now     int64
	applied []containers.Applied
}

func newMimic(g *mockexchange.Genesis, nodes []*chain.Node, c *campaign.Campaign) (*mimic, error) {
	venue, err := mockexchange.New(g, nil)
	if err != nil {
		return nil, err
	}
	brain, err := campaign.New(*c)
	m := &mimic{venue: venue, nodes: nodes, brain: brain, keys: g.KeysByPublic()}
	m.world = attacker.World{Venues: map[string]attacker.Venue{g.Name: m}}
	return m, err
}

func (m *mimic) apply(now int64, c *mockexchange.Command) containers.Applied {
	r, _ := m.venue.Apply(now, c)
	return containers.Applied{Command: *c, Result: r, Events: m.venue.TakeEvents(nil)}
}

func (m *mimic) Apply(now int64, c *mockexchange.Command) (mockexchange.Result, []mockexchange.Event, error) {
	a := m.apply(now, c)
	return a.Result, a.Events, nil
}

func (m *mimic) ApplyBatch(batch []containers.Timed) (all []containers.Applied, err error) {
	for i := range batch {
		all = append(all, m.apply(batch[i].At, &batch[i].Command))
	}
	return all, nil
}

func (m *mimic) Broadcasts() ([]mockexchange.Broadcast, error) {
	return m.venue.TakeBroadcasts(nil), nil
}

func (m *mimic) Submit(asset uint16, t *chain.Transaction) error {
	var refusal chain.Refusal
	if err := m.nodes[asset-1].Submit(t); err != nil && !errors.As(err, &refusal) {
		return err
	}
	return nil
}

func (m *mimic) Mine(asset uint16, now int64) (*chain.Block, error) {
	return m.nodes[asset-1].Mine(now), nil
}

func (m *mimic) Holdings(asset uint16, addresses []chain.Address) (sum int64, err error) {
	for _, a := range addresses {
		sum += m.nodes[asset-1].Balance(a)
	}
	return sum, nil
}

func (m *mimic) Wake(now int64) (int64, bool, []containers.Applied, error) {
	m.applied, m.now = nil, now
	if err := m.brain.Wake(now, m.world); err != nil {
		return 0, true, nil, err
	}
	next, ok := m.brain.Next()
	return next, !ok, m.applied, nil
}

func (m *mimic) Deeds() ([]campaign.Deed, error) { return m.brain.Log(), nil }

// ask sends one command of the thief.
func (m *mimic) ask(a attacker.Access, c mockexchange.Command) (mockexchange.Result, attacker.Refusal, uint32) {
	c.Auth, c.Key = mockexchange.AuthKey, m.keys[a.Key.Public]
	c.Credential, _ = access.ParseSecret(a.Key.Secret)
	c.Source, _ = access.ParseSource(a.From)
	done := m.apply(m.now, &c)
	m.applied = append(m.applied, done)
	k, _ := m.venue.KeyInfo(c.Key)
	return done.Result, lab.Refusal(done.Result.Code), k.Account
}

func (m *mimic) Rights(a attacker.Access) (attacker.Rights, attacker.Refusal, error) {
	_, no, _ := m.ask(a, mockexchange.Command{Kind: mockexchange.ReadRights})
	if no != attacker.Accepted {
		return attacker.Rights{}, no, nil
	}
	id := m.keys[a.Key.Public]
	k, _ := m.venue.KeyInfo(id)
	s := m.venue.Rights(id, m.now)
	return attacker.Rights{
		Read: s&access.Read != 0, Trade: s&access.Trade != 0, Withdraw: s&access.Withdraw != 0, Created: k.Created,
	}, no, nil
}

func (m *mimic) Balances(a attacker.Access) (all []attacker.Balance, no attacker.Refusal, err error) {
	_, no, account := m.ask(a, mockexchange.Command{Kind: mockexchange.ReadAccount})
	if no == attacker.Accepted {
		for _, b := range m.venue.Balances(account) {
			all = append(all, attacker.Balance{Asset: m.venue.Genesis().Assets[b.Asset-1].Code, Free: b.Free, Locked: b.Locked})
		}
	}
	return all, no, nil
}

func (m *mimic) OpenOrders(a attacker.Access) (all []attacker.OpenOrder, no attacker.Refusal, err error) {
	_, no, account := m.ask(a, mockexchange.Command{Kind: mockexchange.ReadOpenOrders})
	if no != attacker.Accepted {
		return nil, no, nil
	}
	orders, markets := m.venue.OpenOrders(account, 0)
	for i, o := range orders {
		all = append(all, attacker.OpenOrder{
			Market: m.venue.Genesis().Markets[markets[i]-1].Symbol, ID: o.ID, Buy: o.Side == market.Buy,
			Price: o.Price, Remaining: o.Remaining,
		})
	}
	return all, no, nil
}

func (m *mimic) Cancel(a attacker.Access, name string, id uint64) (attacker.Refusal, error) {
	c := mockexchange.Command{Kind: mockexchange.CancelOrder, Order: id}
	c.Market, _ = m.venue.MarketID(name)
	_, no, _ := m.ask(a, c)
	return no, nil
}

func (m *mimic) Place(a attacker.Access, o attacker.Order) (attacker.Placed, attacker.Refusal, error) {
	c := mockexchange.Command{
		Kind: mockexchange.PlaceOrder, Side: market.Sell, Type: market.Market, Quantity: o.Quantity, Quote: o.Quote,
	}
	c.Market, _ = m.venue.MarketID(o.Market)
	if o.Buy {
		c.Side = market.Buy
	}
	if o.Limit {
		c.Type, c.TimeInForce, c.Price = market.Limit, market.IOC, o.Price
	}
	r, no, _ := m.ask(a, c)
	return attacker.Placed{ID: r.Order, Filled: r.Filled, Quote: r.Quote}, no, nil
}

func (m *mimic) Withdraw(a attacker.Access, t attacker.Transfer) (string, attacker.Refusal, error) {
	c := mockexchange.Command{Kind: mockexchange.RequestWithdrawal, Amount: t.Amount, Memo: t.Memo}
	c.Asset, _ = m.venue.AssetID(t.Asset)
	c.Address, _ = chain.ParseAddress(m.venue.Genesis().Assets[c.Asset-1].Chain.Network, t.Address)
	r, no, _ := m.ask(a, c)
	if no != attacker.Accepted {
		return "", no, nil
	}
	return strconv.FormatUint(uint64(r.Withdrawal), 10), no, nil
}

func (m *mimic) Withdrawals(a attacker.Access) (all []attacker.Withdrawal, no attacker.Refusal, err error) {
	_, no, account := m.ask(a, mockexchange.Command{Kind: mockexchange.ReadWithdrawals})
	if no != attacker.Accepted {
		return nil, no, nil
	}
	status := map[custody.State]string{
		custody.Signed: "sent", custody.Broadcast: "sent", custody.Confirmed: "done", custody.Rejected: "rejected",
	}
	for _, w := range m.venue.Withdrawals(account, 0) {
		asset, word := m.venue.Genesis().Assets[w.Asset-1], "waiting"
		if s, ok := status[w.State]; ok {
			word = s
		}
		all = append(all, attacker.Withdrawal{
			ID: strconv.FormatUint(uint64(w.ID), 10), Asset: asset.Code, Amount: w.Amount,
			Address: w.To.Text(asset.Chain.Network), Status: word, TxID: mockexchange.TransactionText(w.Tx),
		})
	}
	return all, no, nil
}

func (m *mimic) Depth(from, name string, levels int) (d attacker.Depth, no attacker.Refusal, err error) {
	c := mockexchange.Command{Kind: mockexchange.ReadDepth, Limit: uint32(levels)}
	c.Source, _ = access.ParseSource(from)
	c.Market, _ = m.venue.MarketID(name)
	done := m.apply(m.now, &c)
	m.applied = append(m.applied, done)
	if done.Result.Code == reject.OK {
		bids, asks := m.venue.Depth(c.Market, levels)
		d = attacker.Depth{Bids: levelsOf(bids), Asks: levelsOf(asks)}
	}
	return d, lab.Refusal(done.Result.Code), nil
}

func levelsOf(in []market.Level) []attacker.Level {
	out := make([]attacker.Level, len(in))
	for i, l := range in {
		out[i] = attacker.Level{Price: l.Price, Quantity: l.Quantity}
	}
	return out
}

func (m *mimic) Markets() []attacker.MarketInfo { return lab.MarketInfos(m.venue.Genesis()) }
func (m *mimic) Assets() []attacker.AssetInfo   { return lab.AssetInfos(m.venue.Genesis()) }
