package defence_test

import (
	"testing"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
)

func BenchmarkAppendEvent(b *testing.B) {
	v, buf := view(), make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		buf = defence.AppendEvent(buf[:0], &withdrawn, v)
	}
}

func BenchmarkAppendTrade(b *testing.B) {
	v, buf, e := view(), make([]byte, 0, 4096), everything(mockexchange.Traded)
	b.ReportAllocs()
	for b.Loop() {
		buf = defence.AppendEvent(buf[:0], &e, v)
	}
}

func BenchmarkLoad(b *testing.B) {
	sc := scenario()
	for b.Loop() {
		if _, err := defence.Load("guardrails", sc); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkList(b *testing.B) {
	for b.Loop() {
		if _, err := defence.List(); err != nil {
			b.Fatal(err)
		}
	}
}
