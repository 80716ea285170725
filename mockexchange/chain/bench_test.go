package chain_test

import (
	"testing"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

func BenchmarkMineEmpty(b *testing.B) {
	n := chain.NewNode(specOf(chain.UTXO, chain.FirstSeen), nil)
	b.ReportAllocs()
	for b.Loop() {
		n.Mine(1)
	}
}

// payout is a venue's batch: 50 outputs, and the change where there is one.
func payout(n *chain.Node, hot person, round uint32) *chain.Transaction {
	t := &chain.Transaction{Fee: 1, Policies: []chain.Policy{hot.policy}}
	for i := range uint32(50) {
		t.Outputs = append(t.Outputs, chain.Output{To: chain.ExternalAddress(uint64(round), "customer", i), Amount: 1})
	}
	if n.Spec().Model == chain.Account {
		t.From, t.Nonce = hot.address, n.NextNonce(hot.address)
	} else {
		spend(t, n.Spendable(hot.address), hot.address)
	}
	return t
}

func benchmarkPayout(b *testing.B, model chain.Model, cache *chain.SignatureCache) {
	hot := somebody("hot")
	n := chain.NewNode(specOf(model, chain.FirstSeen), cache)
	if err := n.Fund(hot.address, 1<<60); err != nil {
		b.Fatal(err)
	}
	round := uint32(0)
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		t := payout(n, hot, round)
		cache.Sign(t, hot.key) // with a cache the node finds it checked, as twins do
		round++
		b.StartTimer()
		if err := n.Submit(t); err != nil {
			b.Fatal(err)
		}
		n.Mine(int64(round))
	}
}

func BenchmarkPayoutAccount(b *testing.B) { benchmarkPayout(b, chain.Account, nil) }
func BenchmarkPayoutAccountCached(b *testing.B) {
	benchmarkPayout(b, chain.Account, chain.NewSignatureCache())
}
func BenchmarkPayoutUTXO(b *testing.B) { benchmarkPayout(b, chain.UTXO, nil) }
func BenchmarkPayoutUTXOCached(b *testing.B) {
	benchmarkPayout(b, chain.UTXO, chain.NewSignatureCache())
}

func BenchmarkSign(b *testing.B) {
	for _, c := range []struct {
		name  string
		cache *chain.SignatureCache
	}{{"First", nil}, {"Cached", chain.NewSignatureCache()}} {
		b.Run(c.name, func(b *testing.B) {
			hot := somebody("hot")
			n := chain.NewNode(specOf(chain.Account, chain.FirstSeen), nil)
			t := payout(n, hot, 1)
			b.ReportAllocs()
			for b.Loop() {
				t.Signatures = t.Signatures[:0]
				c.cache.Sign(t, hot.key)
			}
		})
	}
}

func BenchmarkExternalAddress(b *testing.B) {
	for b.Loop() {
		chain.ExternalAddress(1, "customer", 2)
	}
}
