package ledger_test

import (
	"math/big"

	. "github.com/onsi/ginkgo/v2"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// notebook keeps the same balances as a ledger in the simplest way there is:
// a map and numbers without an end.
type notebook map[ledger.Pocket]map[uint16]*big.Int

func (n notebook) of(p ledger.Pocket, asset uint16) *big.Int {
	if p.Kind > ledger.Locked {
		p.Account = 0
	}
	if n[p] == nil {
		n[p] = map[uint16]*big.Int{}
	}
	if n[p][asset] == nil {
		n[p][asset] = new(big.Int)
	}
	return n[p][asset]
}

// post is false for a posting that a ledger has to refuse.
func (n notebook) post(asset uint16, amount int64, from, to ledger.Pocket) bool {
	moved := big.NewInt(amount)
	left := new(big.Int).Sub(n.of(from, asset), moved)
	floor := new(big.Int)
	if from.Kind == ledger.Outside {
		floor.SetInt64(-money.MaxSupply)
	}
	if left.Cmp(floor) < 0 {
		return false
	}
	n.of(from, asset).Set(left)
	n.of(to, asset).Add(n.of(to, asset), moved)
	return true
}

var _ = Describe("Any postings at all", func() {
	const accounts, assets = 3, 2
	pocket := rapid.Custom(func(t *rapid.T) ledger.Pocket {
		return ledger.Pocket{
			Kind:    ledger.Kind(rapid.IntRange(0, ledger.Kinds-1).Draw(t, "kind")),
			Account: uint32(rapid.IntRange(1, accounts).Draw(t, "account")),
		}
	})
	amount := rapid.OneOf(rapid.Int64Range(1, 100), rapid.Int64Range(1, 1<<63-1))

	It("leave the balances that a notebook has, and a ledger that balances", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			l, n := ledger.New(accounts, assets), notebook{}
			for range rapid.IntRange(0, 60).Draw(t, "postings") {
				asset := uint16(rapid.IntRange(1, assets).Draw(t, "asset"))
				from, to, moved := pocket.Draw(t, "from"), pocket.Draw(t, "to"), amount.Draw(t, "amount")
				code := l.Post(asset, moved, from, to)
				if (code == reject.OK) != n.post(asset, moved, from, to) {
					t.Fatalf("%d of asset %d from %v to %v: %s", moved, asset, from, to, code)
				}
				if err := l.Check(); err != nil {
					t.Fatal(err)
				}
			}
			compare(t, l, n, accounts, assets)
		})
	})
})

func compare(t *rapid.T, l *ledger.Ledger, n notebook, accounts uint32, assets uint16) {
	for asset := uint16(1); asset <= assets; asset++ {
		for a := uint32(1); a <= accounts; a++ {
			if l.Free(a, asset) != n.of(free(a), asset).Int64() || l.Locked(a, asset) != n.of(locked(a), asset).Int64() {
				t.Fatalf("account %d has %d and %d of asset %d", a, l.Free(a, asset), l.Locked(a, asset), asset)
			}
		}
		for k := ledger.House; k <= ledger.Protection; k++ {
			if l.Total(k, asset) != n.of(ledger.Pocket{Kind: k}, asset).Int64() {
				t.Fatalf("%s has %d of asset %d", k, l.Total(k, asset), asset)
			}
		}
	}
}
