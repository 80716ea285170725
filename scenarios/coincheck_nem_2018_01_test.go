package scenarios_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

const (
	coincheck = "coincheck-nem-2018-01"
	// stolenXEM is what the exchange said in the end.
	stolenXEM = 526_300_010
)

var _ = Describe("Coincheck, January 2018", Label("embedded", "scenario:"+coincheck), func() {
	It("plays the eleven transfers, which add up to the total, and nothing else", func(ctx SpecContext) {
		sc, err := scenarios.Load(coincheck)
		Expect(err).NotTo(HaveOccurred())
		minute := func(clock string) int64 {
			t, err := time.Parse(time.RFC3339, "2018-01-26T"+clock+":00+09:00")
			Expect(err).NotTo(HaveOccurred())
			return t.UnixNano()
		}
		type row struct {
			from, to int64
			coins    int64
		}
		var got []row
		var sum int64
		for _, t := range sc.Campaign.Steps[0].Transfers {
			coins, ok := t.Amount.Units(0)
			Expect(ok).To(BeTrue())
			got, sum = append(got, row{t.At.Unix, t.Latest().Unix, coins}), sum+coins
		}
		const large = 100_000_000
		Expect(got).To(Equal([]row{
			{minute("00:02"), minute("00:02"), 10},
			{minute("00:04"), minute("00:04"), large},
			{minute("00:05"), minute("00:06"), large},
			{minute("00:07"), minute("00:07"), large},
			{minute("00:08"), minute("00:08"), large},
			{minute("00:09"), minute("00:09"), large},
			{minute("00:10"), minute("00:10"), 20_000_000},
			{minute("00:10"), minute("00:22"), 3_000_000},
			{minute("03:35"), minute("03:35"), 1_500_000},
			{minute("04:33"), minute("04:33"), 1_000_000},
			{minute("08:26"), minute("08:26"), 800_000},
		}))
		Expect(sum).To(Equal(int64(stolenXEM)))
		for _, s := range sc.Campaign.Steps {
			Expect(s.Counterfactual).To(Equal(s.ID.Text == "cash-out"), "the drain ends with the record")
		}
		r := against(ctx, open(coincheck, 1, 0.02), standing("key_allow_list: {}"))
		Expect(r.Outcome.Tally.Changes).To(HaveLen(11))
		Expect(r.Outcome.Tally.Changes[10].At).To(BeNumerically("<=", minute("08:28")))
	})

	It("has a hot wallet with all XEM, no more than a quarter above what is stolen, at full size too", func() {
		for _, scale := range []float64{0.05, 1} {
			g := open(coincheck, 1, scale).World().Genesis
			id, ok := g.AssetID("XEM")
			Expect(ok).To(BeTrue())
			Expect(g.HotShare(id)).To(Equal(int64(money.Whole)))
			Expect(g.Signers(id).Hosts).To(HaveLen(1))
			held := g.Assets[id-1].HouseFunds
			for _, b := range g.Balances {
				if b.Asset == id {
					held += b.Amount
				}
			}
			Expect(held / 1_000_000).To(And(BeNumerically(">", stolenXEM), BeNumerically("<=", stolenXEM/4*5)))
		}
	})

	It("has customers who own what is stolen, at any scale", func() {
		for _, scale := range []float64{0.05, 1} {
			g := open(coincheck, 1, scale).World().Genesis
			id, _ := g.AssetID("XEM")
			owned := int64(0)
			for _, b := range g.Balances {
				if b.Asset == id {
					owned += b.Amount
				}
			}
			Expect(owned).To(Equal(int64(stolenXEM) * 1_000_000))
		}
	})

	It("pays them weeks after the run, which changes no score", func(ctx SpecContext) {
		stage, sc := open(coincheck, 1, 0.02), load(coincheck)
		whole := against(ctx, stage, drill.WithDefence("history"))
		paid := slices.IndexFunc(whole.Facts, func(f score.FactResult) bool { return f.Name == "paid" })
		Expect(*whole.Facts[paid].Measured).To(Equal("2018-03-12"))
		Expect(sc.Clock.RunEnd()).To(BeNumerically("<", sc.Clock.Epilogue.Unix))
		for _, l := range lesserResponses(sc) {
			if !strings.HasPrefix(l.without, "compensate") {
				continue
			}
			without := against(ctx, stage, drill.WithLoaded("history", l.defence))
			Expect(without.Facts[paid].Measured).To(BeNil())
			Expect([]any{without.Score, without.Loss, without.Harm, without.Clock}).To(Equal([]any{whole.Score, whole.Loss, whole.Harm, whole.Clock}))
			Expect(without.Log.Head).NotTo(Equal(whole.Log.Head), "it is done, and logged")
		}
	})

	It("is a thief who can sell loot at exchanges until his addresses are tagged", func(ctx SpecContext) {
		sold := func(d drill.Option) string {
			r := against(ctx, open(coincheck, 1, 0.02), d)
			at := slices.IndexFunc(r.Facts, func(f score.FactResult) bool { return f.Name == "sold" })
			return *r.Facts[at].Measured
		}
		Expect(sold(drill.WithDefence("none"))).To(Equal("1200000 XEM"))
		Expect(sold(drill.WithDefence("history"))).To(Equal("0 XEM"))
	})

	It("is not stopped by any stop", func(ctx SpecContext) {
		r := against(ctx, open(coincheck, 1, 0.02), drill.WithDefence("halt-everything"))
		Expect(r.Loss.Net).To(BeNumerically(">=", r.Loss.Undefended), "a hot wallet that pays nobody else holds no less for him")
		Expect(r.Score).To(BeNumerically("<", score.Points(0)))
	})

	DescribeTable("leaves a response as much as block order allows",
		func(ctx SpecContext, after time.Duration, action string, least, most int64) {
			for _, seed := range drawings(1, 3) {
				d := watching(fmt.Sprint(action, " upon an outflow, after ", after), 0, func() (defence.Monitor, error) {
					return &uponOutflow{since: instant("2018-01-26T00:02:00+09:00"), after: int64(after), action: action}, nil
				})
				Expect(spares(ctx, open(coincheck, seed, 0.02), d)).To(And(BeNumerically(">=", least), BeNumerically("<=", most)), "seed %d", seed)
			}
		},
		Entry("a sweep at once saves nearly all", time.Duration(0), "sweep_to_cold", int64(990_000), int64(1_000_000)),
		Entry("a sweep half a minute later, in a block two minutes after the probe, saves nearly all", 30*time.Second, "sweep_to_cold", int64(990_000), int64(1_000_000)),
		Entry("a sweep after a minute and a half comes behind one large transfer or two", 90*time.Second, "sweep_to_cold", int64(600_000), int64(815_000)),
		Entry("a sweep after five minutes saves some", 5*time.Minute, "sweep_to_cold", int64(20_000), int64(700_000)),
		Entry("a sweep after ten minutes saves under 2 %", 10*time.Minute, "sweep_to_cold", int64(0), int64(19_999)),
		Entry("a new key without moving the coins saves nothing", time.Duration(0), "rotate_hot_key", int64(0), int64(0)),
		Entry("a halt of withdrawals saves nothing", time.Duration(0), "halt_withdrawals", int64(0), int64(0)),
	)

	DescribeTable("asks for standing limits, which do not have to be awake",
		func(ctx SpecContext, control string, least, most int64) {
			for _, seed := range drawings(1, 5) {
				Expect(spares(ctx, open(coincheck, seed, 0.02), standing(control))).To(And(BeNumerically(">=", least), BeNumerically("<=", most)), "seed %d", seed)
			}
		},
		Entry("2 of 3 keys on hosts of their own", "multisig: {m: 2, n: 3, separate_hosts: true}", int64(1_000_000), int64(1_000_000)),
		Entry("2 of 3 keys on one host", "multisig: {m: 2, n: 3, separate_hosts: false}", int64(0), int64(0)),
		Entry("4 % hot, which nobody fills again upon a warning", "hot_cap: {share: 4 %}, chain_watch: {}", int64(950_000), int64(1_000_000)),
		Entry("4 % hot, which staff fills again for the thief", "hot_cap: {share: 4 %}", int64(500_000), int64(950_000)),
	)
})

