package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange"
)

var _ = Describe("3Commas, autumn 2022", Label("embedded", "scenario:threecommas-2022-10"), func() {
	const id = "threecommas-2022-10"

	It("stays within three million commands with a hundred thousand keys at four exchanges", Label("slow"), func(ctx SpecContext) {
		stage := open(id, 6, 1)
		keys, venues := 0, map[string]bool{}
		for _, w := range stage.Worlds() {
			keys += len(w.Dump)
			venues[w.Genesis.Name] = true
		}
		Expect(keys).To(Equal(100_000))
		Expect(venues).To(HaveLen(4))
		o, err := stage.Watch(ctx, drill.WithDefence("history"))
		Expect(err).NotTo(HaveOccurred())
		Expect(o.Commands).To(And(BeNumerically(">", 1_000_000), BeNumerically("<", 3_000_000)))
	})

	It("leaves most keys to be rows of a table", func() {
		sc := load(id)
		sum, idle := int64(0), int64(0)
		for _, v := range sc.Compromise.Victims {
			sum += v.Accounts.Value
			Expect(v.Withdraw).To(BeFalse(), "keys of a bot vendor cannot withdraw")
			if v.Name.Text == "idle" {
				idle = v.Accounts.Value
			}
		}
		d := sc.Compromise.Dump
		Expect([]int64{sum, d.Live.Value + d.Deleted.Value, d.Keys.Value, d.Published.Value}).To(Equal([]int64{88_000, 100_000, 100_000, 10_000}))
		Expect(idle).To(BeNumerically(">", 87_900))
		for _, step := range sc.Campaign.Steps {
			for _, on := range step.On {
				Expect(on.Text).NotTo(BeElementOf("idle", "all", "live"), "nobody plays them")
			}
		}
	})

	It("goes to and fro on the days of the record", func() {
		type row struct{ step, day, what string }
		var got []row
		for _, step := range load(id).Campaign.Steps {
			if step.Technique.Text != "counter_trade" {
				continue
			}
			day := "onset"
			if !step.At.Start.Onset {
				day = step.At.Start.Text[5:10]
			}
			got = append(got, row{step.ID.Text, day, fmt.Sprintf("%d * %s %s at %s", step.Params.Rounds.Value,
				step.Params.Quantity.Text, step.Params.Quantity.Asset.Text, step.Params.Price.Text)})
		}
		Expect(got).To(Equal([]row{
			{"twice-at-first", "onset", "1000 * 10500 DMG at 0.05"},
			{"five-thousand-trades", "10-18", "2290 * 22400 DMG at 0.05"},
			{"first-days", "10-19", "110 * 120000 DMG at 0.05"},
			{"twice-again", "10-21", "1000 * 48000 DMG at 0.05"},
			{"november", "11-10", "220 * 30000 LUMO at 0.125"},
			{"at-kucoin", "11-20", "160 * 9000 PERI at 0.25"},
			{"at-coinbase", "11-24", "140 * 22000 ORMI at 0.1"},
			{"december", "12-08", "260 * 30000 LUMO at 0.125"},
			{"next", "12-28", "300 * 30000 LUMO at 0.125"},
		}))
	})

	It("is seen by whoever counts trades, at every exchange by itself", Label("slow"), func(ctx SpecContext) {
		for _, seed := range drawings(1, 2) {
			r := against(ctx, open(id, seed, 0.02), drill.WithMonitor("count-trades", func() (defence.Monitor, error) {
				return &countTrades{most: 100}, nil
			}))
			Expect(spared(r)).To(BeNumerically(">=", 600_000), r.Reproduce)
			Expect(r.Score).To(BeNumerically(">", score.Points(50_00)), r.Reproduce)
			Expect(r.Detection.Alerts.True).To(BeNumerically(">=", 9), "one for each account at least")
		}
	})

	It("lets rules revoke all keys that are known to be of the vendor, at a price that its customers pay", Label("slow"), func(ctx SpecContext) {
		robbed := func(name, also string) drill.Option {
			return bundleOf(map[string]string{
				"defence.yaml":  "name: " + name + "\nversion: 1\ndescription: keys die that trade at absurd prices\n",
				"playbook.yaml": "responses: [{when: {rule: robbed}, do: [{action: revoke_keys, keys: alert}" + also + "]}]\n",
				"rules/robbed.yml": `title: A key trades far off the price
name: absurd
level: informational
logsource: {product: exchange, service: trading}
detection:
  event: {type: traded, auth: key, price_percent|gte: 180}
  condition: event
---
title: Keys of several customers of one vendor do
name: robbed
level: critical
fields: [key]
correlation: {type: value_count, rules: [absurd], group-by: [vendor], timespan: 7d, condition: {field: account, gte: 2}}
`,
			})
		}
		vendors := robbed("revoke-vendors", ", {action: revoke_keys, vendor: alert}")
		one, all := against(ctx, open(id, 1, 0.02), robbed("revoke-keys", "")), against(ctx, open(id, 1, 0.02), vendors)
		Expect(3*all.Detection.Alerts.True).To(BeNumerically("<", one.Detection.Alerts.True), "whose turn had not come")
		Expect(float64(all.Loss.Net)).To(BeNumerically("<", 1.05*float64(one.Loss.Net)), "he takes it by keys that name nobody instead")
		Expect(all.Loss.Net).To(BeNumerically("<", all.Loss.Undefended*2/3))
		disabled := func(r *drill.Result) (n int64) {
			for _, item := range r.Harm.Items {
				if item.Kind == "key_disabled" {
					n += item.Count
				}
			}
			return n
		}
		Expect(disabled(all)).To(BeNumerically(">", 20+disabled(one)), "keys that their owners use")
		for _, twin := range []string{"bot-vendor-migration", "honest-squeeze-2022-12"} {
			calm := against(ctx, open(twin, 1, 0.02), vendors)
			Expect(disabled(calm)).To(BeZero(), calm.Reproduce)
		}
	})

	It("tells the watch nothing of what is to come, and the teacher everything", func() {
		told(id, []string{"5,000", "5千", "leak", "漏洩", "漏れ", "thief", "犯人", "counter-trade", "28 December", "12月28日"},
			[]string{"71", "104 BTC", "16"})
	})
})

