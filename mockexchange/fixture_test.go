package mockexchange_test

import (
	"fmt"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// The small venue of these specs: yen at a bank, bitcoin on a UTXO chain, XEM
// on an account chain, two markets, and customers of whom each has one key with
// every right.
const (
	yen, btc, xem    = 1, 2, 3
	btcYen, xemYen   = 1, 2
	coin             = 100_000_000
	minute           = int64(time.Minute)
	start            = int64(1_515_164_400_000_000_000)
	seed             = 7
	startYen         = 10_000_000_00
	startBTC         = 5 * coin
	startXEM         = 50_000_000_000
	customersOfSmall = 12
	home             = access.Source(0xc000_0201)
)

func smallGenesis(customers int) *mockexchange.Genesis {
	g := &mockexchange.Genesis{
		Name: "small", Seed: seed, Start: start,
		Assets: []mockexchange.Asset{
			{Code: "JPY", Decimals: 2, Reference: 100, HouseFunds: 1_000_000_00},
			{
				Code: "BTC", Decimals: 8, Reference: 1_000_000_00, HouseFunds: 10 * coin, HotShare: 200_000,
				WithdrawalFee: 50_000, MinWithdrawal: 100_000, Confirmations: 2,
				Chain: &chain.Spec{Network: "btc", Model: chain.UTXO, BlockInterval: 10 * time.Minute, MinFee: 1_000},
			},
			{
				Code: "XEM", Decimals: 6, Reference: 100_00, HouseFunds: 1_000_000_000, HotShare: 1_000_000,
				WithdrawalFee: 500_000, MinWithdrawal: 1_000_000, Confirmations: 1,
				Chain: &chain.Spec{Network: "nem", Model: chain.Account, BlockInterval: time.Minute, MinFee: 50_000},
			},
		},
		Markets: []market.Spec{
			{
				Symbol: "BTCJPY", Base: btc, Quote: yen, BaseDecimals: 8, QuoteDecimals: 2, Tick: 5, Step: 10_000,
				MinQty: 10_000, MinNotional: 100, MakerFee: 100, TakerFee: 300,
			},
			{
				Symbol: "XEMJPY", Base: xem, Quote: yen, BaseDecimals: 6, QuoteDecimals: 2, PriceScale: 4, Tick: 1,
				Step: 100_000, MinQty: 100_000, TakerFee: 1_000,
			},
		},
		Settings: mockexchange.Settings{PayOutEvery: time.Minute, ReconcileEvery: time.Hour},
	}
	for id := uint32(1); id <= uint32(customers); id++ {
		g.Accounts = append(g.Accounts, mockexchange.Account{Created: start - 1e18})
		g.Keys = append(g.Keys, access.Key{Account: id, Created: start - 1e17, Scopes: access.Read | access.Trade | access.Withdraw})
		g.Balances = append(g.Balances,
			mockexchange.Balance{Account: id, Asset: yen, Amount: startYen},
			mockexchange.Balance{Account: id, Asset: btc, Amount: startBTC},
			mockexchange.Balance{Account: id, Asset: xem, Amount: startXEM})
	}
	return g
}

// venue is a venue with its chains, as a lab would run it.
type venue struct {
	*mockexchange.Exchange
	nodes []*chain.Node
	now   int64
	// What left the venue's addresses without its doing, by asset: in blocks,
	// and by transaction as long as it waits for one.
	stole  [6]int64
	thefts map[chain.Hash]int64
	// unbacked are where withdrawals go that altered code let pass: what blocks pay
	// there is on no book.
	unbacked map[chain.Address]bool
	// outputs are all that blocks made of the assets on UTXO chains.
	outputs map[chain.OutPoint]chain.Output
	result  mockexchange.Result // of the last command
}

func openVenue(g *mockexchange.Genesis) *venue {
	signatures := chain.NewSignatureCache()
	nodes, err := g.StartChains(signatures)
	if err != nil {
		panic(err)
	}
	e, err := mockexchange.New(g, signatures)
	if err != nil {
		panic(err)
	}
	v := &venue{
		Exchange: e, nodes: nodes, now: g.Start,
		thefts: make(map[chain.Hash]int64), outputs: make(map[chain.OutPoint]chain.Output),
		unbacked: make(map[chain.Address]bool),
	}
	for _, c := range g.Assets[btc-1].Coins {
		v.outputs[c.OutPoint] = c.Output
	}
	return v
}

// openAudited opens a venue for one spec, at whose end its books are held
// against its chains. A spec that opens none has none to audit.
func openAudited(g *mockexchange.Genesis) *venue {
	v := openVenue(g)
	DeferCleanup(func() {
		Expect(v.CheckBooks()).To(Succeed())
		Expect(v.audit(btc)).To(Succeed())
		Expect(v.audit(xem)).To(Succeed())
	})
	return v
}

// apply carries out a command as it is and returns the events it led to.
func (v *venue) apply(c mockexchange.Command) []mockexchange.Event {
	v.result, _ = v.Apply(v.now, &c)
	v.send()
	return v.TakeEvents(nil)
}

// send carries to the chains what the venue wants there. A chain that refuses
// it is no concern of the venue's.
func (v *venue) send() {
	for _, b := range v.TakeBroadcasts(nil) {
		_ = v.nodes[b.Asset-1].Submit(b.Tx)
	}
}

// staff, key and login carry out a command with the right proof and return the
// events it led to.
func (v *venue) staff(c mockexchange.Command) []mockexchange.Event {
	c.Auth, c.Credential = mockexchange.AuthOperator, access.OperatorCredential(seed)
	return v.apply(c)
}

func (v *venue) key(id uint32, c mockexchange.Command) []mockexchange.Event {
	c.Auth, c.Key, c.Credential, c.Source = mockexchange.AuthKey, id, access.KeyCredential(seed, id), home
	return v.apply(c)
}

func (v *venue) login(account uint32, c mockexchange.Command) []mockexchange.Event {
	c.Auth, c.Account, c.Credential, c.Source = mockexchange.AuthLogin, account, access.LoginCredential(seed, account), home
	return v.apply(c)
}

// mined is block, and returns the events that it led to.
func (v *venue) mined(asset uint16) []mockexchange.Event {
	v.block(asset)
	return v.TakeEvents(nil)
}

// do applies a command of the venue's staff.
func (v *venue) do(c mockexchange.Command) mockexchange.Result {
	c.Auth, c.Credential = mockexchange.AuthOperator, access.OperatorCredential(seed)
	r, _ := v.Apply(v.now, &c)
	v.send()
	return r
}

// by applies a command made with a customer's key; key ids equal account ids.
func (v *venue) by(customer uint32, c mockexchange.Command) mockexchange.Result {
	c.Auth, c.Key, c.Credential = mockexchange.AuthKey, customer, access.KeyCredential(seed, customer)
	r, _ := v.Apply(v.now, &c)
	return r
}

// block mines one block of an asset's chain and shows it to the venue.
func (v *venue) block(asset uint16) {
	b := v.nodes[asset-1].Mine(v.now)
	for i, t := range b.Transactions {
		id := b.TransactionID(i)
		if v.stole[asset] += v.thefts[id]; v.thefts[id] > 0 && v.Genesis().Coin(asset) != asset {
			v.stole[v.Genesis().Coin(asset)] += v.Genesis().Assets[asset-1].Chain.Gas
		}
		for n, out := range t.Outputs {
			v.outputs[chain.OutPoint{Tx: id, Index: uint32(n)}] = out
			if v.unbacked[out.To] {
				v.stole[asset] += out.Amount
			}
		}
	}
	v.do(mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: asset, Block: b})
}

