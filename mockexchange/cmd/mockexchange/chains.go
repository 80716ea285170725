package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/operator"
)

// chains runs a venue's chains in its own process and does the venue's regular
// jobs, so that withdrawals are paid and deposits arrive without a lab. What
// the venue sends is in the mempools before its turn is over, blocks are found
// within turns, and all that others ask of a chain they ask in a turn: the
// journal has all of it in one order, and before anybody sees it.
type chains struct {
	genesis    *mockexchange.Genesis
	nodes      []*node // asset n is element n-1, nil for money at a bank
	credential access.Credential

	live bool          // the journal was replayed; blocks are new from now on
	held []transaction // sent in the replay, perhaps not in a block
}

type transaction struct {
	asset uint16
	tx    *chain.Transaction
}

// newChains starts the chains at the genesis, and notes in it what they give to
// the venue.
func newChains(g *mockexchange.Genesis) (*chains, error) {
	nodes, err := g.StartChains(nil)
	if err != nil {
		return nil, err
	}
	c := &chains{genesis: g, nodes: make([]*node, len(nodes)), credential: access.OperatorCredential(g.Seed)}
	for i, n := range nodes {
		if n != nil {
			c.nodes[i] = newNode(n)
		}
	}
	return c, nil
}

// watch is the venue's operator.Watch. A replay brings the chains to where
// they were: a block is mined again with the transactions that it had.
func (c *chains) watch(_ int64, cmd *mockexchange.Command, sent []mockexchange.Broadcast) error {
	for _, b := range sent {
		if !c.live {
			c.held = append(c.held, transaction{b.Asset, b.Tx})
		} else if err := c.send(b.Asset, b.Tx); err != nil {
			return err
		}
	}
	if !c.live && cmd.Kind == mockexchange.ObserveBlock && cmd.Block != nil {
		return c.nodes[cmd.Asset-1].replay(cmd.Block)
	}
	return nil
}

// send relays a transaction of the venue's. A chain that turns it down (a
// thief's spend came first) is no failure of the venue: it will see that the
// transaction never arrives.
func (c *chains) send(asset uint16, t *chain.Transaction) error {
	var no chain.Refusal
	if err := c.nodes[asset-1].chain.Submit(t); err != nil && !errors.As(err, &no) {
		return fmt.Errorf("chain of %s: %w", c.genesis.Assets[asset-1].Code, err)
	}
	return nil
}

// goLive ends the replay: what no block took yet is sent again.
func (c *chains) goLive() error {
	c.live = true
	for _, h := range c.held {
		if err := c.send(h.asset, h.tx); err != nil {
			return err
		}
	}
	c.held = nil
	return nil
}

// firstDeposits sends a customer a coin of each kind from outside, if it was not
// sent in an earlier life.
func (c *chains) firstDeposits(v *operator.Venue, account uint32) error {
	var err error
	turn := v.Turn(func(t *operator.Turn) {
		for i, n := range c.nodes {
			if n == nil || err != nil {
				continue
			}
			to, memo := t.DepositAddress(account, uint16(i+1))
			err = c.pay(uint16(i+1), chain.Output{To: to, Memo: memo, Amount: c.genesis.Assets[i].MinWithdrawal * 10})
		}
	})
	return errors.Join(turn, err)
}

// pay spends from the outside world's wallet, once.
func (c *chains) pay(asset uint16, to chain.Output) error {
	n, key := c.nodes[asset-1], c.genesis.OutsideKey(asset)
	from := key.Address()
	if n.chain.NextNonce(from) > 0 || n.chain.Available(from) != n.chain.Balance(from) {
		return nil
	}
	t := &chain.Transaction{Outputs: []chain.Output{to}, Fee: n.spec.MinFee, Policies: []chain.Policy{chain.Single(&key)}}
	if n.spec.Model == chain.Account {
		t.From = from
	} else {
		coins := n.chain.Unspent(from)
		if len(coins) != 1 || coins[0].Height > 0 {
			return nil
		}
		t.Inputs = []chain.OutPoint{coins[0].OutPoint}
		t.Outputs = append(t.Outputs, chain.Output{To: from, Amount: coins[0].Output.Amount - to.Amount - t.Fee})
	}
	t.Sign(&key)
	return n.chain.Submit(t)
}

// run does what is due until the context ends.
func (c *chains) run(ctx context.Context, v *operator.Venue) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	for i, a := range c.genesis.Assets {
		if a.Chain == nil {
			continue
		}
		asset := uint16(i + 1)
		every(ctx, stop, a.Chain.BlockInterval, func() error { return v.Turn(func(t *operator.Turn) { c.block(t, asset) }) })
		every(ctx, stop, c.genesis.Settings.PayOutEvery, func() error { return v.Turn(func(t *operator.Turn) { c.payOut(t, asset) }) })
		every(ctx, stop, c.genesis.Settings.ReconcileEvery, func() error { return v.Turn(func(t *operator.Turn) { c.reconcile(t, asset) }) })
	}
	<-ctx.Done()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	return nil
}

// every calls f at an interval of the wall clock, 0 for never.
func every(ctx context.Context, fail context.CancelCauseFunc, interval time.Duration, f func() error) {
	if interval <= 0 {
		return
	}
	go func() {
		tick := time.NewTicker(interval)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			if err := f(); err != nil {
				fail(err)
				return
			}
		}
	}()
}

func (c *chains) block(t *operator.Turn, asset uint16) {
	c.apply(t, mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: asset, Block: c.nodes[asset-1].mine(t.Now())})
}

func (c *chains) payOut(t *operator.Turn, asset uint16) {
	c.apply(t, mockexchange.Command{Kind: mockexchange.PayOut, Asset: asset})
}

// reconcile reports what the chain says that the venue's addresses hold.
func (c *chains) reconcile(t *operator.Turn, asset uint16) {
	cmd := mockexchange.Command{Kind: mockexchange.Reconcile, Asset: asset}
	for _, a := range t.Addresses(asset) {
		cmd.Amount += c.nodes[asset-1].chain.Balance(a)
	}
	c.apply(t, cmd)
}

// apply is a command of the venue's own. A refusal (nothing to pay, an empty
// hot wallet) is logged by the venue itself.
func (c *chains) apply(t *operator.Turn, cmd mockexchange.Command) {
	cmd.Auth, cmd.Credential = mockexchange.AuthOperator, c.credential
	_, _ = t.Apply(0, &cmd)
}

// mount shows every chain under /chains/CODE, as everybody sees it. Callers wait
// for the venue's turn, so that they see nothing that its journal does not have.
func (c *chains) mount(mux *http.ServeMux, v *operator.Venue) {
	turn := func(f func()) error { return v.Turn(func(*operator.Turn) { f() }) }
	for i, n := range c.nodes {
		if n != nil {
			prefix := "/chains/" + c.genesis.Assets[i].Code
			mux.Handle(prefix+"/", http.StripPrefix(prefix, publicChain(n, turn)))
		}
	}
}
