package technique_test

import (
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// chainStage is a thief in front of a public chain that mines a block a minute.
type chainStage struct {
	node     *chain.Node
	wallet   technique.SigningWallet
	chance   technique.Chance
	now      int64
	mined    int64 // time of the last block
	requests []string
	sent     []*chain.Transaction
}

const (
	minute   = 60 * second
	minerFee = 10
)

// newChainStage funds the venue's hot address, or the thief's own one.
func newChainStage(m chain.Model, hot bool, funds ...int64) *chainStage {
	s := &chainStage{
		node: chain.NewNode(chain.Spec{
			Network: "n", Model: m, Relay: chain.FirstSeen, BlockInterval: 60e9, MinFee: minerFee,
		}, nil),
		chance: technique.NewChance(3, 0),
	}
	theirs, own := chain.DeriveKey(1, "hot", 0), chain.DeriveKey(2, "own", 0)
	s.wallet = technique.SigningWallet{
		Asset: "N", Network: "n", Model: m, Fee: minerFee,
		Hot: technique.Signatory{Policy: chain.Single(&theirs), Keys: []*chain.Key{&theirs}},
		Own: technique.Signatory{Policy: chain.Single(&own), Keys: []*chain.Key{&own}},
	}
	for i := range uint32(900) {
		s.wallet.Others = append(s.wallet.Others, chain.ExternalAddress(3, "other", i))
	}
	at := s.wallet.Own.Policy.Address()
	if hot {
		at = s.wallet.Hot.Policy.Address()
	}
	for _, f := range funds {
		if err := s.node.Fund(at, f); err != nil {
			panic(err)
		}
	}
	return s
}

func (s *chainStage) view() technique.View {
	return technique.View{Key: &technique.KeyKnowledge{}, Wallet: &s.wallet, Chance: &s.chance}
}

// step makes one move; false says that the run was over.
func (s *chainStage) step(run technique.Run) bool {
	for ; s.mined+minute <= s.now; s.mined += minute {
		s.node.Mine(s.mined + minute)
	}
	move := run.Ask(s.now, s.view())
	switch {
	case move.Done():
		return false
	case move.Call.Op == technique.OpNone:
		s.now = max(move.Until, s.now+1)
		return true
	}
	answer, err := move.Call.Send(onNode{s.node})
	if err != nil {
		panic(err)
	}
	if move.Call.Op == technique.OpSubmit && answer.Refusal == attacker.Accepted {
		s.sent = append(s.sent, move.Call.Tx)
	}
	s.requests = append(s.requests, move.Call.Op.String())
	run.Tell(s.now, s.view(), answer)
	s.now += second
	return true
}

func (s *chainStage) play(run technique.Run) {
	for range 20_000 {
		if !s.step(run) {
			s.now += minute
			s.step(&idle{})
			return
		}
	}
	panic("the run does not end")
}

func (s *chainStage) use(t technique.Technique, p technique.Params) {
	run, err := t.Start(p)
	if err != nil {
		panic(err)
	}
	s.play(run)
}

// bringBack pays the venue's hot address out of the other one.
func (s *chainStage) bringBack(amount int64) {
	own := s.wallet.Own
	t := &chain.Transaction{
		Outputs: []chain.Output{{To: s.wallet.Hot.Policy.Address(), Amount: amount}}, Fee: minerFee, Policies: []chain.Policy{own.Policy},
	}
	if s.wallet.Model == chain.Account {
		t.From = own.Policy.Address()
	}
	for _, c := range s.node.Unspent(own.Policy.Address()) {
		t.Inputs = append(t.Inputs, c.OutPoint)
	}
	t.Sign(own.Keys...)
	if err := s.node.Submit(t); err != nil {
		panic(err)
	}
}

// held is what his other addresses hold, from the first on; it ends with the
// first empty one.
func (s *chainStage) held() (list []int64) {
	for _, a := range s.wallet.Others {
		n := s.node.Balance(a)
		if n == 0 {
			return list
		}
		list = append(list, n)
	}
	return list
}

func sum(list []int64) (n int64) {
	for _, x := range list {
		n += x
	}
	return n
}

// idle is a run that is over.
type idle struct{}

func (*idle) Ask(int64, technique.View) technique.Move     { return technique.Move{} }
func (*idle) Tell(int64, technique.View, technique.Answer) {}

// onNode is the public chain of a node.
type onNode struct{ node *chain.Node }

func (n onNode) Submit(t *chain.Transaction) error             { return n.node.Submit(t) }
func (n onNode) Balance(a chain.Address) (int64, error)        { return n.node.Balance(a), nil }
func (n onNode) Unspent(a chain.Address) ([]chain.Coin, error) { return n.node.Unspent(a), nil }
func (n onNode) Owner(a chain.Address) (chain.Address, error)  { return n.node.Owner(a), nil }
func (n onNode) NextNonce(a chain.Address) (uint64, error)     { return n.node.NextNonce(a), nil }

var models = []chain.Model{chain.Account, chain.UTXO}

var _ = Describe("sign_with_stolen_key, of many coins", func() {
	coins := func(n int) (list []int64) {
		for i := range n {
			list = append(list, int64(1_000+(i*7919)%500))
		}
		return list
	}

	It("spends exactly so many coins in one transaction, the largest first, and sends change back", func() {
		s := newChainStage(chain.UTXO, true, coins(200)...)
		s.use(technique.SignWithStolenKey{}, technique.Params{Amount: 150_000, Inputs: 131})
		Expect(s.requests).To(Equal([]string{"unspent", "submit"}))
		Expect(s.sent).To(HaveLen(1))
		Expect(s.sent[0].Inputs).To(HaveLen(131))
		Expect(s.node.Balance(s.wallet.Own.Policy.Address())).To(Equal(int64(150_000)))
		Expect(s.node.Balance(s.wallet.Hot.Policy.Address())).To(Equal(sum(coins(200)) - 150_000 - minerFee))
		left := s.node.Unspent(s.wallet.Hot.Policy.Address())
		Expect(left).To(HaveLen(200 - 131 + 1))
		all := coins(200)
		slices.Sort(all)
		for _, c := range left[:200-131] {
			Expect(c.Output.Amount).To(BeNumerically("<=", all[200-131]), "only the smallest were left")
		}
	})

	It("takes more coins when so many do not hold the amount, and all when there are fewer", func() {
		s := newChainStage(chain.UTXO, true, coins(200)...)
		s.use(technique.SignWithStolenKey{}, technique.Params{Amount: 200_000, Inputs: 131})
		Expect(len(s.sent[0].Inputs)).To(BeNumerically(">", 131))
		Expect(s.node.Balance(s.wallet.Own.Policy.Address())).To(Equal(int64(200_000)))
		s = newChainStage(chain.UTXO, true, coins(20)...)
		s.use(technique.SignWithStolenKey{}, technique.Params{Amount: 200_000, Inputs: 131})
		Expect(s.sent[0].Inputs).To(HaveLen(20))
		Expect(s.node.Balance(s.wallet.Own.Policy.Address())).To(Equal(sum(coins(20)) - minerFee))
	})

	It("leaves change that nobody could spend to the miner", func() {
		s := newChainStage(chain.UTXO, true, 1_000)
		s.use(technique.SignWithStolenKey{}, technique.Params{Amount: 1_000 - minerFee - 3})
		Expect(s.sent[0].Outputs).To(HaveLen(1))
		Expect(s.sent[0].Fee).To(Equal(int64(minerFee + 3)))
	})

	for _, m := range models {
		It("takes what is brought back to a wallet that was empty, and gives up after two days, on a chain of the model "+m.String(), func() {
			s := newChainStage(m, false, 10_000+minerFee)
			run, err := technique.SignWithStolenKey{}.Start(technique.Params{Amount: 9_000})
			Expect(err).NotTo(HaveOccurred())
			for s.now < 600*minute {
				Expect(s.step(run)).To(BeTrue())
			}
			Expect(s.requests).To(HaveLen(20), "every half an hour")
			s.bringBack(10_000)
			s.play(run)
			Expect(s.sent).To(HaveLen(1))
			s = newChainStage(m, true)
			s.use(technique.SignWithStolenKey{}, technique.Params{Amount: 9_000})
			Expect(s.now).To(BeNumerically("~", 2*24*60*minute, 31*minute))
		})

		It("pays several of his addresses at once on a chain of the model "+m.String(), func() {
			s := newChainStage(m, true, 10_000)
			s.use(technique.SignWithStolenKey{}, technique.Params{Amount: 9_000, Outputs: 4})
			Expect(s.sent).To(HaveLen(1))
			Expect(s.held()).To(HaveLen(3))
			Expect(sum(s.held()) + s.node.Balance(s.wallet.Own.Policy.Address())).To(Equal(int64(9_000)))
		})
	}
})

var _ = Describe("Loot for another exchange", func() {
	DescribeTable("goes to the deposit addresses that it gave him, from the numbered one on, and nowhere else",
		func(t technique.Technique, p technique.Params) {
			s := newChainStage(chain.Account, false, 1_000_000)
			abroad := []chain.Address{chain.ExternalAddress(9, "abroad", 0), chain.ExternalAddress(9, "abroad", 1)}
			s.wallet.Deposits = map[string][]chain.Address{"abroad": abroad}
			p.Exchange, p.To = "abroad", 1
			s.use(t, p)
			Expect(s.held()).To(BeEmpty(), "his own")
			Expect(s.node.Balance(abroad[0]) + s.node.Balance(abroad[1])).To(BeEquivalentTo(p.Amount))
			Expect(s.node.Balance(abroad[1])).To(BeNumerically(">", 0))
		},
		Entry("in one piece", technique.FanOut{}, technique.Params{Amount: 5_000}),
		Entry("in two, the second at the first address again", technique.FanOut{}, technique.Params{Amount: 5_000, Outputs: 2}),
		Entry("below a limit", technique.StructureBelowLimit{}, technique.Params{Amount: 5_000, Below: 2_000, Outputs: 5}),
	)
})

var _ = Describe("fan_out", func() {
	for _, m := range models {
		It("pays so many addresses by one transaction, unequal parts that are exactly the amount: "+m.String(), func() {
			s := newChainStage(m, false, 700_000, 300_000)
			s.use(technique.FanOut{}, technique.Params{Amount: 900_000, Outputs: 568})
			Expect(s.sent).To(HaveLen(1))
			Expect(s.held()).To(HaveLen(568))
			Expect(sum(s.held())).To(Equal(int64(900_000)))
			Expect(s.held()[0]).NotTo(Equal(s.held()[1]))
			Expect(s.node.Balance(s.wallet.Own.Policy.Address())).To(Equal(int64(100_000 - minerFee)))
		})

		It("goes on at the address of the number, and makes no part that is dust: "+m.String(), func() {
			s := newChainStage(m, false, 1_000)
			s.use(technique.FanOut{}, technique.Params{Amount: 55, Outputs: 50, To: 899})
			Expect(s.node.Balance(s.wallet.Others[899])).To(BeNumerically(">=", minerFee))
			Expect(s.held()).To(HaveLen(4), "five parts of at least a fee, the first to the last address")
		})
	}
})

var _ = Describe("peel", func() {
	p := technique.Params{Amount: 10_000, Outputs: 12, Until: 5 * minute, Pause: time.Minute, To: 3}
	for _, m := range models {
		Describe("on a chain of the model "+m.String(), func() {
			It("takes a small piece off at each hop, one a block, and sends the rest on", func() {
				s := newChainStage(m, false, 600_000, 400_000)
				s.use(technique.Peel{}, p)
				Expect(s.sent).To(HaveLen(12))
				pieces := int64(0)
				for i, t := range s.sent {
					Expect(t.Outputs).To(HaveLen(2))
					Expect(t.Outputs[0].To).To(Equal(s.wallet.Others[3+i]))
					Expect(t.Outputs[0].Amount).To(BeNumerically("<", t.Outputs[1].Amount))
					pieces += t.Outputs[0].Amount
				}
				Expect(pieces).To(Equal(int64(10_000)), "exactly the amount")
				last := s.sent[11].Outputs[1]
				Expect(last.Amount).To(Equal(int64(1_000_000 - 10_000 - 12*minerFee)))
				Expect(s.node.Balance(last.To)).To(Equal(last.Amount))
				Expect(s.node.Balance(s.wallet.Own.Policy.Address())).To(BeZero())
				Expect(s.now).To(BeNumerically("~", 5*minute+12*(minute+3*second), 3*minute))
				Expect(len(s.requests)).To(Equal(map[chain.Model]int{chain.Account: 36, chain.UTXO: 24}[m]))
			})

			It("peels off what is there when it is less than planned", func() {
				s := newChainStage(m, false, 500)
				s.use(technique.Peel{}, p)
				taken := int64(0)
				for _, t := range s.sent {
					taken += t.Outputs[0].Amount + t.Fee
				}
				Expect(taken).To(BeNumerically("~", 500, minerFee))
				Expect(len(s.sent)).To(BeNumerically("<=", 12))
			})

			It("leaves an empty address alone after one look", func() {
				s := newChainStage(m, false)
				s.use(technique.Peel{}, p)
				Expect(s.requests).To(HaveLen(1))
			})

			It("looks again a few times for what is not in a block yet, and then lets it be", func() {
				s := newChainStage(m, false, 1_000_000)
				run, err := technique.Peel{}.Start(p)
				Expect(err).NotTo(HaveOccurred())
				for len(s.sent) == 0 {
					s.step(run)
				}
				s.mined = 1 << 60 // no block comes any more
				s.play(run)
				Expect(s.sent).To(HaveLen(1))
				Expect(len(s.requests)).To(BeNumerically("<=", 3+3))
			})
		})
	}
})

var _ = Describe("structure_below_limit", func() {
	const limit = 200_000
	p := technique.Params{Amount: 145_170_000, Below: limit, Until: 5 * minute}
	for _, m := range models {
		Describe("on a chain of the model "+m.String(), func() {
			It("sends exactly the amount in pieces just below the limit, all at once", func() {
				s := newChainStage(m, false, 150_000_000)
				s.use(technique.StructureBelowLimit{}, p)
				Expect(s.sent).To(HaveLen(1))
				list := s.held()
				Expect(len(list)).To(BeNumerically("~", 730, 5))
				Expect(sum(list)).To(Equal(int64(145_170_000)))
				for i, n := range list {
					Expect(n).To(BeNumerically("<", limit))
					if i < len(list)-2 {
						Expect(n).To(BeNumerically(">=", limit*98/100))
					}
				}
			})

			It("sends so many pieces a transaction, and the next when that is in a block", func() {
				s := newChainStage(m, false, 150_000_000)
				q := p
				q.Outputs, q.Pause = 100, time.Minute
				s.use(technique.StructureBelowLimit{}, q)
				Expect(s.sent).To(HaveLen(8))
				Expect(sum(s.held())).To(Equal(int64(145_170_000)))
				Expect(s.node.Balance(s.wallet.Own.Policy.Address())).To(Equal(int64(150_000_000 - 145_170_000 - 8*minerFee)))
			})

			It("sends what is there when it is less", func() {
				s := newChainStage(m, false, 500_000)
				s.use(technique.StructureBelowLimit{}, p)
				Expect(sum(s.held())).To(Equal(int64(500_000 - minerFee)))
				s = newChainStage(m, false)
				s.use(technique.StructureBelowLimit{}, p)
				Expect(s.requests).To(HaveLen(1))
			})
		})
	}

	It("makes no piece that is dust or reaches the limit, whatever the figures", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			below := rapid.Int64Range(4*minerFee, 10_000).Draw(t, "below")
			amount := rapid.Int64Range(minerFee, 100_000).Draw(t, "amount")
			amount = min(amount, below*800)
			s := newChainStage(chain.UTXO, false, 200_000)
			s.chance = technique.NewChance(rapid.Uint64().Draw(t, "seed"), 0)
			s.use(technique.StructureBelowLimit{}, technique.Params{Amount: amount, Below: below})
			for _, n := range s.held() {
				if n >= below || n < minerFee {
					t.Fatalf("a piece of %d", n)
				}
			}
			if got := sum(s.held()); got != amount {
				t.Fatalf("%d sent, expected %d", got, amount)
			}
		})
	})
})
