package money_test

import (
	"testing"

	"github.com/exdrill/exdrill/mockexchange/money"
)

func BenchmarkMulDiv(b *testing.B) {
	b.ReportAllocs()
	var sum int64
	for i := range b.N {
		worth, _ := money.MulDiv(1_923_456_000_000+int64(i), 1_500_000_000, 100_000_000, money.Down)
		sum += worth
	}
	if sum == 0 {
		b.Fatal("nothing was computed")
	}
}

func BenchmarkAppend(b *testing.B) {
	b.ReportAllocs()
	buffer := make([]byte, 0, 32)
	for i := range b.N {
		buffer = bitcoin.Append(buffer[:0], int64(i)*1_234_567)
	}
}

func BenchmarkParse(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		if _, err := bitcoin.Parse("1234.50000000"); err != nil {
			b.Fatal(err)
		}
	}
}
