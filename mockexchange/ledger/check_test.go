package ledger

import (
	"testing"

	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// No posting can unbalance a ledger, so this one is bent by hand.
func TestCheckFindsWhatIsWrong(t *testing.T) {
	outside, mine := Pocket{Kind: Outside}, Pocket{Kind: Locked, Account: 2}
	total := func(asset int, k Kind) int { return (asset-1)*Kinds + int(k) }
	cases := []struct {
		bend func(l *Ledger)
		want string
	}{
		{func(l *Ledger) { l.cells[7]++ }, "asset 2: total locked is 9, accounts sum to 10"},
		{func(l *Ledger) { l.cells[7] = -1 }, "asset 2: account 2 has -1 locked"},
		{func(l *Ledger) { l.totals[total(1, Fees)]++ }, "asset 1: the kinds sum to 1, not to 0"},
		{func(l *Ledger) { l.totals[total(1, Fees)]-- }, "asset 1: fees is -1"},
		{func(l *Ledger) { l.totals[total(2, Outside)] = 1 }, "asset 2: outside is 1"},
	}
	for _, c := range cases {
		g := NewWithT(t)
		l := New(2, 2)
		g.Expect(l.Post(2, 9, outside, mine)).To(Equal(reject.OK))
		g.Expect(l.Check()).To(Succeed())
		c.bend(l)
		g.Expect(l.Check()).To(MatchError(ErrUnbalanced))
		g.Expect(l.Check()).To(MatchError("the ledger does not balance: " + c.want))
	}
}
