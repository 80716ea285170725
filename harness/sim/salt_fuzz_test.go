package sim_test

import (
	"encoding/hex"
	"strings"
	"testing"

	"github.com/exdrill/exdrill/harness/sim"
)

// FuzzParseSalt looks for a text that is taken for a salt and is less than 128
// bits, that does not come back, or that an error repeats.
func FuzzParseSalt(f *testing.F) {
	for _, text := range []string{"", "0", digits, strings.ToUpper(digits), strings.Repeat(digits, 4), "sha256:" + digits, digits + "\x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := sim.ParseSalt(text)
		raw, bad := hex.DecodeString(text)
		switch {
		case err == nil && (bad != nil || len(raw) < 16 || len(raw) > 64):
			t.Fatalf("%q is taken for a salt", text)
		case err == nil && s.Reveal() != strings.ToLower(text):
			t.Fatalf("%q comes back as %q", text, s.Reveal())
		case err != nil && (!s.IsNone() || len(text) > 8 && strings.Contains(err.Error(), text)):
			t.Fatalf("%q: %v", text, err)
		}
		if _, err := sim.SealedSalt(text); err == nil && len(text) != len("sha256:")+64 {
			t.Fatalf("%q is taken for a commitment", text)
		}
	})
}
