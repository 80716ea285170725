package chain_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A mempool", func() {
	alice, bob, thief := somebody("alice"), somebody("bob"), somebody("thief")

	for _, model := range []chain.Model{chain.Account, chain.UTXO} {
		Describe("of a chain with the model "+model.String(), func() {
			var n *chain.Node
			var sweep, theft *chain.Transaction // of the same money

			begin := func(relay chain.Relay, sweepFee, theftFee int64) {
				n = fund(specOf(model, relay), 100, alice)
				sweep = pay(n, alice, sweepFee, to(bob, 100-sweepFee))
				theft = pay(n, alice, theftFee, to(thief, 100-theftFee))
			}
			outcome := func() (honest, stolen int64) {
				GinkgoHelper()
				n.Mine(1)
				Expect(n.Check()).To(Succeed())
				Expect(n.Supply() + n.Fees()).To(BeEquivalentTo(100))
				return n.Balance(bob.address), n.Balance(thief.address)
			}

			It("moves nothing before a block", func() {
				begin(chain.FirstSeen, 1, 1)
				Expect(n.Submit(sweep)).To(Succeed())
				Expect(n.Balance(alice.address)).To(BeEquivalentTo(100))
				Expect(n.Available(alice.address)).To(BeZero())
				Expect(n.Unspent(alice.address)).To(BeEmpty())
				Expect(n.Balance(bob.address)).To(BeZero())
				Expect(n.Pending()).To(HaveLen(1))
			})

			DescribeTable("with first-seen relay keeps what came first, whatever the rest pays", func(theftFee int64) {
				begin(chain.FirstSeen, 1, theftFee)
				Expect(n.Submit(sweep)).To(Succeed())
				Expect(n.Submit(theft)).To(MatchError(chain.ErrConflict))
				honest, stolen := outcome()
				Expect(honest).To(BeEquivalentTo(99))
				Expect(stolen).To(BeZero())
			}, Entry("the same", int64(1)), Entry("far more", int64(90)))

			It("with first-seen relay lets a thief who was first win as well", func() {
				begin(chain.FirstSeen, 90, 1)
				Expect(n.Submit(theft)).To(Succeed())
				Expect(n.Submit(sweep)).To(MatchError(chain.ErrConflict))
				_, stolen := outcome()
				Expect(stolen).To(BeEquivalentTo(99))
			})

			It("with replace-by-fee prefers the higher fee, back and forth, until a block", func() {
				begin(chain.ReplaceByFee, 2, 3)
				Expect(n.Submit(sweep)).To(Succeed())
				Expect(n.Submit(theft)).To(Succeed())
				Expect(n.Pending()).To(HaveLen(1))
				Expect(n.Submit(sweep)).To(MatchError(chain.ErrFeeTooLow))
				rescue := sweep.Clone()
				rescue.Fee, rescue.Outputs[0].Amount = 4, 96
				Expect(n.Submit(resign(rescue, alice.key))).To(Succeed())
				honest, stolen := outcome()
				Expect(honest).To(BeEquivalentTo(96))
				Expect(stolen).To(BeZero())
			})

			It("with replace-by-fee does not replace at the same fee", func() {
				begin(chain.ReplaceByFee, 2, 2)
				Expect(n.Submit(sweep)).To(Succeed())
				Expect(n.Submit(theft)).To(MatchError(chain.ErrFeeTooLow))
			})

			It("replaces nothing that a block took", func() {
				begin(chain.ReplaceByFee, 2, 90)
				Expect(n.Submit(sweep)).To(Succeed())
				n.Mine(0)
				late := chain.ErrSpent
				if model == chain.Account {
					late = chain.ErrNonce
				}
				Expect(n.Submit(theft)).To(MatchError(late))
				Expect(n.Submit(sweep)).To(MatchError(late))
			})

			It("knows what it has", func() {
				begin(chain.ReplaceByFee, 2, 2)
				Expect(n.Submit(sweep)).To(Succeed())
				Expect(n.Submit(sweep)).To(MatchError(chain.ErrKnown))
				Expect(n.Pending()).To(HaveLen(1))
			})

			It("keeps a copy of its own", func() {
				begin(chain.ReplaceByFee, 2, 2)
				sweep.Policies[0] = shared(1, alice)
				id := sweep.ID()
				Expect(n.Submit(sweep)).To(Succeed())
				sweep.Outputs[0] = to(thief, 1)
				sweep.Policies[0].Keys[0] = thief.key.Public()
				sweep.Signatures[0].Value[0] ^= 1
				Expect(n.Pending()[0].ID()).To(Equal(id))
				Expect(n.Mine(1).TransactionID(0)).To(Equal(id))
				Expect(n.Balance(bob.address)).To(BeEquivalentTo(98))
			})

			DescribeTable("refuses what is malformed", func(edit func(*chain.Transaction)) {
				begin(chain.FirstSeen, 1, 1)
				edit(sweep)
				Expect(n.Submit(resign(sweep, alice.key))).To(MatchError(chain.ErrMalformed))
				Expect(n.Pending()).To(BeEmpty())
			},
				Entry("no outputs", func(t *chain.Transaction) { t.Outputs = nil }),
				Entry("an output to nowhere", func(t *chain.Transaction) { t.Outputs[0].To = chain.Address{} }),
				Entry("an output of nothing", func(t *chain.Transaction) { t.Outputs[0].Amount = 0 }),
				Entry("a negative output", func(t *chain.Transaction) {
					t.Outputs = []chain.Output{to(thief, 1000), to(bob, -901)}
				}),
				Entry("outputs that wrap around", func(t *chain.Transaction) {
					t.Outputs = []chain.Output{
						to(thief, chain.MaxSupply), to(thief, chain.MaxSupply),
						to(thief, chain.MaxSupply), to(thief, chain.MaxSupply), to(thief, 99),
					}
				}),
				Entry("a negative fee", func(t *chain.Transaction) { t.Fee = -1 }),
				Entry("a fee out of range", func(t *chain.Transaction) { t.Fee = chain.MaxSupply + 1 }),
				Entry("fields of the other model", func(t *chain.Transaction) {
					t.Inputs = append(t.Inputs, chain.OutPoint{})
					t.From = alice.address
				}),
			)

			It("refuses nothing at all", func() {
				begin(chain.FirstSeen, 1, 1)
				Expect(n.Submit(nil)).To(MatchError(chain.ErrMalformed))
				Expect(n.Submit(&chain.Transaction{})).To(MatchError(chain.ErrMalformed))
			})

			It("refuses a fee below the minimum", func() {
				begin(chain.FirstSeen, 0, 1)
				Expect(n.Submit(sweep)).To(MatchError("fee_too_low: fee 0, expected at least 1"))
			})

			It("refuses more than there is", func() {
				begin(chain.FirstSeen, 1, 1)
				sweep.Outputs[0].Amount = 100
				Expect(n.Submit(resign(sweep, alice.key))).To(MatchError(chain.ErrFunds))
			})
		})
	}
})