// uponOutflow does one thing when coins leave a hot wallet of which nobody has a
// record, as soon as it may.
type uponOutflow struct {
	since  int64 // virtual nanoseconds: what was before does not count
	after  int64 // virtual nanoseconds
	action string
	due    int64
	assets []string
	view   *defence.Hello
	done   bool
}

func (u *uponOutflow) Hello(h *defence.Hello) error { u.view = h; return nil }

func (u *uponOutflow) Close() error { return nil }

func (u *uponOutflow) Step(b *defence.Batch) (a defence.Answer, err error) {
	for i := range b.Events {
		e := &b.Events[i]
		if e.Type == mockexchange.SpendUnmatched && e.At >= u.since && u.due == 0 {
			u.due, u.assets = b.Now+u.after, []string{u.view.Assets[e.Asset-1].Code}
			a.Alerts = []defence.Alert{{At: b.Now, Rule: "outflow", Title: "coins left that nobody asked for", Wallets: u.assets}}
		}
	}
	switch {
	case u.due == 0 || u.done:
	case b.Now < u.due:
		a.WakeAt = u.due
	default:
		u.done = true
		for _, asset := range u.assets {
			a.Actions = append(a.Actions, defence.Action{Name: u.action, Asset: asset})
			if u.action == "sweep_to_cold" { // or staff fills the wallet again, and the thief comes back
				a.Actions = append(a.Actions, defence.Action{Name: "rotate_hot_key", Asset: asset})
			}
		}
	}
	return a, nil
}

// coincheckComesOut: the response saves nothing and shuts more than it should,
// and nobody lies.
func coincheckComesOut(none, history *drill.Result) {
	Expect(history.Harm.Availability).To(BeNumerically("<", 900_000), "everything was shut from the evening on")
	Expect(history.Harm.OK).To(BeTrue(), "which is why the floor is lower here")
	for _, r := range []*drill.Result{none, history} {
		Expect(r.Loss.Net).To(Equal(r.Loss.Undefended))
		Expect(r.Score).To(BeNumerically("<=", score.Points(0)))
		for _, s := range r.Statements {
			Expect(s.False == nil || !*s.False).To(BeTrue(), s.Claim)
		}
	}
}
