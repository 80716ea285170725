package operator_test

import (
	"bytes"
	"net/http/httptest"
	"testing"

	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/operator"
	"github.com/exdrill/exdrill/mockexchange/record"
)

// A batch of a thousand reads, decoded, applied, journalled and answered.
func BenchmarkBatch(b *testing.B) {
	RegisterTestingT(b)
	g, _ := smallVenue()
	v, err := operator.Open(g, operator.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer v.Close()
	h := operator.Handler(v, token)
	var batch []byte
	for range 1000 {
		batch = record.AppendCommand(batch, start, byKey(1, mockexchange.Command{Kind: mockexchange.ReadAccount}))
	}
	b.ReportMetric(1000, "commands/op")
	for b.Loop() {
		r := httptest.NewRequest("POST", "/v1/commands", bytes.NewReader(batch))
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != 200 {
			b.Fatal(w.Body.String())
		}
	}
}