// deposit sends coins from outside to a customer's deposit address.
func (v *venue) deposit(customer uint32, asset uint16, amount int64) error {
	to, memo := v.DepositAddress(customer, asset)
	n, k := v.nodes[asset-1], v.Genesis().OutsideKey(asset)
	fee := n.Spec().MinFee
	t := &chain.Transaction{
		Outputs: []chain.Output{{To: to, Amount: amount, Memo: memo}}, Fee: fee,
		Policies: []chain.Policy{chain.Single(&k)},
	}
	if n.Spec().Model == chain.Account {
		t.From, t.Nonce = k.Address(), n.NextNonce(k.Address())
	} else {
		var worth int64
		for _, c := range n.Spendable(k.Address()) {
			if worth >= amount+fee {
				break
			}
			t.Inputs, worth = append(t.Inputs, c.OutPoint), worth+c.Output.Amount
		}
		if change := worth - amount - fee; change > 0 {
			t.Outputs = append(t.Outputs, chain.Output{To: k.Address(), Amount: change})
		}
	}
	t.Sign(&k)
	return n.Submit(t)
}

// holdings is what the venue's addresses hold on an asset's chain.
func (v *venue) holdings(asset uint16) (sum int64) {
	for _, a := range v.Addresses(asset) {
		sum += v.nodes[asset-1].Balance(a)
	}
	return sum
}

// audit says what is wrong with the venue's books of an asset, held against
// its chain: customers, house, fees and what is in flight are what its
// addresses hold, what a thief took, and what it still owes for miners' fees.
func (v *venue) audit(asset uint16) error {
	owed, held := v.Owed(asset), v.holdings(asset)+v.stole[asset]+v.Unpaid(asset)
	if owed != held {
		return fmt.Errorf("asset %d: owed %d, held, stolen and unpaid %d", asset, owed, held)
	}
	return nil
}

// fundAddress is where an asset's part of the protection fund lies.
func (v *venue) fundAddress(asset uint16) chain.Address {
	k := chain.DeriveKey(seed, "fund/"+v.Genesis().Assets[asset-1].Code, 0)
	return k.Address()
}

// hotKeys is how many hot keys an asset's wallet has had.
func (v *venue) hotKeys(asset uint16) int {
	n := len(v.Addresses(asset)) - 1
	if slices.Contains(v.Addresses(asset), v.fundAddress(asset)) {
		n--
	}
	return n
}
