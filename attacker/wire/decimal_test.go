package wire

import (
	"testing"

	"github.com/exdrill/exdrill/attacker"
)

// FuzzDecimal: whatever a venue writes is read exactly or refused, never
// guessed at.
func FuzzDecimal(f *testing.F) {
	for _, text := range []string{"0", "1.50000000", "-3", "92233720368.54775807", "1.", ".5", "1e3", "0.0000000001"} {
		f.Add(text, uint8(8))
	}
	f.Fuzz(func(t *testing.T, text string, decimals uint8) {
		decimals %= 10
		n, err := parse(text, decimals)
		if err != nil || n == 0 {
			return
		}
		again, err := parse(write(n, decimals), decimals)
		if err != nil || again != n {
			t.Fatalf("%q is %d, which is written %q and read as %d (%v)", text, n, write(n, decimals), again, err)
		}
	})
}

// FuzzRefusal: an answer that is no success is a refusal or a failure.
func FuzzRefusal(f *testing.F) {
	f.Add(400, []byte(`{"code":-2015,"msg":"Invalid API-key, IP, or permissions for action."}`))
	f.Add(418, []byte(``))
	f.Add(500, []byte(`{`))
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		refusal, err := refusalOf(&request{method: "GET", path: "/"}, status, body)
		if (err == nil) == (refusal == attacker.Accepted) {
			t.Fatalf("status %d: refusal %q, error %v", status, refusal, err)
		}
	})
}
