package chain_test

import (
	"fmt"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("Whatever is submitted", func() {
	for _, model := range []chain.Model{chain.Account, chain.UTXO} {
		It("a chain with the model "+model.String()+" neither makes nor loses money, nor lets it go without the key", func() {
			accepted, replaced, mined := 0, 0, 0
			rapid.Check(GinkgoT(), func(t *rapid.T) {
				w := newWorld(t, model)
				t.Repeat(map[string]func(*rapid.T){
					"": w.conserves,
					"anything": func(t *rapid.T) {
						if w.submit(t, w.anything(t)) {
							accepted++
						}
					},
					"rival": func(t *rapid.T) {
						if tx := w.rival(t); tx != nil && w.submit(t, tx) {
							replaced++
						}
					},
					"honest": func(t *rapid.T) {
						tx := w.honest(t)
						if tx != nil && !w.submit(t, tx) {
							t.Fatalf("refused an honest payment: %v", w.node.Submit(tx))
						}
					},
					"mine": func(t *rapid.T) { mined += w.mine(t) },
				})
			})
			AddReportEntry("transactions", fmt.Sprint(accepted, " taken, ", replaced, " replacing others, ", mined, " mined"))
			Expect(accepted).To(BeNumerically(">", 10), "the property tries transactions that are taken")
			Expect(replaced).To(BeNumerically(">", 10), "and replacements")
			Expect(mined).To(BeNumerically(">", 10), "and blocks that hold them")
		})
	}
})

// submit is true if the transaction was taken. One that was refused must have
// changed nothing.
func (w *world) submit(t *rapid.T, tx *chain.Transaction) bool {
	before := w.portrait()
	err := w.node.Submit(tx)
	if err != nil && w.portrait() != before {
		t.Fatalf("%v, and yet something changed", err)
	}
	if err != nil {
		return false
	}
	for i, out := range tx.Outputs {
		w.seen = append(w.seen, chain.Coin{OutPoint: chain.OutPoint{Tx: tx.ID(), Index: uint32(i)}, Output: out})
	}
	return true
}

// mine counts the transactions that the block took.
func (w *world) mine(t *rapid.T) int {
	b := w.node.Mine(int64(w.node.Height()))
	if err := w.auditor.observe(b); err != nil {
		t.Fatal(err)
	}
	return len(b.Transactions)
}

// conserves compares the node's state with its own sums and with the auditor's.
func (w *world) conserves(t *rapid.T) {
	n := w.node
	if err := n.Check(); err != nil {
		t.Fatal(err)
	}
	if total := int64(len(w.holders)) * stake; n.Supply()+n.Fees() != total || n.Fees() != w.auditor.fees {
		t.Fatalf("supply %d and fees %d, expected %d in all, %d of them fees", n.Supply(), n.Fees(), total, w.auditor.fees)
	}
	for i, h := range w.holders {
		if n.Balance(h.address) != w.auditor.balances[h.address] {
			t.Fatalf("holder %d has %d, expected %d", i, n.Balance(h.address), w.auditor.balances[h.address])
		}
		if free := n.Available(h.address); free < 0 || free > n.Balance(h.address) {
			t.Fatalf("holder %d may spend %d of %d", i, free, n.Balance(h.address))
		}
	}
	if n.Balance(w.sleeper.address) < stake || n.NextNonce(w.sleeper.address) != 0 {
		t.Fatalf("the sleeper has %d of %d left", n.Balance(w.sleeper.address), stake)
	}
}

// portrait is everything that can be seen of the node.
func (w *world) portrait() string {
	n := w.node
	var s strings.Builder
	fmt.Fprintln(&s, n.Height(), n.Tip(), n.Supply(), n.Fees())
	for _, tx := range n.Pending() {
		fmt.Fprintln(&s, tx.ID())
	}
	for _, h := range w.holders {
		fmt.Fprintln(&s, n.Balance(h.address), n.Available(h.address), n.NextNonce(h.address), n.Spendable(h.address))
	}
	return s.String()
}
