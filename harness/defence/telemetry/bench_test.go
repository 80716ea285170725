package telemetry_test

import (
	"testing"

	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/mockexchange"
)

func BenchmarkAppendEvent(b *testing.B) {
	v, buf := defencetest.Directory(), make([]byte, 0, 4096)
	b.ReportAllocs()
	for b.Loop() {
		buf = telemetry.AppendEvent(buf[:0], &defencetest.Withdrawn, v)
	}
}

func BenchmarkAppendTrade(b *testing.B) {
	v, buf, e := defencetest.Directory(), make([]byte, 0, 4096), defencetest.Everything(mockexchange.Traded)
	b.ReportAllocs()
	for b.Loop() {
		buf = telemetry.AppendEvent(buf[:0], &e, v)
	}
}