// countTrades revokes the keys of an account that traded very often in a coin
// that hardly anybody trades.
type countTrades struct {
	most   int
	view   *defence.Hello
	trades map[uint32]int
}

func (c *countTrades) Hello(h *defence.Hello) error {
	c.view, c.trades = h, map[uint32]int{}
	return nil
}

func (c *countTrades) Close() error { return nil }

func (c *countTrades) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		e := &b.Events[i]
		if e.Type != mockexchange.Traded || e.Market != uint16(len(c.view.Markets)) {
			continue // the thin one is the last
		}
		if c.trades[e.Account]++; c.trades[e.Account] == c.most {
			a.Alerts = append(a.Alerts, defence.Alert{At: b.Now, Rule: "many trades", Title: "too many trades in a thin coin", Accounts: []uint32{e.Account}})
			a.Actions = append(a.Actions, defence.Action{Name: "revoke_keys", Accounts: []uint32{e.Account}})
		}
	}
	return a, nil
}

// threeCommasComesOut: at four exchanges, as the victims reckoned.
func threeCommasComesOut(none, history *drill.Result) {
	Expect(history.Passed).To(BeTrue(), history.Reproduce)
	const dollar = 1_000_000
	Expect(none.Loss.Net).To(BeNumerically(">", 12_000_000*dollar), "more than a dozen millions, as victims reckoned")
	Expect(none.Loss.Net).To(BeNumerically("<", 27_000_000*dollar))
	Expect(history.Loss.Net).To(BeNumerically("<", none.Loss.Net), "revoking all keys saved what was to come")
	Expect(history.Loss.Net).To(BeNumerically(">", 6_000_000*dollar), "and nothing of what was")
	Expect(history.Detection.Alerts.True).To(BeNumerically("==", 2))
	var denied int
	for _, s := range none.Statements {
		if s.False != nil && *s.False {
			denied++
		}
	}
	Expect(denied).To(Equal(3), "the vendor said so, whoever defends")
}
