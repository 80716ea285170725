package speclimit_test

import (
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/speclimit"
)

func TestSpeclimit(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "harness/speclimit", speclimit.Each())
}

var _ = Describe("A suite with a limit for each spec", func() {
	It("tells every spec's context when it ends", func(ctx SpecContext) {
		end, limited := ctx.Deadline()
		Expect(limited).To(BeTrue())
		Expect(time.Until(end)).To(BeNumerically("~", speclimit.Patience(), time.Minute))
	})
})
