package external_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

var _ = Describe("A child process on Linux", func() {
	It("has as much memory as it may have, no more", func() {
		p := program("eat")
		p.Memory = 256 << 20
		f := failing(started(p), "one")
		Expect(f.Error()).To(HavePrefix("it did not answer the message: it ended: exit status 2\n"))
		p.Memory = 4 << 30
		Expect(ask(started(p), "one")).To(Equal("1024"))
	})
})