var _ = Describe("An account chain's mempool", func() {
	alice, bob, thief := somebody("alice"), somebody("bob"), somebody("thief")

	It("numbers an address's transactions", func() {
		n := fund(specOf(chain.Account, chain.FirstSeen), 100, alice)
		Expect(n.NextNonce(alice.address)).To(BeZero())
		for i := range uint64(3) {
			Expect(n.Submit(pay(n, alice, 1, to(bob, 9)))).To(Succeed())
			Expect(n.NextNonce(alice.address)).To(Equal(i + 1))
		}
		gap := pay(n, alice, 1, to(bob, 9))
		gap.Nonce++
		Expect(n.Submit(resign(gap, alice.key))).To(MatchError("bad_nonce: nonce 4, expected 3"))
		n.Mine(1)
		Expect(n.NextNonce(alice.address)).To(BeEquivalentTo(3))
		Expect(n.NextNonce(bob.address)).To(BeZero())
		Expect(n.Balance(alice.address)).To(BeEquivalentTo(70))
	})

	It("promises no unit twice, and none that has yet to come in", func() {
		n := fund(specOf(chain.Account, chain.FirstSeen), 100, alice, thief)
		Expect(n.Submit(pay(n, alice, 1, to(bob, 59)))).To(Succeed())
		Expect(n.Available(alice.address)).To(BeEquivalentTo(40))
		Expect(n.Submit(pay(n, alice, 1, to(bob, 40)))).To(MatchError(ContainSubstring("40 units available, expected 41")))
		Expect(n.Submit(pay(n, alice, 1, to(bob, 39)))).To(Succeed())
		Expect(n.Submit(pay(n, bob, 1, to(alice, 5)))).To(MatchError(chain.ErrFunds))
		n.Mine(1)
		Expect(n.Submit(pay(n, bob, 1, to(alice, 5)))).To(Succeed())
	})

	It("lets a thief who has the key use the nonce that comes next", func() {
		n := fund(specOf(chain.Account, chain.FirstSeen), 100, alice)
		Expect(n.Submit(pay(n, alice, 1, to(bob, 9)))).To(Succeed())
		Expect(n.Submit(pay(n, alice, 1, to(thief, 89)))).To(Succeed())
		n.Mine(1)
		Expect(n.Balance(thief.address)).To(BeEquivalentTo(89))
	})

	It("throws out what a replacement leaves without funds, last first", func() {
		n := fund(specOf(chain.Account, chain.ReplaceByFee), 100, alice)
		for range 4 {
			Expect(n.Submit(pay(n, alice, 1, to(bob, 9)))).To(Succeed())
		}
		theft := pay(n, alice, 1, to(thief, 86))
		theft.Nonce = 0
		theft.Fee = 3 // all three that it would throw out pay 3
		Expect(n.Submit(resign(theft, alice.key))).To(MatchError(chain.ErrFeeTooLow))
		Expect(n.Pending()).To(HaveLen(4))
		theft.Fee, theft.Outputs[0].Amount = 4, 85
		Expect(n.Submit(resign(theft, alice.key))).To(Succeed())
		Expect(n.Check()).To(Succeed())
		Expect(n.NextNonce(alice.address)).To(BeEquivalentTo(2))
		n.Mine(1)
		Expect(n.Balance(thief.address)).To(BeEquivalentTo(85))
		Expect(n.Balance(bob.address)).To(BeEquivalentTo(9))
		Expect(n.Balance(alice.address)).To(BeEquivalentTo(1))
	})

	It("lets an address pay itself", func() {
		n := fund(specOf(chain.Account, chain.FirstSeen), 100, alice)
		Expect(n.Submit(pay(n, alice, 7, to(alice, 93)))).To(Succeed())
		n.Mine(1)
		Expect(n.Balance(alice.address)).To(BeEquivalentTo(93))
		Expect(n.Check()).To(Succeed())
	})
})

