package scenarios_test

import (
	"os"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab/containers"
)

// The same drill in containers: the venue behind its HTTP APIs, every chain a
// server, the thief calling with real signatures from four addresses of his
// own. What it leaves is compared with the drill in one process.
var _ = Describe("In containers", Serial, Label("containers", "slow"), func() {
	BeforeEach(func(ctx SpecContext) {
		if err := containers.Available(ctx); err != nil {
			if os.Getenv("EXDRILL_REQUIRE_DOCKER") == "1" {
				Fail(err.Error())
			}
			Skip("container mode unavailable: " + err.Error())
		}
	})

	for _, played := range []struct{ scenario, defence string }{
		{zaifKeys, "history"},
		{zaifKeys, "guardrails"},
		{"coincheck-nem-2018-01", "history"},
	} {
		It(played.scenario+" leaves the same log as in one process, "+played.defence, Label("scenario:"+played.scenario), func(ctx SpecContext) {
			options := []drill.Option{drill.WithDefence(played.defence), drill.WithSeed(5), drill.WithScale(0.02)}
			inside, err := drill.Run(ctx, played.scenario, options...)
			Expect(err).NotTo(HaveOccurred())
			outside, err := drill.Run(ctx, played.scenario, append(options, drill.WithLab("containers"))...)
			Expect(err).NotTo(HaveOccurred())
			Expect(outside.Log.Head).To(Equal(inside.Log.Head))
			Expect(outside.Score).To(Equal(inside.Score))
			Expect(outside.Outcome.Deeds).To(Equal(inside.Outcome.Deeds))
		})
	}
})
