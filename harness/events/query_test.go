package events

import (
	"strings"
	"testing"
)

// FuzzCondition reads anything as a --where: it is refused, or its parts are
// what was written.
func FuzzCondition(f *testing.F) {
	for _, s := range []string{"code=dead_key", "key != 3", "value>1000000", "a==b", "!=", "x=a>b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := parseCondition(s)
		if err != nil {
			return
		}
		if strings.TrimSpace(c.field) != c.field || strings.ContainsAny(c.field, "=<>!") || !strings.Contains(s, c.op) || !strings.Contains(s, c.value) {
			t.Fatalf("%q became %+v", s, c)
		}
	})
}
