package scenarios_test

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// accuser names everybody whom it has met, every hour: in one alert, or one by
// one.
type accuser struct {
	oneByOne bool
	next     int64
	wallets  []string
	accounts listed[uint32]
	keys     listed[uint32]
	sources  listed[access.Source]
}

// listed is a list without doubles.
type listed[T ~uint32] struct {
	all []T
	met map[T]bool
}

func (l *listed[T]) add(v T) {
	var none T
	if v != none && !l.met[v] {
		l.met[v] = true
		l.all = append(l.all, v)
	}
}

func newListed[T ~uint32]() listed[T] { return listed[T]{met: map[T]bool{}} }

func newAccuser(oneByOne bool) func() (defence.Monitor, error) {
	return func() (defence.Monitor, error) {
		return &accuser{oneByOne: oneByOne, accounts: newListed[uint32](), keys: newListed[uint32](), sources: newListed[access.Source]()}, nil
	}
}

func (m *accuser) Hello(h *defence.Hello) error {
	for i := range h.Assets {
		m.wallets = append(m.wallets, h.Assets[i].Code)
	}
	return nil
}

func (m *accuser) Close() error { return nil }

func (m *accuser) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		m.accounts.add(b.Events[i].Account)
		m.keys.add(b.Events[i].Key)
		m.sources.add(b.Events[i].Source)
	}
	if b.Now < m.next {
		return a, nil
	}
	m.next, a.WakeAt = b.Now+hour, b.Now+hour
	if !m.oneByOne {
		a.Alerts = []defence.Alert{{Rule: "all", Accounts: m.accounts.all, Keys: m.keys.all, Sources: m.sources.all, Wallets: m.wallets}}
		return a, nil
	}
	for _, w := range m.wallets {
		a.Alerts = append(a.Alerts, defence.Alert{Rule: "one", Wallets: []string{w}})
	}
	for i := 0; i < len(m.accounts.all) && i < 500; i++ { // as many as an answer may have
		a.Alerts = append(a.Alerts, defence.Alert{Rule: "one", Accounts: m.accounts.all[i : i+1 : i+1]})
	}
	return a, nil
}

var _ = Describe("A defence that names everybody", Label("embedded", "cheat"), func() {
	DescribeTable("detects nothing, and is charged for whom it names", func(ctx SpecContext, id string) {
		stage := open(id, 1, 0.02)
		none := against(ctx, stage, drill.WithDefence("none"))
		Expect(none.Detection.FirstActionAt).NotTo(BeZero())
		for _, oneByOne := range []bool{false, true} {
			r := against(ctx, stage, drill.WithMonitor(fmt.Sprint("accuser, one by one: ", oneByOne), newAccuser(oneByOne)))
			Expect(r.Score).To(Equal(none.Score), "words cost no money and save none")
			Expect(r.Detection.DetectedAt).To(BeZero(), "one by one: %t", oneByOne)
			Expect(r.Detection.Alerts.Worst).To(BeNumerically(">", r.Detection.Alerts.Budget))
			Expect(*r.Detection.NAB["balanced"]).To(BeNumerically("<", *none.Detection.NAB["balanced"]))
			if !oneByOne {
				Expect(r.Detection.Alerts.True).To(BeZero())
			}
		}
	},
		Entry(nil, "zaif-api-keys-2018-01"),
		Entry(nil, "zaif-hot-wallet-2018-09"),
	)
})
