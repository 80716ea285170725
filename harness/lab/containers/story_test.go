package containers_test

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"

	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/lab/backend"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// story is what happens at a venue: customers trade, deposit and withdraw, the
// schedule goes on, the staff reacts, and the thief does as he pleases.
type story struct {
	backend   backend.Backend
	genesis   *mockexchange.Genesis
	chance    *rand.Rand
	now       int64
	open      []uint64 // orders that customers placed
	held      []uint32 // withdrawals that anybody asked for
	depositor depositor
	log       *sim.Log
	records   []told
	events    map[mockexchange.EventType]int
	attackLog []campaign.LogEntry
}

// told is one command with everything that came of it, in both forms that it
// is compared in.
type told struct {
	text  string
	bytes []byte
}

const (
	length       = 2 * 3600 * second
	customerGap  = 7 * second
	jobGap       = 60 * second
	payOutOffset = 37 * second
)

// tell plays the story to its end.
func tell(b backend.Backend, g *mockexchange.Genesis, nodes []*chain.Node) *story {
	s := &story{backend: b, genesis: g, chance: rand.New(rand.NewPCG(3, 4)), log: sim.NewLog()}
	s.events = make(map[mockexchange.EventType]int)
	s.depositor = newDepositor(g, nodes)
	thief, customer, job := start+600*second, start+second, start+jobGap
	for s.now = start; s.now < start+length; {
		s.now = min(thief, customer, job)
		switch s.now {
		case customer:
			s.customer()
			customer += 1 + s.chance.Int64N(2*customerGap)
		case job:
			s.schedule((job - start) / second)
			job += jobGap
		default:
			thief = s.thief()
		}
	}
	deeds := must(b.AttackLog())
	s.attackLog = deeds
	return s
}

func (s *story) thief() int64 {
	next, done, applied, err := s.backend.Wake(s.now)
	Expect(err).NotTo(HaveOccurred())
	for i := range applied {
		s.note(s.now, sim.Attacker, &applied[i])
	}
	s.carry()
	if done {
		return math.MaxInt64
	}
	return max(next.At, s.now+1)
}

// send makes one command.
func (s *story) send(actor sim.Actor, c mockexchange.Command) mockexchange.Result {
	r, events, err := s.backend.Apply(s.now, &c)
	Expect(err).NotTo(HaveOccurred())
	s.note(s.now, actor, &backend.Applied{Command: c, Result: r, Events: events})
	s.carry()
	return r
}

// system sends a command of the staff or the schedule.
func (s *story) system(c mockexchange.Command) mockexchange.Result {
	c.Auth, c.Credential = mockexchange.AuthOperator, access.OperatorCredential(seed)
	return s.send(sim.Schedule, c)
}

// carry takes the venue's transactions to the chains.
func (s *story) carry() {
	list := must(s.backend.Broadcasts())
	for _, b := range list {
		Expect(s.backend.Submit(b.Asset, b.Tx)).To(Succeed())
	}
}

func (s *story) note(at int64, actor sim.Actor, a *backend.Applied) {
	e := sim.Envelope{At: at, Actor: actor, Command: a.Command}
	s.log.Record(&e, &a.Result)
	s.log.Events(a.Events)
	b := record.AppendResult(record.AppendCommand(nil, at, &a.Command), &a.Result)
	for i := range a.Events {
		b = record.AppendEvent(b, &a.Events[i])
		s.events[a.Events[i].Type]++
	}
	s.records = append(s.records, told{fmt.Sprintf("at %d by %d: %+v\n-> %+v\n%+v", at, actor, a.Command, a.Result, a.Events), b})
	if a.Result.Order > 0 && a.Result.Resting {
		s.open = append(s.open, a.Result.Order)
	}
	if a.Result.Withdrawal > 0 {
		s.held = append(s.held, a.Result.Withdrawal)
	}
}

// done counts what the thief asked for and got.
func (s *story) done(op string) (n int) {
	for _, d := range s.attackLog {
		if d.Op == op && d.Refusal == "" {
			n++
		}
	}
	return n
}

// difference is the first record in which two tellings differ, empty if there
// is none.
func (s *story) difference(t *story) string {
	for i := range min(len(s.records), len(t.records)) {
		if !bytes.Equal(s.records[i].bytes, t.records[i].bytes) {
			return fmt.Sprintf("record %d\n%s\nbut\n%s", i, s.records[i].text, t.records[i].text)
		}
	}
	if len(s.records) != len(t.records) {
		return fmt.Sprintf("%d records but %d", len(s.records), len(t.records))
	}
	return ""
}

