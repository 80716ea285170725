//go:build unix

package external_test

import (
	"bytes"
	"testing"
)

// BenchmarkAsk is one round trip to a child process and back.
func BenchmarkAsk(b *testing.B) {
	talk, err := program("echo").Start()
	if err != nil {
		b.Fatal(err)
	}
	defer talk.Bye(nil)
	message := append(bytes.Repeat([]byte("x"), 1000), '\n')
	for b.Loop() {
		if _, err := talk.Ask("message", message); err != nil {
			b.Fatal(err)
		}
	}
}
