package chain_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A token", func() {
	const gas = 30
	var (
		coin, token       *chain.Node
		alice, issuer     chain.Key
		bob, vault        chain.Address
		pay               func(amount int64, nonce uint64) *chain.Transaction
		takes             func(amount int64) *chain.Transaction
		balances, settled func() []int64
	)

	BeforeEach(func() {
		alice, issuer = chain.DeriveKey(1, "alice", 0), chain.DeriveKey(1, "issuer", 0)
		bob, vault = chain.ExternalAddress(1, "bob", 0), chain.ExternalAddress(1, "vault", 0)
		spec := chain.Spec{Network: "test", BlockInterval: 1, MinFee: 10}
		coin = chain.NewNode(spec, nil)
		spec.MinFee, spec.Gas, spec.Issuer = 0, gas, issuer.Address()
		Expect(spec.Check()).To(Succeed())
		token = chain.NewToken(spec, coin, nil)
		Expect(token.Fund(alice.Address(), 1000)).To(Succeed())
		pay = func(amount int64, nonce uint64) *chain.Transaction {
			t := &chain.Transaction{From: alice.Address(), Nonce: nonce, Outputs: []chain.Output{{To: bob, Amount: amount}}, Policies: []chain.Policy{chain.Single(&alice)}}
			t.Sign(&alice)
			return t
		}
		takes = func(amount int64) *chain.Transaction {
			t := &chain.Transaction{From: alice.Address(), Outputs: []chain.Output{{To: vault, Amount: amount}}, Policies: []chain.Policy{chain.Single(&issuer)}}
			t.Sign(&issuer)
			return t
		}
		balances = func() []int64 {
			return []int64{coin.Available(alice.Address()), token.Available(alice.Address()), token.Balance(bob), token.Balance(vault)}
		}
		settled = func() []int64 {
			token.Mine(1)
			Expect(coin.Check()).To(Succeed())
			Expect(token.Check()).To(Succeed())
			return balances()
		}
	})

	It("does not move without gas, and pays for each transfer in the chain's coin", func() {
		Expect(token.Submit(pay(1, 0))).To(MatchError(chain.ErrFunds))
		Expect(coin.Fund(alice.Address(), 2*gas+5)).To(Succeed())
		Expect(token.Submit(pay(100, 0))).To(Succeed())
		Expect(coin.Available(alice.Address())).To(BeEquivalentTo(gas+5), "the gas is set aside as long as it waits")
		Expect(token.Submit(pay(200, 1))).To(Succeed())
		Expect(token.Submit(pay(300, 2))).To(MatchError(chain.ErrFunds), "there is no gas left for a third")
		Expect(settled()).To(Equal([]int64{5, 700, 300, 0}))
		Expect(coin.Fees()).To(BeEquivalentTo(2 * gas))
		Expect(coin.Supply()).To(BeEquivalentTo(5))
	})

	It("keeps the coin from being spent twice, for itself and for gas", func() {
		Expect(coin.Fund(alice.Address(), gas+20)).To(Succeed())
		Expect(token.Submit(pay(100, 0))).To(Succeed())
		t := &chain.Transaction{From: alice.Address(), Outputs: []chain.Output{{To: bob, Amount: 11}}, Fee: 10, Policies: []chain.Policy{chain.Single(&alice)}}
		t.Sign(&alice)
		Expect(coin.Submit(t)).To(MatchError(chain.ErrFunds))
	})

	It("is its issuer's to take, whoever else was about to send it", func() {
		Expect(coin.Fund(alice.Address(), 10*gas)).To(Succeed())
		Expect(token.Submit(pay(100, 0))).To(Succeed())
		Expect(token.Submit(takes(1000))).To(Succeed())
		Expect(settled()).To(Equal([]int64{10 * gas, 0, 0, 1000}), "nothing is left to her, not even a fee")
		Expect(token.NextNonce(alice.Address())).To(BeZero())
		Expect(token.Submit(pay(1, 0))).To(MatchError(chain.ErrFunds))
	})

	It("is nobody else's to take", func() {
		Expect(token.Submit(takes(1001))).To(MatchError(chain.ErrFunds))
		stranger := chain.DeriveKey(1, "stranger", 0)
		t := takes(10)
		t.Policies, t.Signatures = []chain.Policy{chain.Single(&stranger)}, nil
		t.Sign(&stranger)
		Expect(token.Submit(t)).To(MatchError(chain.ErrSignature))
		forged := takes(10)
		forged.Signatures = nil
		forged.Sign(&alice)
		Expect(token.Submit(forged)).To(MatchError(chain.ErrSignature))
		Expect(settled()).To(Equal([]int64{0, 1000, 0, 0}))
	})

	DescribeTable("is made of a spec that fits one", func(change func(*chain.Spec)) {
		spec := chain.Spec{Network: "test", BlockInterval: 1, Gas: gas, Issuer: vault}
		Expect(spec.Check()).To(Succeed())
		change(&spec)
		Expect(spec.Check()).NotTo(Succeed())
	},
		Entry("gas below zero", func(s *chain.Spec) { s.Gas = -1 }),
		Entry("coins that are spent whole", func(s *chain.Spec) { s.Model = chain.UTXO }),
		Entry("a fee of its own", func(s *chain.Spec) { s.MinFee = 1 }),
		Entry("outbidding", func(s *chain.Spec) { s.Relay = chain.ReplaceByFee }),
		Entry("an issuer of a coin", func(s *chain.Spec) { s.Gas = 0 }),
	)
})