// customer lets one customer act.
func (s *story) customer() {
	r, who := s.chance, uint32(1+s.chance.IntN(customers))
	c := mockexchange.Command{Source: access.Source(0x0a000000 + who), Account: who}
	switch n := r.IntN(20); {
	case n < 9 || who <= makers && n < 15:
		s.order(&c)
	case n < 11 && len(s.open) > 0:
		c.Kind, c.Order = mockexchange.CancelOrder, s.open[r.IntN(len(s.open))]
		c.Market = uint16(btcYen + r.IntN(2))
	case n < 15:
		c.Kind, c.Asset = mockexchange.RequestWithdrawal, uint16(btc+r.IntN(2))
		c.Amount, c.Memo = 150_000+r.Int64N(2_000_000), uint64(r.IntN(3))
		c.Address = chain.ExternalAddress(seed, "friend", uint32(r.IntN(6)))
	case n == 15:
		c.Kind = mockexchange.Login
	case n == 16:
		c.Kind, c.Label = mockexchange.Complain, "where is my XEM? \u2026 "+strconv.Itoa(r.IntN(9))
	case n == 17:
		c.Kind, c.Market, c.Limit = mockexchange.ReadDepth, uint16(btcYen+r.IntN(2)), 5
	case n == 18:
		c.Kind, c.Scopes = mockexchange.CreateKey, access.Read|access.Trade
	default:
		reads := []mockexchange.Kind{
			mockexchange.ReadAccount, mockexchange.ReadOpenOrders, mockexchange.ReadTrades, mockexchange.ReadDeposits,
			mockexchange.ReadWithdrawals, mockexchange.ReadDepositAddress, mockexchange.ReadRights, mockexchange.ReadStatus,
		}
		c.Kind, c.Asset = reads[r.IntN(len(reads))], btc
	}
	s.prove(&c)
	s.send(sim.FirstCustomer, c)
}

// order quotes around the price for the makers and takes it for the others.
func (s *story) order(c *mockexchange.Command) {
	r := s.chance
	c.Kind, c.Market, c.Side = mockexchange.PlaceOrder, uint16(btcYen+r.IntN(2)), market.Side(1+r.IntN(2))
	c.Type, c.Price, c.Quantity = market.Limit, 1_900_000, (1+r.Int64N(40))*100_000
	step := int64(500)
	if c.Market == xemYen {
		c.Price, c.Quantity, step = 1_600_000, (1+r.Int64N(400))*100_000_0, 400
	}
	away := r.Int64N(20) * step
	if c.Account <= makers {
		c.Quantity, away = c.Quantity*10, away+step
	}
	if (c.Side == market.Buy) == (c.Account <= makers) {
		away = -away
	}
	c.Price += away
	switch r.IntN(6) {
	case 0:
		c.TimeInForce = market.IOC
	case 1:
		c.Label = "order-" + strconv.FormatInt(s.now, 10)
	case 2:
		if c.Account > makers {
			c.Type, c.Price = market.Market, 0
		}
	}
}

// prove adds the proof of a customer: by key for some, by login for the rest.
func (s *story) prove(c *mockexchange.Command) {
	if (c.Account <= makers || c.Account%3 > 0) && c.Kind != mockexchange.Login && c.Kind != mockexchange.CreateKey && c.Kind != mockexchange.Complain {
		c.Auth, c.Key, c.Credential = mockexchange.AuthKey, c.Account, access.KeyCredential(seed, c.Account)
		c.Account = 0
		return
	}
	c.Auth, c.Credential = mockexchange.AuthLogin, access.LoginCredential(seed, c.Account)
	if s.genesis.Accounts[c.Account-1].Factor {
		c.Factor = access.FactorCode(seed, c.Account, s.now)
	}
}

