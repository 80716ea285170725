package page_test

import (
	"bytes"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/report/page"
	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/scenarios"
)

var (
	drawing = regexp.MustCompile(`(?s)<svg.*?</svg>`)
	tags    = regexp.MustCompile(`<[^>]*>`)
)

var _ = Describe("The page of a run", func() {
	It("tells what happened, the score, and how to run it again", func() {
		text := written(played("zaif-api-keys-2018-01", "history"), page.English)
		r := played("zaif-api-keys-2018-01", "history").Result
		Expect(text).To(And(
			ContainSubstring("Zaif, January 2018"), ContainSubstring("It is <em>Saturday</em>."), ContainSubstring("<li>a log, late</li>"),
			ContainSubstring(r.Reproduce), ContainSubstring("T1657"), ContainSubstring(r.Log.Head),
			ContainSubstring("Customers report trades and withdrawals"), ContainSubstring("All withdrawals of coins are stopped."),
		))
		Expect(text).NotTo(ContainSubstring("<h3>A title</h3>"), "the page has a title of its own")
	})

	It("says that the defence was not confined", func() {
		r := *played("zaif-api-keys-2018-01", "history")
		result := *r.Result
		result.Unconfined = "a server may ask whom it likes"
		r.Result = &result
		Expect(written(&r, page.English)).To(ContainSubstring("unconfined: a server may ask whom it likes"))
		Expect(written(&r, page.Japanese)).To(ContainSubstring("隔離なし: a server"))
	})

	It("is the same every time", func() {
		r := played("zaif-api-keys-2018-01", "history")
		first := written(r, page.English)
		Expect(written(r, page.English) == first).To(BeTrue())
	})

	It("says everything of its own in Japanese, too", func() {
		text := drawing.ReplaceAllString(written(played("zaif-api-keys-2018-01", "history"), page.Japanese), "")
		Expect(text).To(And(ContainSubstring(`lang="ja"`), ContainSubstring("採点表"), ContainSubstring("何が起きたか")))
		Expect(text).NotTo(ContainSubstring("%!"), "every sentence got what it needs")
		for _, english := range []string{"Scorecard", "Timeline<", "Harm by item", "Run it again"} {
			Expect(text).NotTo(ContainSubstring(english))
		}
	})

	It("asks for nothing from anywhere and runs no script", func() {
		for _, text := range []string{written(played("coincheck-nem-2018-01", "none"), page.English), writtenBench(page.English)} {
			Expect(text).NotTo(MatchRegexp(`(?i)<script|<link[^>]+href="(http|/)|<img|@import|url\(\s*["']?http|src=`))
			Expect(text).To(ContainSubstring("default-src 'none'"))
		}
	})

	It("shows the decisive minutes of a theft that was over in minutes", func() {
		Expect(written(played("coincheck-nem-2018-01", "none"), page.English)).To(MatchRegexp(`The decisive \d+ m`))
	})

	It("of a control scenario draws no thief", func() {
		text := written(played("payday", "guardrails"), page.English)
		Expect(text).To(And(ContainSubstring("Nobody attacked."), ContainSubstring("Prices that moved most")))
		Expect(text).NotTo(ContainSubstring("Money over time"))
	})

	It("escapes what scenarios and defences say", func() {
		whole := *played("payday", "none")
		result, line := *whole.Result, *whole.Timeline
		whole.Result, whole.Timeline = &result, &line
		result.Defence.Name = `<script>alert(1)</script>`
		line.About.Title = timeline.Text{EN: `<b>&"`, JA: "x"}
		whole.Brief = "# t\n\n<img src=x onerror=alert(1)> `<i>` [a](javascript:alert(1)) [b](https://example.org/\"onload=)\n"
		text := written(&whole, page.English)
		Expect(text).NotTo(Or(ContainSubstring("<script"), ContainSubstring("<img"), ContainSubstring("<b>&"), ContainSubstring(`href="javascript`)))
		Expect(text).To(ContainSubstring("&lt;img src=x"))
	})

	It("draws what parts of the defence contribute where somebody found out", func() {
		whole := *played("zaif-api-keys-2018-01", "history")
		Expect(written(&whole, page.English)).To(ContainSubstring("exdrill ablate zaif-api-keys-2018-01"))
		a, err := bench.ParseAblation([]byte(`{"schema":"exdrill.ablation/v1","scenario":{"id":"zaif-api-keys-2018-01"},"defence":{"name":"history"},
			"whole":{"score":30},"parts":[{"kind":"control","name":"first_seen_hold","score":{"value":41.5,"error":1.25}}],"candidates":[{"name":"hot_cap","score":72}]}`))
		Expect(err).NotTo(HaveOccurred())
		whole.Ablation = a
		text := written(&whole, page.English)
		Expect(text).To(And(ContainSubstring("first seen hold"), ContainSubstring("+41.5 ± 1.2"), ContainSubstring("hot cap"), ContainSubstring("+42.0")))
	})

	DescribeTable("refuses what is no ablation", func(text, why string) {
		_, err := bench.ParseAblation([]byte(text))
		Expect(err).To(MatchError(ContainSubstring(why)))
	},
		Entry("no JSON", `{`, "unexpected end"),
		Entry("something else", `{"schema":"exdrill.result/v1"}`, `schema "exdrill.result/v1", expected "exdrill.ablation/v1"`),
		Entry("an empty one", `{"schema":"exdrill.ablation/v1"}`, "no parts in it"))
})

