package specneed_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/speclimit"
	"github.com/exdrill/exdrill/harness/specneed"
)

func TestSpecneed(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "harness/specneed", speclimit.Each())
}

var _ = Describe("A program that a spec needs", func() {
	It("is required where it is named", func() {
		GinkgoT().Setenv("EXDRILL_REQUIRE_PROGRAMS", "python3 ssh-keygen")
		Expect(specneed.Required("python3")).To(BeTrue())
		Expect(specneed.Required("ssh-keygen")).To(BeTrue())
		Expect(specneed.Required("python")).To(BeFalse())
		GinkgoT().Setenv("EXDRILL_REQUIRE_PROGRAMS", "")
		Expect(specneed.Required("python3")).To(BeFalse())
	})

	It("is found by its path", func() { Expect(specneed.Program("go")).To(HaveSuffix("go")) })
})

var _ = Describe("A spec of a program that nobody has", Ordered, ContinueOnFailure, func() {
	ran := false
	It("is left out", func() {
		GinkgoT().Setenv("EXDRILL_REQUIRE_PROGRAMS", "python3")
		specneed.Program("a program that nobody has")
		ran = true
	})
	It("did not go on", func() { Expect(ran).To(BeFalse()) })
})