// schedule does the jobs of a minute, and what the staff has planned for it.
func (s *story) schedule(at int64) {
	for asset := uint16(btc); asset <= xem; asset++ {
		if spec := s.genesis.Assets[asset-1].Chain; at*second%int64(spec.BlockInterval) == 0 {
			s.depositor.deposit(s, asset)
			block := must(s.backend.Mine(asset, s.now))
			s.system(mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: asset, Block: block})
		}
		s.system(mockexchange.Command{Kind: mockexchange.PayOut, Asset: asset})
		if at%1800 == 0 {
			w := s.genesis.Wallet(asset)
			held := must(s.backend.Holdings(asset, []chain.Address{w.Hot(), w.Cold()}))
			s.system(mockexchange.Command{Kind: mockexchange.Reconcile, Asset: asset, Amount: held})
		}
	}
	s.staff(at / 60)
}

// staff gets in the thief's way in as many ways as the venue has.
func (s *story) staff(minute int64) {
	do := func(kind mockexchange.Kind, c mockexchange.Command) { c.Kind = kind; s.system(c) }
	switch minute {
	case 24:
		do(mockexchange.HaltMarket, mockexchange.Command{Market: xemYen})
	case 27:
		do(mockexchange.ResumeMarket, mockexchange.Command{})
		do(mockexchange.CancelOnly, mockexchange.Command{Market: btcYen})
	case 29:
		do(mockexchange.ResumeMarket, mockexchange.Command{})
		do(mockexchange.HaltWithdrawals, mockexchange.Command{Flag: true})
	case 33:
		do(mockexchange.HaltWithdrawals, mockexchange.Command{Asset: btc})
	case 36:
		do(mockexchange.ResumeWithdrawals, mockexchange.Command{})
		do(mockexchange.SetLimit, mockexchange.Command{Amount: 900_000})
	case 40:
		do(mockexchange.SetLimit, mockexchange.Command{})
		do(mockexchange.RevokeKeys, mockexchange.Command{Target: makers + 9})
		do(mockexchange.RestrictKeys, mockexchange.Command{Target: makers + 10, Scopes: access.Withdraw})
		do(mockexchange.FreezeAccount, mockexchange.Command{Account: makers + 11})
	case 45:
		do(mockexchange.BlockAddress, mockexchange.Command{Address: chain.ExternalAddress(seed, "friend", 2)})
		do(mockexchange.SweepToCold, mockexchange.Command{Asset: xem})
		do(mockexchange.Announce, mockexchange.Command{Label: "all funds are safe"})
	}
	if n := len(s.held); n > 0 && minute%7 == 3 {
		do(mockexchange.HoldWithdrawal, mockexchange.Command{Withdrawal: s.held[n-1], Until: s.now + 600*second})
	}
	if n := len(s.held); n > 0 && minute%11 == 5 {
		do(mockexchange.RejectWithdrawal, mockexchange.Command{Withdrawal: s.held[n-1]})
	}
}

// depositor sends honest deposits. On a UTXO chain it spends one coin and its
// change, over and over.
type depositor struct {
	nonce  uint64
	change chain.OutPoint
	worth  int64
}

func newDepositor(g *mockexchange.Genesis, nodes []*chain.Node) (o depositor) {
	k := g.OutsideKey(btc)
	c := nodes[btc-1].Unspent(k.Address())[0]
	o.change, o.worth = c.OutPoint, c.Output.Amount
	return o
}

// deposit pays some customers.
func (d *depositor) deposit(s *story, asset uint16) {
	k, a := s.genesis.OutsideKey(asset), s.genesis.Assets[asset-1]
	w := s.genesis.Wallet(asset)
	t := &chain.Transaction{Fee: a.Chain.MinFee, Policies: []chain.Policy{chain.Single(&k)}}
	left := d.worth - t.Fee
	for range 1 + s.chance.IntN(3) {
		amount := 1_000_000 + s.chance.Int64N(9_000_000)
		t.Outputs = append(t.Outputs, chain.Output{To: w.Hot(), Amount: amount, Memo: uint64(1 + s.chance.IntN(customers+2))})
		left -= amount
	}
	if asset == xem {
		t.From, t.Nonce = k.Address(), d.nonce
		d.nonce++
		t.Sign(&k)
	} else {
		t.Inputs = []chain.OutPoint{d.change}
		t.Outputs = append(t.Outputs, chain.Output{To: k.Address(), Amount: left})
		t.Sign(&k)
		d.change, d.worth = chain.OutPoint{Tx: t.ID(), Index: uint32(len(t.Outputs) - 1)}, left
	}
	Expect(s.backend.Submit(asset, t)).To(Succeed())
}
