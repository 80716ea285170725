//go:build unix

package external_test

import (
	"bytes"
	"testing"

	"github.com/exdrill/exdrill/harness/defence/external"
)

// ways are how a child process may be started.
var ways = map[string]bool{"confined": false, "free": true}

// BenchmarkAsk is one round trip to a child process and back.
func BenchmarkAsk(b *testing.B) {
	for name, free := range ways {
		b.Run(name, func(b *testing.B) {
			p := program("echo")
			p.Free = free
			talk, err := p.Start()
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = talk.Bye(nil) }()
			message := append(bytes.Repeat([]byte("x"), 1000), '\n')
			for b.Loop() {
				if _, err := talk.Ask("message", message); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// BenchmarkStart is a shell that is started, asked once, and left.
func BenchmarkStart(b *testing.B) {
	for name, free := range ways {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				p := external.Program{Process: []string{"/bin/sh", "-c", "read line; echo $line; read line"}, Free: free}
				talk, err := p.Start()
				if err != nil {
					b.Fatal(err)
				}
				if _, err := talk.Ask("message", []byte("x\n")); err != nil {
					b.Fatal(err)
				}
				_ = talk.Bye(nil)
			}
		})
	}
}
