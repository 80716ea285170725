package custody_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
)

var _ = Describe("A wallet", func() {
	var (
		w    *custody.Wallet
		node *chain.Node
	)
	open := func(m chain.Model) {
		spec := chain.Spec{Network: "test", Model: m, BlockInterval: 1, MinFee: 1}
		w, node = custody.NewWallet(7, "T", spec, custody.Signers{}), chain.NewNode(spec, nil)
		for _, amount := range []int64{100, 50, 30} {
			Expect(node.Fund(w.Hot(), amount)).To(Succeed())
		}
		Expect(node.Fund(w.Cold(), 1000)).To(Succeed())
		for _, a := range []chain.Address{w.Hot(), w.Cold()} {
			coins := node.Unspent(a)
			if m == chain.Account {
				coins = []chain.Coin{{Output: chain.Output{To: a, Amount: node.Balance(a)}}}
			}
			Expect(w.Endow(coins)).To(BeTrue())
		}
	}
	mine := func() (seen []custody.Seen) {
		b := node.Mine(1)
		Expect(w.Next(b)).To(BeTrue())
		w.Observe(b, func(s *custody.Seen) { seen = append(seen, *s) })
		Expect(w.Next(b)).To(BeFalse(), "once")
		return seen
	}
	pay := func(amount int64, n uint32) *chain.Transaction {
		return w.Pay([]chain.Output{{To: to(n), Amount: amount}}, []uint32{n}, nil)
	}

	It("has addresses that no other wallet has", func() {
		open(chain.UTXO)
		other := custody.NewWallet(7, "U", node.Spec(), custody.Signers{})
		Expect([]chain.Address{w.Hot(), w.Cold(), other.Hot(), other.Cold()}).To(HaveEach(Not(BeZero())))
		Expect(other.Hot()).NotTo(Or(Equal(w.Hot()), Equal(w.Cold())))
		Expect(w.Retired()).To(BeEmpty())
	})

	for _, model := range []chain.Model{chain.UTXO, chain.Account} {
		It("spends its change at once on chains of the model "+model.String(), func() {
			open(model)
			for n := range uint32(3) {
				t := pay(40, n)
				Expect(t).NotTo(BeNil())
				Expect(node.Submit(t)).To(Succeed())
			}
			Expect(w.HotBalance()).To(Equal(int64(180 - 3*41)))
			Expect(pay(57, 4)).To(BeNil(), "the fee is not there")
			seen := mine()
			Expect(seen).To(HaveLen(3))
			for i, s := range seen {
				Expect([]any{s.Own, s.Sent.Purpose, s.Sent.Withdrawals, s.Sent.Fee}).To(
					Equal([]any{true, custody.Payout, []uint32{uint32(i)}, int64(1)}))
			}
			Expect(w.HotBalance()).To(Equal(node.Balance(w.Hot())))
		})
	}

	It("spends its oldest coins first, and no more than it needs", func() {
		open(chain.UTXO)
		t := pay(99, 1)
		Expect(t.Inputs).To(HaveLen(1))
		Expect(t.Outputs).To(HaveLen(1), "no change")
		Expect(pay(60, 2).Inputs).To(HaveLen(2))
	})

	It("refuses coins that no chain can hold", func() {
		open(chain.UTXO)
		for _, amount := range []int64{0, -1, chain.MaxSupply} {
			Expect(w.Endow([]chain.Coin{{Output: chain.Output{To: w.Hot(), Amount: amount}}})).To(BeFalse())
		}
		Expect(w.Held()).To(Equal(int64(1180)))
		Expect(w.Endow([]chain.Coin{{Output: chain.Output{To: to(1), Amount: 5}}})).To(BeTrue(), "not its own")
		Expect(w.Held()).To(Equal(int64(1180)))
	})

	It("sends again what no block has after six of them, and every six", func() {
		open(chain.UTXO)
		t := pay(40, 1)
		var again []int
		for n := 1; n <= 13; n++ {
			mine()
			w.Overdue(func(o *chain.Transaction) {
				Expect(o).To(Equal(t))
				again = append(again, n)
			})
		}
		Expect(again).To(Equal([]int{6, 12}))
		Expect(node.Submit(t)).To(Succeed())
		Expect(mine()).To(HaveLen(1))
	})

	It("sweeps what is at every hot address it ever had", func() {
		open(chain.Account)
		w.RotateHot()
		w.RotateHot()
		Expect(w.Retired()).To(HaveLen(2))
		sent := w.SweepToCold(nil)
		Expect(sent).To(HaveLen(1), "nothing is at the others")
		Expect(node.Submit(sent[0])).To(Succeed())
		seen := mine()
		Expect([]any{seen[0].Sent.Purpose, seen[0].Incoming}).To(Equal([]any{custody.Sweep, []custody.Incoming(nil)}))
		Expect([]int64{w.HotBalance(), w.ColdBalance(), w.Held()}).To(Equal([]int64{0, 1179, 1179}))
		Expect(w.SweepToCold(nil)).To(BeEmpty())
	})

	It("fills its hot address from cold, if there is enough", func() {
		open(chain.UTXO)
		Expect(w.RefillHot(1000, nil)).To(BeNil(), "the fee is not there")
		Expect(w.RefillHot(0, nil)).To(BeNil())
		t := w.RefillHot(600, nil)
		Expect(node.Submit(t)).To(Succeed())
		Expect(w.HotBalance()).To(Equal(int64(180)), "not before a block has it")
		mine()
		Expect([]int64{w.HotBalance(), w.ColdBalance()}).To(Equal([]int64{780, 399}))
	})
})
