package scenarios_test

import (
	"fmt"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/money"
)

var _ = Describe("Zaif, September 2018", Label("embedded", "scenario:zaif-hot-wallet-2018-09"), func() {
	const id = "zaif-hot-wallet-2018-09"

	It("takes the documented amounts, in transactions of which one is documented", func() {
		sc := load(id)
		type row struct{ at, amount string }
		var drains []row
		for _, step := range sc.Campaign.Steps[:3] {
			Expect(step.Technique.Text).To(Equal("sign_with_stolen_key"))
			for _, t := range step.Transfers {
				drains = append(drains, row{t.At.Text[11:16] + " " + t.Latest().Text[11:16], t.Amount.Text + " " + t.Amount.Asset.Text})
			}
		}
		Expect(drains).To(Equal([]row{
			{"17:24 17:40", "5966.1 BTC"},
			{"17:48 17:48", "2000000 MONA"},
			{"17:55 17:55", "2000000 MONA"},
			{"18:02 18:02", "2000000 MONA"},
			{"18:09 18:09", "236810.1 MONA"},
			{"18:25 18:25", "20000 BCH"},
			{"18:44 18:44", "22327.1 BCH"},
		}))
		Expect(sc.Campaign.Steps[0].Transfers[0].Inputs.Value).To(Equal(int64(131)))
		addresses, next := int64(0), int64(1)
		for _, t := range sc.Campaign.Steps[3].Transfers {
			Expect(t.To.Value).To(Equal(next), "each pays addresses of its own")
			Expect(t.Amount.Text).To(Equal("501"))
			addresses, next = addresses+t.Outputs.Value, next+t.Outputs.Value
		}
		Expect(sc.Campaign.Steps[3].Transfers).To(HaveLen(9))
		Expect(addresses).To(Equal(int64(5_109)))
		Expect(sc.Campaign.Steps[4].Transfers[0].Amount.Text).To(Equal("1451.7"))
		Expect(sc.Campaign.Steps[4].Params.Below.Text).To(Equal("2"))
		for _, step := range sc.Campaign.Steps {
			Expect(step.Counterfactual).To(BeFalse(), "the drain ends with the record")
		}
	})

	It("holds no more than a quarter above what is stolen of each coin, at full size too", func() {
		for _, scale := range []float64{0.05, 1} {
			g := open(id, 7, scale).World().Genesis
			for _, coin := range []struct {
				code   string
				stolen int64 // tenths of a coin
			}{{"BTC", 59_661}, {"MONA", 62_368_101}, {"BCH", 423_271}} {
				asset, ok := g.AssetID(coin.code)
				Expect(ok).To(BeTrue())
				held := g.Assets[asset-1].HouseFunds
				for _, b := range g.Balances {
					if b.Asset == asset {
						held += b.Amount
					}
				}
				Expect(held/10_000_000).To(And(BeNumerically(">", coin.stolen), BeNumerically("<=", coin.stolen*5/4)), coin.code)
			}
		}
	})

	It("is not stopped by any stop", func(ctx SpecContext) {
		r := against(ctx, open(id, 1, 0.02), drill.WithDefence("halt-everything"))
		Expect(r.Loss.Net).To(BeNumerically(">=", r.Loss.Undefended))
		Expect(r.Score).To(BeNumerically("<", score.Points(0)))
	})

	DescribeTable("leaves a response what the first transaction did not take",
		func(ctx SpecContext, after time.Duration, actions string, least, most int64) {
			for _, seed := range drawings(1, 3) {
				d := watching(fmt.Sprint(actions, " upon an outflow, after ", after), 0, func() (defence.Monitor, error) {
					return &uponAnyOutflow{since: instant("2018-09-14T17:00:00+09:00"), after: int64(after), actions: strings.Fields(actions)}, nil
				})
				Expect(spares(ctx, open(id, seed, 0.02), d)).To(And(BeNumerically(">=", least), BeNumerically("<=", most)), "seed %d", seed)
			}
		},
		Entry("a sweep of everything at once, and new keys, save the other two coins", time.Duration(0), "rotate_hot_key sweep_to_cold", int64(300_000), int64(410_000)),
		Entry("a sweep of everything at once saves nothing while the staff brings it back to stolen keys", time.Duration(0), "sweep_to_cold", int64(0), int64(1_000)),
		Entry("a sweep after two hours, and new keys, save nothing", 2*time.Hour, "rotate_hot_key sweep_to_cold", int64(0), int64(1_000)),
		Entry("a new key without moving the coins saves nothing", time.Duration(0), "rotate_hot_key", int64(0), int64(0)),
		Entry("a halt of withdrawals saves nothing", time.Duration(0), "halt_withdrawals", int64(0), int64(0)),
	)

	DescribeTable("asks for standing limits, which do not have to be awake",
		func(ctx SpecContext, control string, least, most int64) {
			for _, seed := range drawings(1, 5) {
				Expect(spares(ctx, open(id, seed, 0.02), standing(control))).To(And(BeNumerically(">=", least), BeNumerically("<=", most)), "seed %d", seed)
			}
		},
		Entry("2 of 3 keys on hosts of their own", "multisig: {m: 2, n: 3, separate_hosts: true}", int64(1_000_000), int64(1_000_000)),
		Entry("2 of 3 keys on one host", "multisig: {m: 2, n: 3, separate_hosts: false}", int64(0), int64(0)),
		Entry("4 % hot, which nobody fills again upon a warning", "hot_cap: {share: 4 %}, chain_watch: {}", int64(950_000), int64(1_000_000)),
		Entry("4 % hot, which staff fills again for the thief", "hot_cap: {share: 4 %}", int64(500_000), int64(950_000)),
	)

	It("lets the loot be chased: other exchanges freeze it if they are willing, and sooner is better", func(ctx SpecContext) {
		loot := int64(14_517) * money.Whole / 59_661 // of the Bitcoin; the other coins are most of the rest
		chased, refused := 0, 0
		for _, seed := range drawings(4, 12) {
			after := func(late time.Duration) *drill.Result {
				return against(ctx, open(id, seed, 0.02), watching(fmt.Sprint("a request after ", late), 0, func() (defence.Monitor, error) {
					return &uponAnyOutflow{since: instant("2018-09-14T17:00:00+09:00"), after: int64(late), actions: []string{"request_freeze"}}, nil
				}))
			}
			early, late := after(0), after(96*time.Hour)
			Expect(early.Loss.Recovered).To(BeNumerically(">=", late.Loss.Recovered), early.Reproduce)
			Expect(spared(early)).To(BeNumerically("<=", loot), early.Reproduce)
			Expect(billed(early)).To(Equal(map[string]int64{"feed": 1}), "the address is nobody's but the thief's")
			if early.Loss.Recovered > 0 {
				chased++
			} else {
				refused++
			}
		}
		Expect([]int{chased, refused}).NotTo(ContainElement(0), "one exchange is willing or not")
	})

	It("can be chased by rules, whose alerts name the addresses that coins went to and go on to", func(ctx SpecContext) {
		willing := 0
		for _, seed := range drawings(2, 12) {
			r := against(ctx, open(id, seed, 0.02), chasing(0))
			if r.Loss.Recovered > 0 {
				willing++
			}
			Expect(r.Detection.Alerts.True).To(BeNumerically("~", 4, 2), "a coin each, and what was left of one")
		}
		Expect(willing).To(BeNumerically(">", 0), "of the exchanges that are asked")
		r := against(ctx, open(id, 1, 0.02), chasing(6))
		Expect(r.Detection.Alerts.True).To(BeNumerically(">", 20), "nine transactions to five thousand addresses, and hundreds to an exchange")
		Expect(r.Detection.Alerts.Worst).To(BeNumerically("<", 20), "who follows a thief names thieves")
		Expect(r.Detection.Precision["addresses"]).To(HaveValue(BeNumerically(">", 900_000)))
	})

	It("tells the watch nothing of what is to come, and the teacher everything", func() {
		told(id, []string{"5,966", "131", "17:00", "thief", "犯人", "stolen", "盗まれ", "流出"},
			[]string{"5,966.1", "6,236,810.1", "42,327.1", "131", "5,109", "1,451.7", "144.548", "7,030,616,440"})
	})
})