var _ = Describe("The page of a store", func() {
	It("has the leaderboard, the matrix with numbers, and who leads", func() {
		text := tags.ReplaceAllString(drawing.ReplaceAllString(writtenBench(page.English), ""), " ")
		Expect(text).To(And(
			ContainSubstring("guardrails leads with a mean of"), ContainSubstring("3 scenarios, of 3 defences"),
			ContainSubstring("worst"), ContainSubstring("390 scores")))
	})

	It("tells the difference from an earlier store, with verdicts", func() {
		text := writtenBench(page.English)
		Expect(text).To(And(ContainSubstring("Since last-week.db"), ContainSubstring("&#43;3.0")))
	})

	It("shows what a year costs and who is cheapest at which rate of thefts, and what was lost where the floor held", func() {
		text := tags.ReplaceAllString(drawing.ReplaceAllString(writtenBench(page.English), ""), " ")
		Expect(text).To(And(
			ContainSubstring("What a year costs"), MatchRegexp(`Cheapest at (the stated|every) rate.*: \w+\.`), ContainSubstring("one theft in 12 years"),
			MatchRegexp(`Left out, for want of runs: stolen API keys move a market, stolen logins withdraw, [^.]*quiet, listing`),
			ContainSubstring("Where a thief came"), MatchRegexp(`guardrails\s+20\s+[\d.]+\s+2[\d.]+ %`)))
		Expect(writtenBench(page.English)).To(ContainSubstring(`aria-label="What a year costs"`))
	})

	It("shows which pairs prices of harm could turn, and with which prices", func() {
		text := tags.ReplaceAllString(drawing.ReplaceAllString(writtenBench(page.English), ""), " ")
		Expect(text).To(And(ContainSubstring("If harm is priced otherwise"), ContainSubstring("None of the 3 pairs changes places.")))
		var rows []*runs.Row
		for seed := range uint64(2) {
			strict, loose := row("zaif-api-keys-2018-01", "strict", seed, 0, 90), row("zaif-api-keys-2018-01", "loose", seed, 0, 85)
			loose.Harm, loose.Result.Harm.Total, loose.Result.Harm.Items = 0, 0, nil
			strict.Result.Loss.Net, strict.Loss = 0, 0
			strict.Score, loose.Score = 90_00, 85_00
			rows = append(rows, strict, loose)
		}
		b, err := page.NewBench("runs.db", rows)
		Expect(err).NotTo(HaveOccurred())
		Expect(b.AddStability()).To(Succeed())
		for language, says := range map[string]string{page.English: "1 of 1 pair changes places.", page.Japanese: "1組のうち1組の順位が入れ替わります。"} {
			var out bytes.Buffer
			Expect(page.WriteBench(&out, b, language)).To(Succeed())
			Expect(out.String()).To(And(ContainSubstring(says), ContainSubstring("price of order_refused times 3"), ContainSubstring("<strong>strict</strong>")))
		}
	})

	It("shows how hard thieves are, by what they hold and how far they adapt", func() {
		text := tags.ReplaceAllString(drawing.ReplaceAllString(writtenBench(page.English), ""), " ")
		Expect(text).To(And(
			ContainSubstring("How hard it is"), MatchRegexp(`a signing key\s+3\s+1\s+[\d.]+\s+guardrails\s+[\d.]+\s+sentinel\s+no runs\s+no runs`),
			MatchRegexp(`logins\s+0\s+0\s+no runs`), MatchRegexp(`anything\s+3\s+2\s`)))
		japanese := writtenBench(page.Japanese)
		for _, h := range scenarios.Holdings() {
			Expect(japanese).NotTo(ContainSubstring("<th>"+h+"</th>"), "it has a word of its own")
		}
		japanese = tags.ReplaceAllString(drawing.ReplaceAllString(japanese, ""), " ")
		Expect(japanese).To(And(ContainSubstring("どれほど難しいか"), MatchRegexp(`署名鍵\s+3\s+1\s+[\d.]+\s+guardrails`)))
	})

	It("draws sweeps in the order of their values and keeps them out of the matrix", func() {
		text := writtenBench(page.English)
		Expect(strings.Index(text, "<strong>3</strong>")).To(BeNumerically("<", strings.Index(text, "<strong>5</strong>")))
		Expect(strings.Index(text, "<strong>5</strong>")).To(BeNumerically("<", strings.Index(text, "<strong>10</strong>")))
		Expect(text).NotTo(ContainSubstring("<th class=\"r\">sentinel["))
		Expect(text).To(ContainSubstring("rules.dead_key.threshold"))
	})

	It("is in Japanese, too", func() {
		text := writtenBench(page.Japanese)
		Expect(text).To(And(ContainSubstring("順位表"), ContainSubstring("3種の防御のうち首位はguardrails")))
		Expect(text).NotTo(ContainSubstring("%!"))
	})

	It("mixes nothing that does not compare", func() {
		rows := benchmark(0)
		rows[3].Scale = 1_000_000
		_, err := page.NewBench("runs.db", rows)
		var mixed *bench.MixedError
		Expect(err).To(BeAssignableToTypeOf(mixed))
	})

	It("says so when nothing can be compared, or nothing is there", func() {
		b, err := page.NewBench("runs.db", benchmark(0))
		Expect(err).NotTo(HaveOccurred())
		other := benchmark(0)
		for _, r := range other {
			r.Seed += 1000
		}
		Expect(b.Since("other.db", other)).To(MatchError(ContainSubstring("shares no run")))
		_, err = page.NewBench("empty.db", nil)
		Expect(err).To(MatchError(ContainSubstring("holds no runs")))
	})
})
