package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/scenarios"
)

const (
	dmm             = "dmm-bitcoin-2024-05"
	coldTransferDay = "cold-transfer-day"
)

var _ = Describe("DMM Bitcoin, May 2024", Label("embedded", "scenario:"+dmm), func() {
	It("has one person sign what a supplier's system built, and sees it as it was built", func() {
		sc := load(dmm)
		Expect(sc.Incident.Position.Text).To(Equal(scenarios.PositionApprovalPath))
		s := sc.Venues[0].Assets[1].ColdSigning
		Expect([]any{s.M.Value, s.People.Value, s.Builder.Text, s.Display.Text}).To(Equal([]any{int64(1), int64(1), "ginco", "signing-terminal"}))
		Expect(sc.Compromise.Hosts[0].Text).To(Equal("ginco"))
		meant := sc.Venues[0].ColdTransfers[1]
		Expect(meant.Amount.Text).To(Equal("4502.9"))
	})

	It("pays somebody else, and the log has both addresses before anybody signs", func(ctx SpecContext) {
		stage := open(dmm, 2, 0.02)
		by := map[mockexchange.EventType][]*mockexchange.Event{}
		hear(ctx, stage, func(_ *sim.Envelope, ev *mockexchange.Event) {
			c := *ev
			by[ev.Type] = append(by[ev.Type], &c)
		})
		asked, built, shown, signed := by[mockexchange.TransferRequested], by[mockexchange.TransferBuilt], by[mockexchange.TransferShown], by[mockexchange.TransferSigned]
		Expect(asked).To(HaveLen(2))
		Expect(built[0].Address).To(Equal(asked[0].Address), "the one of Wednesday is honest")
		Expect([]chain.Address{built[1].Address, shown[1].Address}).NotTo(ContainElement(asked[1].Address))
		Expect(built[1].Address).To(Equal(shown[1].Address))
		Expect(signed[1].At).To(BeNumerically(">", shown[1].At))
	})

	It("is stopped by whoever holds what was built against what was asked for", func(ctx SpecContext) {
		for _, stage := range []*drill.Stage{open(dmm, 1, 0.02), variant(dmm, 4, 0.02, sim.Salt{}), variant(dmm, 5, 0.02, sim.Salt{})} {
			r := against(ctx, stage, comparing())
			Expect(r.Loss.Net).To(BeZero(), r.Reproduce)
			Expect(r.Score).To(BeNumerically(">", score.Points(90_00)), r.Reproduce)
		}
	})

	It("ends before it begins where it is decoded on another host, for minutes of his who signs", func(ctx SpecContext) {
		r := against(ctx, open(dmm, 1, 0.02), standing("independent_decoding: {}"))
		Expect(r.Loss.Net).To(BeZero(), r.Reproduce)
		Expect(r.Score).To(And(BeNumerically(">", score.Points(99_90)), BeNumerically("<=", score.Best)), r.Reproduce)
		Expect(r.Harm.Total).To(BeNumerically(">", 0), r.Reproduce)
	})

	DescribeTable("is not held up by", func(ctx SpecContext, posture string) {
		r := against(ctx, open(dmm, 1, 0.02), standing(posture))
		Expect(r.Loss.Net).To(BeNumerically(">", r.Loss.Undefended*99/100), r.Reproduce)
		Expect(r.Score).To(BeNumerically("<", score.Points(1_00)), r.Reproduce)
	},
		Entry("devices that refuse new owners: it is a payment", "refuse_upgrades: {}"),
		Entry("more keys for the hot wallet", "multisig: {}"),
		Entry("limits on withdrawals: it is none", "signer_velocity: {}"),
	)

	It("is prevented by one who knows of it, whatever is drawn", func(ctx SpecContext) {
		for seed := range uint64(3) {
			r := against(ctx, variant(dmm, seed+1, 0.02, sim.Salt{}), drill.WithDefence("oracle"))
			Expect(r.Score).To(BeNumerically(">", score.Points(99_90)), r.Reproduce)
		}
	})
})