// chasing is a bundle whose rules name where coins went that left on no record, and
// whose playbook asks other exchanges to freeze what comes from there.
func chasing(hops int) drill.Option {
	GinkgoHelper()
	const rule = `title: Coins that left on no record
name: %s
level: high
logsource: {product: exchange, service: chain}
fields: [address]
detection:
  event: {type: %s}
  condition: event
`
	return bundleOf(map[string]string{
		"defence.yaml":      "name: chasing\nversion: 1\ndescription: the loot is asked for\n",
		"posture.yaml":      fmt.Sprintf("controls: {chain_watch: {hops: %d}}\n", hops),
		"playbook.yaml":     "responses: [{when: {rule: [left, went_on]}, do: [{action: request_freeze, addresses: alert, text: stolen}]}]\n",
		"rules/left.yml":    fmt.Sprintf(rule, "left", "spend_unmatched"),
		"rules/went_on.yml": fmt.Sprintf(rule, "went_on", "spend_followed"),
	})
}

// uponAnyOutflow does the same to all wallets when coins leave one of which
// nobody has a record, as soon as it may.
type uponAnyOutflow struct {
	since   int64 // virtual nanoseconds: what was before does not count
	after   int64 // virtual nanoseconds
	actions []string
	due     int64
	to      chain.Address // that the coins went to
	done    bool
}

func (u *uponAnyOutflow) Hello(*defence.Hello) error { return nil }

func (u *uponAnyOutflow) Close() error { return nil }

func (u *uponAnyOutflow) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		if e := &b.Events[i]; e.Type == mockexchange.SpendUnmatched && e.At >= u.since && u.due == 0 {
			u.due, u.to = b.Now+u.after, e.Address
		}
	}
	switch {
	case u.due == 0 || u.done:
	case b.Now < u.due:
		a.WakeAt = u.due
	default:
		u.done = true
		for _, name := range u.actions {
			do := defence.Action{Name: name}
			if name == "request_freeze" {
				do.Addresses, do.Text = []chain.Address{u.to}, "stolen"
			}
			a.Actions = append(a.Actions, do)
		}
	}
	return a, nil
}

// zaifWalletComesOut: the response saves nothing, one claim was false when it
// was made, and one promise was broken.
func zaifWalletComesOut(none, history *drill.Result) {
	Expect(history.Passed).To(BeTrue(), history.Reproduce)
	const stolen = 7_030_616_438 // yen, of 5,966.1 BTC, 6,236,810.1 MONA and 42,327.1 BCH
	Expect(none.Loss.Undefended).To(BeNumerically("~", stolen*10, 2_000), "in tenths of a yen, miners' fees beside it")
	Expect(history.Loss.Net).To(Equal(history.Loss.Undefended))
	Expect(history.Score).To(BeNumerically("<=", score.Points(0)))
	var claims []string
	for _, s := range history.Statements {
		if s.False != nil {
			claims = append(claims, fmt.Sprintf("%s %t", s.Claim, *s.False))
		}
	}
	Expect(claims).To(Equal([]string{"assets_safe true", "reopening 2018-09-20T14:59:59Z true", "cause_known false"}))
}
