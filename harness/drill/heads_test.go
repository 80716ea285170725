package drill_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strconv"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/golden"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

var heads = golden.Table{
	Path:    "testdata/heads.tsv",
	Key:     []string{"scenario", "variation", "adaptation", "defence", "lab"},
	Columns: []string{"log", "score", "result"},
	About: `What exdrill computes: every scenario under every shipped defence, as recorded
and perturbed, with a thief who replays and one who turns elsewhere, at seed 11
and scale 0.02. "log" begins the head of the log's hash chain, "result" the
SHA-256 of the result JSON without timing, engine, reproduce line and digests of
what went in.

make test compares some of the rows, make soak all of them. A change that is
meant to move a row says so in its commit and writes them anew:

  EXDRILL_REWRITE=1 go test ./harness/drill -ginkgo.focus "Pins of heads"`,
}

// cell is what one row was made of.
type cell struct {
	scenario, variation string
	adaptation          int
	defence, lab        string
}

func (c cell) key() []string {
	return []string{c.scenario, c.variation, strconv.Itoa(c.adaptation), c.defence, c.lab}
}

var (
	variations  = []string{draw.Record, draw.Perturbed}
	adaptations = []int{0, 2}
	contained   = cell{zaif, draw.Record, 0, "history", lab.Containers}
)

// everyCell is all of the table, apart from what runs in containers.
func everyCell() (cells []cell) {
	for _, s := range scenarios.IDs() {
		for _, v := range variations {
			for _, a := range adaptations {
				for _, d := range bundle.Names() {
					cells = append(cells, cell{s, v, a, d, lab.Embedded})
				}
			}
		}
	}
	return cells
}

// someCells are one of every scenario, among them every defence, both
// variations and both kinds of thief.
func someCells() (cells []cell) {
	names := bundle.Names()
	for i, s := range scenarios.IDs() {
		cells = append(cells, cell{s, variations[(i+1)%2], adaptations[i/2%2], names[i%len(names)], lab.Embedded})
	}
	return cells
}

var _ = Describe("Pins of heads", Label("embedded"), func() {
	It("hold for some of the runs", func(ctx SpecContext) { checkAll(ctx, someCells()) })

	It("hold for every run", Label("soak"), func(ctx SpecContext) {
		if os.Getenv("EXDRILL_SOAK") == "" && !golden.Rewriting() {
			Skip("SKIPPED, NOT TESTED: EXDRILL_SOAK=1 runs it")
		}
		checkAll(ctx, everyCell())
	})

	It("know every scenario and every shipped defence", func() {
		keys := [][]string{contained.key()}
		for _, c := range everyCell() {
			keys = append(keys, c.key())
		}
		if err := heads.Only(keys); err != nil {
			Fail(err.Error())
		}
	})
})

var _ = Describe("Pins of heads in containers", Serial, Label("containers", "slow"), func() {
	It("hold", func(ctx SpecContext) {
		if err := containers.Available(ctx); err != nil {
			if os.Getenv("EXDRILL_REQUIRE_DOCKER") == "1" {
				Fail(err.Error())
			}
			Skip("SKIPPED, NOT TESTED: " + err.Error())
		}
		checkAll(ctx, []cell{contained})
	})
})

// checkAll plays the cells and tells of every one that is not as it was. Cells
// of one scenario and variation share a stage.
func checkAll(ctx SpecContext, cells []cell) {
	GinkgoHelper()
	var stage *drill.Stage
	var moved []error
	for i, c := range cells {
		if i == 0 || c.scenario != cells[i-1].scenario || c.variation != cells[i-1].variation {
			var err error
			stage, err = drill.Open(c.scenario, drill.WithSeed(11), drill.WithScale(0.02), drill.WithVariation(c.variation), drill.WithLab(c.lab))
			Expect(err).NotTo(HaveOccurred())
		}
		r, err := stage.Run(ctx, drill.WithAdaptation(c.adaptation), drill.WithDefence(c.defence))
		Expect(err).NotTo(HaveOccurred())
		if err := heads.Check(c.key(), pinned(r), r.Reproduce+" --format json"); err != nil {
			moved = append(moved, err)
		}
	}
	if len(moved) > 0 {
		Fail(fmt.Sprintf("%d of %d rows moved\n%v", len(moved), len(cells), errors.Join(moved[:min(len(moved), 10)]...)))
	}
}

// pinned is what a row says about a result.
func pinned(r *drill.Result) []string {
	bare := r.Result
	bare.Timing, bare.Engine, bare.Reproduce, bare.Scenario.Digest, bare.Defence.Digest = score.Timing{}, "", "", "", ""
	text, err := json.Marshal(bare)
	Expect(err).NotTo(HaveOccurred())
	digest := sha256.Sum256(text)
	return []string{r.Log.Head[:16], r.Score.String(), hex.EncodeToString(digest[:8])}
}
