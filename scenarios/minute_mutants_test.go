package scenarios_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
)

// A figure that is known to the minute fails when what it tells of comes a minute
// later, and one that is known to the day when it comes a day later. All acts, or
// all transfers, are moved at once: each has a figure of its own.
var _ = Describe("A record moved by a minute", Label("embedded"), func() {
	for _, id := range []string{coincheck, "zaif-hot-wallet-2018-09", "threecommas-2022-10"} {
		It("fails every figure of "+id+" that is as precise as that", Label("scenario:"+id), func(ctx SpecContext) {
			if id == "threecommas-2022-10" && !soaking {
				Skip("EXDRILL_SOAK=1 plays it: ten weeks at four exchanges")
			}
			stage := open(id, 1, 0.02)
			whole := against(ctx, stage, drill.WithDefence("history"))
			for _, by := range []time.Duration{time.Minute, 24 * time.Hour} {
				late := &lesser{without: "everything on time, by " + by.String(), record: *moved(load(id), by)}
				r := against(ctx, stage, drill.WithLoaded("history", late.defence))
				var kept []string
				for i, f := range load(id).Facts {
					if f.Name.Text == "admitted" {
						continue // by the vendor, whom no exchange can make late
					}
					if ofResponse(&f) && f.Expected.Hi-f.Expected.Lo < int64(by) && whole.Facts[i].Holds != nil && *whole.Facts[i].Holds && *r.Facts[i].Holds {
						kept = append(kept, f.Name.Text)
					}
				}
				Expect(kept).To(BeEmpty(), by.String())
			}
		})
	}

	It("fails every figure of Coincheck's transfers that is as precise as that", Label("scenario:"+coincheck), func(ctx SpecContext) {
		src := source(coincheck)
		before, rest, _ := strings.Cut(src, "    - id: drain\n")
		drain, after, _ := strings.Cut(rest, "    - id: spread")
		for _, at := range []string{"00:02", "00:04", "00:09", "03:35", "04:33", "08:26"} {
			t, err := time.Parse("15:04", at)
			Expect(err).NotTo(HaveOccurred())
			drain = strings.ReplaceAll(drain, "at: 2018-01-26T"+at, "at: 2018-01-26T"+t.Add(time.Minute).Format("15:04"))
		}
		dir := filepath.Join(GinkgoT().TempDir(), coincheck)
		Expect(os.CopyFS(dir, os.DirFS(coincheck))).To(Succeed())
		src = before + "    - id: drain\n" + drain + "    - id: spread" + after
		Expect(os.WriteFile(filepath.Join(dir, "scenario.yaml"), []byte(src), 0o644)).To(Succeed())
		sc, err := scenarios.LoadDir(dir)
		Expect(err).NotTo(HaveOccurred())
		stage, err := drill.Open(dir, drill.WithSeed(1), drill.WithScale(0.02))
		Expect(err).NotTo(HaveOccurred())
		r := against(ctx, stage, drill.WithDefence("none"))
		var kept []string
		for i, f := range sc.Facts {
			if strings.HasPrefix(f.Name.Text, "transfer_") && strings.HasSuffix(f.Name.Text, "_at") &&
				f.Expected.Hi-f.Expected.Lo < int64(time.Minute) && *r.Facts[i].Holds {
				kept = append(kept, f.Name.Text)
			}
		}
		Expect(kept).To(ConsistOf("transfer_7_at"), "which was left where it was")
	})
})

// ofResponse reports whether a figure is a time at which the exchange did or said
// something.
func ofResponse(f *scenarios.Fact) bool {
	return f.About.Text == scenarios.AboutResponse && f.Kind.Text == scenarios.FactMeasured && f.Expected.Kind == scenarios.FigureTime
}

// moved is a record in which the exchange does and says everything later.
func moved(s *scenarios.Scenario, by time.Duration) *scenarios.Scenario {
	c := *s
	c.History.Alerts, c.History.Actions, c.Statements = slices.Clone(s.History.Alerts), slices.Clone(s.History.Actions), slices.Clone(s.Statements)
	for i := range c.History.Alerts {
		c.History.Alerts[i].At.Unix += int64(by)
	}
	for i := range c.History.Actions {
		c.History.Actions[i].At.Unix += int64(by)
	}
	for i := range c.Statements {
		if c.Statements[i].By == nil {
			c.Statements[i].At.Unix += int64(by)
		}
	}
	return &c
}
