package bench_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/score"
)

// apart is a defence of three controls that is taken apart in a second.
func apart() *bench.Apart {
	return &bench.Apart{
		Scenario: "zaif-api-keys-2018-01", Defence: "none[posture.key_allow_list={}][posture.withdrawal_opt_in={}][posture.first_seen_hold={}]",
		Seeds: []uint64{1, 2}, Scale: 10_000, Variation: "record", Engine: "spec", Orders: 4, Workers: 2,
	}
}

func ablate(a *bench.Apart) *bench.Ablation {
	GinkgoHelper()
	result, err := bench.Ablate(context.Background(), a)
	Expect(err).NotTo(HaveOccurred())
	return result
}

var _ = Describe("an ablation", Ordered, func() {
	var a *bench.Ablation
	BeforeAll(func() { a = ablate(apart()) })

	It("has shares that sum to the whole, in points and in money", func() {
		var points, saved, harm float64
		for _, c := range a.Parts {
			points += c.Score.Value
			saved += float64(c.Saved.Amount)
			harm += float64(c.Harm.Amount)
			Expect(c.Score.Error).To(BeZero(), "every choice was tried")
		}
		Expect(a.Parts).To(HaveLen(3))
		Expect(points).To(BeNumerically("~", a.Whole.Score-a.Nothing.Score, 1e-9))
		Expect(saved).To(BeNumerically("~", float64(a.Whole.Saved-a.Nothing.Saved), 3))
		Expect(harm).To(BeNumerically("~", float64(a.Whole.Harm-a.Nothing.Harm), 3))
		Expect(a.Runs).To(Equal(2 * 8))
		Expect(a.Orders).To(BeZero())
	})

	It("knows what a run of the defence itself, of a part alone, and of the rest scores", func() {
		var stages []*drill.Stage
		for _, seed := range a.Seeds {
			stage, err := drill.Open(a.Scenario.ID, drill.WithSeed(seed), drill.WithScale(0.01))
			Expect(err).NotTo(HaveOccurred())
			stages = append(stages, stage)
		}
		scored := func(guard string) (sum float64) {
			for _, stage := range stages {
				r, err := stage.Run(context.Background(), drill.WithDefence(guard))
				Expect(err).NotTo(HaveOccurred())
				sum += float64(r.Score) / 100 / float64(len(stages))
			}
			return sum
		}
		Expect(a.Whole.Score).To(BeNumerically("~", scored(apart().Defence), 1e-9))
		Expect(a.Nothing.Score).To(BeNumerically("~", scored("none"), 1e-9))
		i := slices.IndexFunc(a.Parts, func(p bench.Contribution) bool { return p.Name == "key_allow_list" })
		Expect(i).To(BeNumerically(">=", 0))
		Expect(a.Parts[i].Alone.Score).To(BeNumerically("~", scored("none[posture.key_allow_list={}]"), 1e-9))
		Expect(a.Parts[i].Without.Score).To(BeNumerically("~", scored("none[posture.withdrawal_opt_in={}][posture.first_seen_hold={}]"), 1e-9))
	})

	It("comes out the same with any number of workers", func() {
		other := apart()
		other.Workers = 1
		Expect(ablate(other)).To(Equal(a))
	})

	It("can be written, read and drawn", func() {
		for _, format := range []report.Format{report.Table, report.Markdown, report.CSV} {
			var text bytes.Buffer
			Expect(report.WriteAblation(&text, format, a, report.Options{})).To(Succeed())
			for _, c := range a.Parts {
				Expect(text.String()).To(ContainSubstring(c.Name))
			}
		}
		var text, picture bytes.Buffer
		Expect(report.WriteAblation(&text, report.JSON, a, report.Options{})).To(Succeed())
		var back bench.Ablation
		Expect(json.Unmarshal(text.Bytes(), &back)).To(Succeed())
		Expect(&back).To(Equal(a))
		Expect(report.DrawAblation(&picture, a)).To(Succeed())
		wellFormed(picture.String())
		Expect(picture.String()).To(ContainSubstring(">withdrawal_opt_in<"))
	})

	It("says which control would have saved the money", func() {
		Expect(report.Answer(a)).To(ContainSubstring("What would have saved the money: "))
	})

	It("names a control that the defence has not, if that is what was wanting", func() {
		coincheck := apart()
		coincheck.Scenario, coincheck.Defence, coincheck.Candidates, coincheck.Seeds = "coincheck-nem-2018-01", "none[posture.withdrawal_opt_in={}]", true, []uint64{1}
		a := ablate(coincheck)
		Expect(len(a.Candidates)).To(BeNumerically(">", 10))
		Expect(report.Answer(a)).To(ContainSubstring("would have saved anything worth mentioning by itself. Of the controls that it has not, signer_velocity would save 100 % more"))
		saved := map[string]score.Amount{}
		for _, c := range a.Candidates {
			saved[c.Name] = c.Saved
		}
		for _, second := range []string{"multisig", "signer_velocity"} { // either is a key that the thief has not
			Expect(saved).To(HaveKeyWithValue(second, a.Undefended))
		}
	})

	It("of a scenario without a thief is about harm", func() {
		calm := apart()
		calm.Scenario, calm.Seeds = "payday", []uint64{1}
		a := ablate(calm)
		Expect(a.Undefended).To(BeZero())
		Expect(report.Answer(a)).To(HavePrefix("Nobody attacks here."))
		for _, c := range a.Parts {
			Expect(c.Saved.Amount).To(BeZero())
			Expect(math.IsNaN(c.Saved.Share)).To(BeFalse())
		}
	})

	It("needs something to take apart", func() {
		none := apart()
		none.Defence = "none"
		_, err := bench.Ablate(context.Background(), none)
		Expect(err).To(MatchError(ContainSubstring("neither controls nor a monitor")))
	})

	It("stops when it is told to", func() {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		_, err := bench.Ablate(ctx, apart())
		Expect(err).To(MatchError(context.Canceled))
	})

	It("draws orders where there are too many parts to try every choice", func() {
		many := apart()
		many.Defence = "none[posture.multisig.m=2][posture.hot_cap={}][posture.key_allow_list={}][posture.withdrawal_opt_in={}]" +
			"[posture.trading_expiry={}][posture.scope_separation={}][posture.address_book={}][posture.self_trade_prevention={}][posture.batch_check={}]"
		many.Seeds, many.Orders = []uint64{1}, 2
		d, err := bundle.Load(many.Defence, nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(bundle.Components(d, bench.MostParts)).To(HaveLen(9))
		a := ablate(many)
		Expect(a.Orders).To(Equal(2))
		sum := 0.0
		for _, c := range a.Parts {
			sum += c.Score.Value
		}
		Expect(sum).To(BeNumerically("~", a.Whole.Score-a.Nothing.Score, 1e-9))
	})
})

// wellFormed expects XML.
func wellFormed(text string) {
	GinkgoHelper()
	for d := xml.NewDecoder(bytes.NewBufferString(text)); ; {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		Expect(err).NotTo(HaveOccurred())
	}
}
