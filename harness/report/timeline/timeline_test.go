package timeline_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report/timeline"
)

// lived plays a drill with a chronicle and returns both.
func lived(scenario, guard string) (*timeline.Timeline, *drill.Result) {
	GinkgoHelper()
	stage, err := drill.Open(scenario, drill.WithScale(0.01))
	Expect(err).NotTo(HaveOccurred())
	c := timeline.NewChronicle(stage.Worlds())
	r, err := stage.Run(context.Background(), drill.WithDefence(guard), drill.WithObserver(c.Observer()))
	Expect(err).NotTo(HaveOccurred())
	return c.Compose(&r.Result, r.Outcome, r.Undefended), r
}

var _ = Describe("A timeline", func() {
	Context("of stolen API keys and the exchange's own response", Ordered, func() {
		var t *timeline.Timeline
		var r *drill.Result
		BeforeAll(func() { t, r = lived("zaif-api-keys-2018-01", "history") })

		It("ends with the losses of the result", func() {
			last := func(list []timeline.Point) int64 { return list[len(list)-1].Value }
			Expect(last(t.Loss.Run)).To(Equal(int64(r.Loss.Net)))
			Expect(last(t.Loss.Undefended)).To(Equal(int64(r.Loss.Undefended)))
			Expect(t.Loss.Run[0].Value).To(BeZero())
		})

		It("counts every deed of the thief once, by technique", func() {
			deeds, calls := 0, 0
			for _, d := range t.Deeds {
				deeds += d.N
			}
			for _, k := range t.Techniques {
				calls += k.Calls + k.Skipped
				Expect(k.ATTACK).NotTo(BeEmpty(), k.Name)
				Expect(k.Refused).To(BeNumerically("<=", k.Calls))
			}
			Expect(deeds).To(Equal(len(r.Outcome.AttackLog)))
			Expect(calls).To(Equal(len(r.Outcome.AttackLog)))
		})

		It("has alerts with the referee's verdicts, actions, and statements in their own words", func() {
			Expect(t.Alerts).To(HaveLen(1))
			Expect(t.Alerts[0].True).To(BeTrue())
			Expect(t.Alerts[0].Names).To(ContainSubstring("accounts"))
			Expect(t.Actions).To(ContainElement(And(HaveField("Name", "halt_withdrawals"), HaveField("Code", "ok"))))
			Expect(t.Statements).To(HaveLen(2))
			Expect(t.Statements[0].Says.EN).To(Equal("All withdrawals of coins are stopped."))
			Expect(t.Statements[0].Says.JA).NotTo(BeEmpty())
		})

		It("knows prices of the attacked markets and what stood in customers' way", func() {
			Expect(t.Prices).NotTo(BeEmpty())
			for _, p := range t.Prices {
				Expect(p.Attacked).To(BeTrue(), p.Market)
				for _, b := range p.Spans {
					Expect(b.Min).To(And(BeNumerically(">", 0), BeNumerically("<=", b.Last)))
					Expect(b.Last).To(BeNumerically("<=", b.Max))
				}
			}
			Expect(t.Obstacles).To(ContainElement(HaveField("Control", "halt_withdrawals")))
		})

		It("is in the order of time", func() {
			for i := 1; i < len(t.Deeds); i++ {
				Expect(t.Deeds[i].At).To(BeNumerically(">=", t.Deeds[i-1].At))
			}
			for _, b := range t.Balances {
				for i := 1; i < len(b.Hot); i++ {
					Expect(b.Hot[i].At).To(BeNumerically(">=", b.Hot[i-1].At))
				}
			}
		})

		It("survives JSON, and another schema is refused", func() {
			text, err := json.Marshal(t)
			Expect(err).NotTo(HaveOccurred())
			Expect(len(text)).To(BeNumerically("<", 400_000))
			back, err := timeline.Parse(text)
			Expect(err).NotTo(HaveOccurred())
			again, err := json.Marshal(back)
			Expect(err).NotTo(HaveOccurred())
			Expect(again).To(MatchJSON(text))
			_, err = timeline.Parse(bytes.Replace(text, []byte(timeline.Schema), []byte("exdrill.timeline/v0"), 1))
			Expect(err).To(MatchError(`schema "exdrill.timeline/v0", expected "exdrill.timeline/v1"`))
		})

		It("is CSV with a line for each entry", func() {
			var text bytes.Buffer
			Expect(t.CSV(&text)).To(Succeed())
			rows, err := csv.NewReader(&text).ReadAll()
			Expect(err).NotTo(HaveOccurred())
			Expect(rows).To(HaveLen(1 + len(t.Deeds) + len(t.Alerts) + len(t.Actions) + len(t.Statements)))
			for i := 2; i < len(rows); i++ {
				a, errA := time.Parse(time.RFC3339Nano, rows[i-1][0])
				b, errB := time.Parse(time.RFC3339Nano, rows[i][0])
				Expect([]error{errA, errB}).To(HaveEach(BeNil()))
				Expect(b).NotTo(BeTemporally("<", a))
			}
		})

		It("is a layer of the ATT&CK Navigator with measured scores", func() {
			var text bytes.Buffer
			Expect(t.Navigator(&text, &r.Result)).To(Succeed())
			var layer struct {
				Versions   map[string]string
				Domain     string
				Techniques []struct {
					ID      string `json:"techniqueID"`
					Score   int
					Comment string
				}
			}
			Expect(json.Unmarshal(text.Bytes(), &layer)).To(Succeed())
			Expect(layer.Versions).To(HaveKeyWithValue("layer", "4.5"))
			Expect(layer.Domain).To(Equal("enterprise-attack"))
			Expect(layer.Techniques).To(ContainElement(HaveField("ID", "T1657")))
			for i, k := range layer.Techniques {
				Expect(k.ID).To(MatchRegexp(`^T\d{4}(\.\d{3})?$`))
				Expect(k.Score).To(And(BeNumerically(">=", 0), BeNumerically("<=", 100)))
				if i > 0 {
					Expect(k.ID > layer.Techniques[i-1].ID).To(BeTrue(), "each id once, sorted")
				}
			}
		})
	})

	It("of a drained hot wallet shows what is left of it", func() {
		t, _ := lived("coincheck-nem-2018-01", "none")
		var stolen []timeline.Balance
		for _, b := range t.Balances {
			if b.Stolen {
				stolen = append(stolen, b)
			}
		}
		Expect(stolen).To(HaveLen(1))
		Expect(stolen[0].Asset).To(Equal("XEM"))
		first, last := stolen[0].Hot[0].Value, stolen[0].Hot[len(stolen[0].Hot)-1].Value
		Expect(first - last).To(BeNumerically(">", first/10*9))
	})

	It("of a day without an attack has no deeds and no loss", func() {
		t, _ := lived("payday", "guardrails")
		Expect(t.Deeds).To(BeEmpty())
		Expect(t.Techniques).To(BeEmpty())
		Expect(t.Loss.Undefended).To(HaveEach(HaveField("Value", int64(0))))
		Expect(t.Prices).To(HaveEach(HaveField("Attacked", false)))
	})
})

var _ = Describe("A point", func() {
	It("survives JSON to the millisecond, whatever its value", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			p := timeline.Point{At: rapid.Int64Range(-1<<40, 1<<42).Draw(t, "at") * 1_000_000, Value: rapid.Int64().Draw(t, "value")}
			text, err := json.Marshal(p)
			if err != nil {
				t.Fatal(err)
			}
			var back timeline.Point
			if err := json.Unmarshal(text, &back); err != nil || back != p {
				t.Fatalf("%s became %v (%v)", text, back, err)
			}
		})
	})

	DescribeTable("of another form is refused", func(text string) {
		var p timeline.Point
		Expect(json.Unmarshal([]byte(text), &p)).NotTo(Succeed())
	},
		Entry("no pair", `7`), Entry("a number that a reader may have rounded", `[1,2]`), Entry("no number", `[1,"x"]`), Entry("no time", `["a","1"]`))
})

func TestTimeline(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Timeline")
}