var _ = Describe("A day of large transfers out of cold storage", Label("embedded", "scenario:"+coldTransferDay), func() {
	It("brings them all to the wallet that was announced", func(ctx SpecContext) {
		stage := open(coldTransferDay, 1, 0.02)
		asset, _ := stage.World().Genesis.AssetID("BTC")
		var asked, built []chain.Address
		var signed, approved int64
		moved := map[chain.Address]int{}
		hear(ctx, stage, func(_ *sim.Envelope, ev *mockexchange.Event) {
			switch {
			case ev.Type == mockexchange.Operated && ev.Op == mockexchange.ApproveMigration:
				approved = ev.At
			case ev.Type == mockexchange.WalletMoved && ev.Op == mockexchange.MigrateWallet:
				moved[ev.Address]++
			case ev.Type == mockexchange.TransferRequested && ev.Asset == asset:
				asked = append(asked, ev.Address)
			case ev.Type == mockexchange.TransferBuilt && ev.Asset == asset:
				built = append(built, ev.Address)
			case ev.Type == mockexchange.TransferSigned:
				signed++
			}
		})
		Expect(approved).To(Equal(instant("2024-06-18T16:00:00+09:00")))
		Expect(asked).To(HaveLen(4))
		Expect(built).To(Equal(asked))
		Expect(signed).To(BeEquivalentTo(4))
		Expect(moved).To(HaveKey(asked[3]), "it is the venue's own")
	})

	It("costs nothing where addresses are compared, and whoever goes by size", func(ctx SpecContext) {
		stage := open(coldTransferDay, 1, 0.02)
		r := against(ctx, stage, comparing())
		Expect(r.Score).To(Equal(score.Best), r.Reproduce)
		Expect(r.Detection.Alerts.False).To(BeZero(), r.Reproduce)
		r = against(ctx, stage, standing("independent_decoding: {}"))
		Expect(r.Score).To(And(BeNumerically("<", score.Best), BeNumerically(">", score.Points(99_00))), r.Reproduce)
		r = against(ctx, stage, watching("startled by a transfer", 0, func() (defence.Monitor, error) { return &startled{action: "halt_withdrawals"}, nil }))
		Expect(r.Score).To(BeNumerically("<", score.Best), r.Reproduce)
	})
})

// comparing is a monitor that holds what is built for cold storage against what
// was asked for, and stops the coin where they name two addresses. It has no posture.
func comparing() drill.Option {
	return drill.WithLoaded("comparing", func(*scenarios.Scenario) (*defence.Defence, error) {
		return defence.New("comparing", nil, func() (defence.Monitor, error) {
			return &comparer{asked: map[string]chain.Address{}}, nil
		}), nil
	})
}

type comparer struct {
	view  *defence.Hello
	asked map[string]chain.Address // by transfer
}

func (m *comparer) Hello(h *defence.Hello) error { m.view = h; return nil }

func (m *comparer) Close() error { return nil }

func (m *comparer) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		switch e := &b.Events[i]; {
		case e.Type == mockexchange.TransferRequested:
			m.asked[e.Label] = e.Address
		case e.Type == mockexchange.TransferBuilt && m.asked[e.Label] != e.Address:
			code := m.view.Assets[e.Asset-1].Code
			a.Alerts = append(a.Alerts, defence.Alert{At: b.Now, Rule: "compare", Title: "another address than was asked for", Wallets: []string{code}})
			a.Actions = append(a.Actions, defence.Action{Name: "halt_withdrawals", Asset: code})
		}
	}
	return a, nil
}

// dmmComesOut checks that the thief gets what he came for, and that what staff did
// afterwards changed nothing of it.
func dmmComesOut(none, history *drill.Result) {
	Expect(none.Loss.Undefended).To(BeNumerically(">", 0))
	Expect(history.Loss.Net).To(BeNumerically(">", none.Loss.Undefended*99/100))
	Expect(history.Harm.Total).To(BeNumerically(">", 0))
}
