package attacker_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/onetime"
)

// A relayed code can be given in its own half minute and in no other; whoever has the
// phone number can give one at any time.
func TestLoginCodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		told := rapid.Int64Range(0, 1<<60).Draw(t, "told")
		now := told + rapid.Int64Range(-3*onetime.Step, 3*onetime.Step).Draw(t, "later")
		if now < 0 {
			return
		}
		l := attacker.Login{Codes: []attacker.Code{{At: told, Code: 123_456}}}
		good := now >= told && now/onetime.Step == told/onetime.Step
		if got := l.CodeAt(now); (got == 123_456) != good || !good && got != 0 {
			t.Fatalf("told at %d, at %d: %d", told, now, got)
		}
		l.Phone = &onetime.Secret{1}
		if got := l.CodeAt(now); got != onetime.Code(l.Phone, now) || got < 1 || got > 999_999 {
			t.Fatalf("by phone at %d: %d", now, got)
		}
	})
}
