package drilltest_test

import (
	"context"
	"fmt"

	"github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/drill/drilltest"
)

// In a Ginkgo suite the matchers say what was wanted, what was measured, and how
// to see it again. RegisterTestingT or a Ginkgo spec takes the place of the
// Gomega that is made here.
func ExampleScoreAtLeast() {
	g := gomega.NewGomega(func(message string, _ ...int) { fmt.Println(message) })
	result, err := drill.Run(context.Background(), "zaif-api-keys-2018-01",
		drill.WithDefence("guardrails"), drill.WithSeed(1), drill.WithScale(0.02))
	g.Expect(err).NotTo(gomega.HaveOccurred())
	g.Expect(result).To(drilltest.ScoreAtLeast(50))
	g.Expect(result).To(drilltest.HarmAtMost(20))
	fmt.Println("as wanted")
	// Output:
	// as wanted
}