var _ = Describe("A UTXO chain's mempool", func() {
	alice, bob, thief := somebody("alice"), somebody("bob"), somebody("thief")

	It("spends coins whole and returns the change", func() {
		n := fund(specOf(chain.UTXO, chain.FirstSeen), 100, alice)
		t := pay(n, alice, 1, to(bob, 30))
		Expect(t.Outputs).To(Equal([]chain.Output{to(bob, 30), to(alice, 69)}))
		t.Outputs = t.Outputs[:1]
		Expect(n.Submit(resign(t, alice.key))).To(MatchError(ContainSubstring("change is missing")))
		Expect(n.Submit(pay(n, alice, 1, to(bob, 30)))).To(Succeed())
		n.Mine(1)
		coins := n.Unspent(alice.address)
		Expect(coins).To(HaveLen(1))
		Expect(coins[0].Output).To(Equal(to(alice, 69)))
		Expect(coins[0].Height).To(BeEquivalentTo(1))
	})

	It("tells unknown coins from spent ones", func() {
		n := fund(specOf(chain.UTXO, chain.FirstSeen), 100, alice)
		t := pay(n, alice, 1, to(bob, 99))
		for _, o := range []chain.OutPoint{{}, {Tx: t.Inputs[0].Tx, Index: 1}, {Tx: t.Inputs[0].Tx, Index: 1 << 31}} {
			unknown := t.Clone()
			unknown.Inputs[0] = o
			Expect(n.Submit(resign(unknown, alice.key))).To(MatchError(chain.ErrUnknownInput))
		}
		Expect(n.Submit(t)).To(Succeed())
		n.Mine(1)
		Expect(n.Submit(t)).To(MatchError(chain.ErrSpent))
	})

	It("counts an input once", func() {
		n := fund(specOf(chain.UTXO, chain.FirstSeen), 100, alice)
		t := pay(n, alice, 1, to(bob, 99))
		t.Inputs = append(t.Inputs, t.Inputs[0])
		t.Outputs[0].Amount = 199
		Expect(n.Submit(resign(t, alice.key))).To(MatchError(chain.ErrMalformed))
	})

	It("refuses a policy for money that is not spent", func() {
		n := fund(specOf(chain.UTXO, chain.FirstSeen), 100, alice, bob)
		t := pay(n, alice, 1, to(bob, 99))
		t.Policies = append(t.Policies, bob.policy)
		Expect(n.Submit(resign(t, alice.key, bob.key))).To(MatchError(chain.ErrSignature))
	})

	It("lets change be spent before a block made it", func() {
		n := fund(specOf(chain.UTXO, chain.FirstSeen), 100, alice)
		Expect(n.Submit(pay(n, alice, 1, to(bob, 30)))).To(Succeed())
		Expect(n.Unspent(alice.address)).To(BeEmpty())
		waiting := n.Spendable(alice.address)
		Expect(waiting).To(HaveLen(1))
		Expect(waiting[0].Pending).To(BeTrue())

		Expect(n.Submit(pay(n, alice, 50, to(bob, 10)))).To(Succeed())
		Expect(n.Check()).To(Succeed())
		b := n.Mine(1)
		Expect(b.Transactions).To(HaveLen(2))
		Expect(b.Transactions[0].Fee).To(BeEquivalentTo(1), "the parent comes first although it pays less")
		Expect(n.Balance(alice.address)).To(BeEquivalentTo(9))
		Expect(n.Balance(bob.address)).To(BeEquivalentTo(40))
		Expect(n.Check()).To(Succeed())
	})

	Describe("when a parent is replaced", func() {
		var n *chain.Node
		var parent *chain.Transaction
		BeforeEach(func() {
			n = fund(specOf(chain.UTXO, chain.ReplaceByFee), 100, alice)
			parent = pay(n, alice, 1, to(bob, 30))
			Expect(n.Submit(parent)).To(Succeed())
			Expect(n.Submit(pay(n, alice, 2, to(bob, 10)))).To(Succeed())
			Expect(n.Submit(pay(n, alice, 3, to(bob, 7)))).To(Succeed())
		})
		replacement := func(fee int64) *chain.Transaction {
			t := parent.Clone()
			t.Fee, t.Outputs = fee, []chain.Output{to(thief, 100-fee)}
			return resign(t, alice.key)
		}

		It("its children and theirs go with it, and must be outbid too", func() {
			Expect(n.Submit(replacement(6))).To(MatchError(ContainSubstring("expected above 6 to replace 3")))
			Expect(n.Pending()).To(HaveLen(3))
			Expect(n.Submit(replacement(7))).To(Succeed())
			Expect(n.Pending()).To(HaveLen(1))
			Expect(n.Check()).To(Succeed())
			n.Mine(1)
			Expect(n.Balance(thief.address)).To(BeEquivalentTo(93))
			Expect(n.Balance(bob.address)).To(BeZero())
		})

		It("the replacement cannot spend what it destroys", func() {
			t := parent.Clone()
			t.Inputs = append(t.Inputs, n.Spendable(bob.address)[0].OutPoint)
			t.Policies = append(t.Policies, bob.policy)
			t.Fee = 50
			t.Outputs = []chain.Output{to(thief, 80)}
			Expect(n.Submit(resign(t, alice.key, bob.key))).To(MatchError(chain.ErrConflict))
			Expect(n.Pending()).To(HaveLen(3))
			Expect(n.Check()).To(Succeed())
		})
	})

	It("lets one replacement outbid several rivals at once", func() {
		n := chain.NewNode(specOf(chain.UTXO, chain.ReplaceByFee), nil)
		Expect(n.FundSplit(alice.address, 100, 2)).To(Succeed())
		sweep := pay(n, alice, 4, to(thief, 96))
		for range 2 {
			Expect(n.Submit(pay(n, alice, 2, to(bob, 48)))).To(Succeed())
		}
		Expect(n.Submit(sweep)).To(MatchError(chain.ErrFeeTooLow))
		sweep.Fee, sweep.Outputs[0].Amount = 5, 95
		Expect(n.Submit(resign(sweep, alice.key))).To(Succeed())
		Expect(n.Pending()).To(HaveLen(1))
		Expect(n.Check()).To(Succeed())
	})
})
