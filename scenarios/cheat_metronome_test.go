package scenarios_test

import (
	"fmt"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/drill/drilltest"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// metronome raises an alarm whenever its time has come, and looks at nothing
// but whom there is to name.
type metronome struct {
	pause, next int64
	names       string // wallets, accounts, keys or sources
	all         bool   // an alert for each wallet, instead of one after the other
	jitter      bool   // an alarm up to half a pause later, by what was in the news
	turn        int
	wallets     []string
	accounts    listed[uint32]
	keys        listed[uint32]
	sources     listed[access.Source]
	news        uint64
}

func newMetronome(m metronome) func() (defence.Monitor, error) {
	return func() (defence.Monitor, error) {
		m := m
		m.accounts, m.keys, m.sources = newListed[uint32](), newListed[uint32](), newListed[access.Source]()
		return &m, nil
	}
}

func (m *metronome) String() string {
	text := fmt.Sprintf("%s every %d h", m.names, m.pause/hour)
	if m.all {
		text = "all " + text
	}
	if m.jitter {
		text += ", more or less"
	}
	return text
}

func (m *metronome) Hello(h *defence.Hello) error {
	for i := range h.Assets {
		if h.Assets[i].Chain != nil {
			m.wallets = append(m.wallets, h.Assets[i].Code)
		}
	}
	m.next = h.Now + m.pause
	return nil
}

func (*metronome) Close() error { return nil }

func (m *metronome) Step(b *defence.Batch) (a defence.Answer, _ error) {
	for i := range b.Events {
		e := &b.Events[i]
		m.accounts.add(e.Account)
		m.keys.add(e.Key)
		m.sources.add(e.Source)
		m.news = m.news*31 + uint64(e.Amount) + uint64(e.Account)
	}
	if b.Now >= m.next {
		a.Alerts = m.alarm()
		m.next += m.pause
		if m.jitter {
			m.next += int64(m.news%uint64(m.pause)) - m.pause/2
		}
	}
	a.WakeAt = m.next
	return a, nil
}

// alarm names whose turn it is.
func (m *metronome) alarm() (list []defence.Alert) {
	defer func() { m.turn++ }()
	for i, w := range m.wallets {
		if m.names == "wallets" && (m.all || i == m.turn%len(m.wallets)) {
			list = append(list, defence.Alert{Rule: "metronome", Wallets: []string{w}})
		}
	}
	switch {
	case m.names == "accounts" && len(m.accounts.all) > 0:
		list = []defence.Alert{{Rule: "metronome", Accounts: []uint32{m.accounts.all[m.turn%len(m.accounts.all)]}}}
	case m.names == "keys" && len(m.keys.all) > 0:
		list = []defence.Alert{{Rule: "metronome", Keys: []uint32{m.keys.all[m.turn%len(m.keys.all)]}}}
	case m.names == "sources" && len(m.sources.all) > 0:
		list = []defence.Alert{{Rule: "metronome", Sources: []access.Source{m.sources.all[m.turn%len(m.sources.all)]}}}
	}
	return list
}

var metronomes = []metronome{
	{pause: 24 * hour, names: "wallets", all: true},
	{pause: 6 * hour, names: "wallets", all: true},
	{pause: hour, names: "wallets"},
	{pause: 2 * hour, names: "wallets"},
	{pause: 24 * hour, names: "wallets", all: true, jitter: true},
	{pause: 2 * hour, names: "accounts"},
	{pause: 2 * hour, names: "keys"},
	{pause: hour, names: "keys"},
	{pause: 2 * hour, names: "sources"},
}

var _ = Describe("A defence that raises alarms by the clock", Label("embedded", "cheat"), func() {
	ticking := func(m metronome) drill.Option { return drill.WithMonitor(m.String(), newMetronome(m)) }

	DescribeTable("detects nothing, although it names the thief", func(ctx SpecContext, id string, held ...string) {
		named := 0
		for _, seed := range drawings(1, 2) {
			stage := open(id, seed, 0.02)
			none := against(ctx, stage, drill.WithDefence("none"))
			for _, m := range metronomes {
				if !soaking && !slices.Contains(held, m.names) {
					continue // nothing that the thief holds
				}
				r := against(ctx, stage, ticking(m))
				d := &r.Detection
				AddReportEntry(fmt.Sprintf("%s, seed %d, %v: %d true, %d false, chance %v, detected %v", id, seed, &m, d.Alerts.True, d.Alerts.False, d.Chance, d.DetectedAt != 0))
				Expect(r.Score).To(Equal(none.Score), "words cost no money and save none")
				Expect(d.DetectedAt).To(BeZero(), "%v, seed %d", &m, seed)
				Expect(*d.NAB["balanced"]).To(BeNumerically("<=", *none.Detection.NAB["balanced"]))
				if d.Alerts.True > 0 {
					named++
					Expect(*d.Chance).To(BeNumerically(">", score.Luck))
				}
				Expect(r).NotTo(drilltest.DetectWithin(10*24*time.Hour), "no threshold of time is met")
			}
		}
		Expect(named).To(BeNumerically(">", 1), "without looking, by their own lights")
	},
		Entry(nil, coincheck, "wallets"),
		Entry(nil, "zaif-hot-wallet-2018-09", "wallets"),
		Entry(nil, "zaif-api-keys-2018-01", "accounts", "keys", "sources"),
	)
})
