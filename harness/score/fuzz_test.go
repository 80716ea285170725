package score_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/exdrill/exdrill/harness/score"
)

// FuzzResult reads anything as a result: what can be read is written and read
// again without a difference.
func FuzzResult(f *testing.F) {
	f.Add([]byte(`{"scale":0.02,"score":-12.34,"loss":{"net":"-5"},"detection":{"seconds":3600.0015,"detected_at":"2018-01-06T08:00:00.0015Z"}}`))
	f.Add([]byte(`{"clock":{"start":null,"end":"1969-12-31T23:59:59Z"},"standing":{"score":null}}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var first, second score.Result
		if json.Unmarshal(text, &first) != nil {
			t.Skip("no result")
		}
		written, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(written, &second); err != nil {
			t.Fatalf("%s: %v", written, err)
		}
		again, err := json.Marshal(second)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(written, again) {
			t.Fatalf("%s became %s", written, again)
		}
	})
}
