package scenarios_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/scenarios"
)

const threeCommas = "threecommas-2022-10"

// The same drill in containers: every venue behind its HTTP APIs, every chain a
// server, a thief for each venue who calls with real signatures from addresses
// of his own. What it leaves is compared with the drill in one process.
var _ = Describe("In containers", Serial, Label("containers", "slow"), func() {
	BeforeEach(func(ctx SpecContext) {
		if err := containers.Available(ctx); err != nil {
			if os.Getenv("EXDRILL_REQUIRE_DOCKER") == "1" {
				Fail(err.Error())
			}
			Skip("container mode unavailable: " + err.Error())
		}
	})

	// alike plays a drill both ways.
	alike := func(ctx SpecContext, scenario string, options ...drill.Option) *drill.Result {
		GinkgoHelper()
		options = append(options, drill.WithSeed(5))
		inside, err := drill.Run(ctx, scenario, options...)
		Expect(err).NotTo(HaveOccurred())
		outside, err := drill.Run(ctx, scenario, append(options, drill.WithLab("containers"))...)
		Expect(err).NotTo(HaveOccurred())
		Expect(outside.Log.Head).To(Equal(inside.Log.Head))
		Expect(outside.Score).To(Equal(inside.Score))
		Expect(outside.Outcome.AttackLog).To(Equal(inside.Outcome.AttackLog))
		return outside
	}

	played := []struct{ scenario, defence string }{
		{zaifKeys, "history"},
		{zaifKeys, "guardrails"},
		{coincheck, "history"},
	}
	for _, p := range played {
		It(p.scenario+" leaves the same log as in one process, "+p.defence, Label("scenario:"+p.scenario), func(ctx SpecContext) {
			alike(ctx, p.scenario, drill.WithDefence(p.defence), drill.WithScale(0.02))
		})
	}

	It(coincheck+" leaves the same log as in one process with a salt", Label("scenario:"+coincheck), func(ctx SpecContext) {
		salt := drill.WithSalt(saltOf("5ca1ab1e0ddba11f00dcafe5e1ec7ed1"))
		alike(ctx, coincheck, drill.WithDefence("guardrails"), drill.WithScale(0.02), drill.WithVariation("perturbed"), salt)
	})

	It(threeCommas+" at a slower pace leaves the same log as in one process, four venues at once", Label("scenario:"+threeCommas), func(ctx SpecContext) {
		r := alike(ctx, unhurried(), drill.WithDefence("history"), drill.WithScale(0.001))
		Expect(r.Loss.Taken).To(BeNumerically(">", 0))
		venues := map[string]bool{}
		for _, deed := range r.Outcome.AttackLog {
			venues[deed.Venue] = true
		}
		Expect(venues).To(HaveLen(4))
	})

	It(kucoin+" with rarer blocks leaves the same log as in one process, tokens on one chain with their coin", Label("scenario:"+kucoin), func(ctx SpecContext) {
		r := alike(ctx, rarer(kucoin, map[string]string{
			`(quotes:[{\s]+every: )\w+`: "24h",
			`(block_interval: )\w+`:     "30m",
			`(pay_out_every: )\w+`:      "6h",
		}), drill.WithDefence("history"), drill.WithScale(0.001))
		Expect(r.Loss.Taken).To(BeNumerically(">", 0))
		Expect(r.Loss.Net).To(BeNumerically("<", r.Loss.Taken), "issuers took some of it back")
	})

	for _, id := range scenarios.IDs() {
		if id == zaifKeys || id == coincheck {
			continue
		}
		It(id+" leaves the same log as in one process, at full pace", Label("scenario:"+id, "soak"), func(ctx SpecContext) {
			alike(ctx, id, drill.WithDefence("history"), drill.WithScale(0.02))
		})
	}
})

// unhurried is a folder with a 3Commas of fewer requests, in which everything
// still happens: a fortieth of the rounds, a hundredth of the published keys,
// blocks and payments that are rarer, programs that are slower.
func unhurried() string {
	GinkgoHelper()
	dir := rarer(threeCommas, map[string]string{
		`(quotes:[{\s]+every: )\w+`:  "24h",
		`(follows:[{\s]+every: )\w+`: "24h",
		`(block_interval: )\w+`:      "2h",
		`(pay_out_every: )\w+`:       "6h",
		`(published:[{\s]+is: )\w+`:  "100",
	})
	text, err := os.ReadFile(filepath.Join(dir, "scenario.yaml"))
	Expect(err).NotTo(HaveOccurred())
	src := rounds.ReplaceAllStringFunc(string(text), func(found string) string {
		n, err := strconv.Atoi(strings.TrimPrefix(found, "rounds: "))
		Expect(err).NotTo(HaveOccurred())
		return "rounds: " + strconv.Itoa(max(2, n/40))
	})
	Expect(os.WriteFile(filepath.Join(dir, "scenario.yaml"), []byte(src), 0o644)).To(Succeed())
	return dir
}

// rarer is a folder with a scenario in which settings have other values: a pattern
// that ends before a value each.
func rarer(id string, settings map[string]string) string {
	GinkgoHelper()
	dir := filepath.Join(GinkgoT().TempDir(), id)
	Expect(os.CopyFS(dir, os.DirFS(id))).To(Succeed())
	src := source(id)
	for setting, value := range settings {
		Expect(src).To(MatchRegexp(setting))
		src = regexp.MustCompile(setting).ReplaceAllString(src, "${1}"+value)
	}
	Expect(os.WriteFile(filepath.Join(dir, "scenario.yaml"), []byte(src), 0o644)).To(Succeed())
	return dir
}

var rounds = regexp.MustCompile(`rounds: \d+`)
