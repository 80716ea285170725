package ledger_test

import (
	"testing"

	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

func BenchmarkPost(b *testing.B) {
	l := ledger.New(20_000, 4)
	for account := uint32(1); account <= 20_000; account++ {
		l.Post(3, 1_000_000, outside, free(account))
	}
	b.ReportAllocs()
	b.ResetTimer()
	for i := range b.N {
		account := uint32(i*7919%20_000) + 1
		if l.Post(3, 1, free(account), locked(account)) != reject.OK {
			b.Fatal("refused")
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	l := ledger.New(20_000, 4)
	for range b.N {
		if err := l.Check(); err != nil {
			b.Fatal(err)
		}
	}
}
