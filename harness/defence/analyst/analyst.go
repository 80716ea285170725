package analyst

import (
	"fmt"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

// Maker makes a fresh monitor for every run.
type Maker struct{}

// Make makes the monitor of one run. It learns neither the scenario nor the seed.
func (Maker) Make(uint64, *scenarios.Scenario) (defence.Monitor, error) { return newMonitor(), nil }

// Limits, in bits. One in 2^n acts is as strange by chance, were features
// independent; they are not, so that the limits were tuned on public variants with
// seeds 1 to 100.
const (
	strange    = 15 * bit // a payment that is held
	bystander  = 7 * bit  // of what one account adds to the evidence against an address or a winner, what honest ones add
	guilty     = 20 * bit // evidence that is acted on
	accomplice = 3        // different accounts that evidence has to be about
)

// holdFor is how long a strange payment is held: its owner has a mail, and a night
// and a day to read it.
const holdFor = int64(6 * time.Hour)

// Sizes of the tables.
const (
	settles = int64(6 * time.Hour)  // before somebody who was seen is an old acquaintance
	window  = int64(12 * time.Hour) // over which evidence adds up
	room    = 1024                  // entities of each sort
)

// monitor is the analyst at work.
type monitor struct {
	venue   *defence.Directory
	sources *Hitters[access.Source]
	habits  *Pairs // accounts and the networks that they call from
	payments
	trades
	spends

	now    int64
	answer defence.Answer
}

func newMonitor() *monitor {
	return &monitor{
		sources: NewHitters[access.Source](room, window), habits: NewPairs(settles), payments: newPayments(),
	}
}

// Hello tells it the names of assets and markets.
func (m *monitor) Hello(h *defence.Hello) error {
	m.venue = defence.NewDirectory(h.Assets, h.Markets, h.Vendors...)
	m.trades, m.spends = newTrades(len(h.Markets)), newSpends(len(h.Assets))
	return nil
}

// Step looks at each event once.
func (m *monitor) Step(b *defence.Batch) (defence.Answer, error) {
	m.now, m.answer = b.Now, defence.Answer{}
	for i := range b.Events {
		m.look(&b.Events[i])
	}
	m.undone()
	return m.answer, nil
}

// Close says goodbye.
func (m *monitor) Close() error { return nil }

func (m *monitor) look(e *mockexchange.Event) {
	switch e.Type {
	case mockexchange.APICall:
		m.habit(e)
	case mockexchange.AuthRefuse:
		m.knocked(e)
	case mockexchange.LoggedIn:
		m.loggedIn(e)
	case mockexchange.KeyCreated:
		m.keyMade(e)
	case mockexchange.OrderAccepted:
		m.ordered(e)
	case mockexchange.Traded:
		m.traded(e)
	case mockexchange.WithdrawalRequested:
		m.asked(e)
	case mockexchange.WithdrawalRejected:
		m.calledOff(e)
	case mockexchange.Complained:
		m.complained(e)
	case mockexchange.WithdrawalBroadcast, mockexchange.WalletMoved, mockexchange.HousePaid, mockexchange.TransactionReplaced, mockexchange.Operated, mockexchange.DepositSeen:
		m.recorded(e)
	case mockexchange.ChainSpend, mockexchange.SpendUnmatched:
		m.spent(e)
	}
}

// habit reports whether an account calls from a part of the network that it is not
// known to call from.
func (m *monitor) habit(e *mockexchange.Event) bool {
	return e.Account != 0 && e.Source != 0 && m.habits.News(e.Account, uint32(e.Source.Network()), e.At)
}

// against adds what an account's dealings say to the evidence against an entity,
// the first time that they are strange, and reports whether it is time to act.
func against[K comparable](h *Hitter[K], account uint32, says Bits) bool {
	if says > bystander && h.Accusers.Add(account) {
		h.Evidence += says - bystander
	}
	return !h.Done && h.Evidence >= guilty && h.Accusers.Size() >= accomplice
}

func (m *monitor) do(a ...defence.Action) { m.answer.Actions = append(m.answer.Actions, a...) }

// alert says what was found and how strange it is.
func (m *monitor) alert(rule, title, level string, found Bits, a defence.Alert) {
	a.At, a.Rule, a.Level = m.now, rule, level
	a.Title = fmt.Sprintf("%s: %d bits", title, found/bit)
	m.answer.Alerts = append(m.answer.Alerts, a)
}

// convict acts on an address that calls for many.
func (m *monitor) convict(h *Hitter[access.Source]) {
	h.Done = true
	m.alert("strange_address", "An address acts strangely for several accounts", "critical", h.Evidence,
		defence.Alert{Sources: []access.Source{h.Who}, Keys: slices.Clone(h.Keys)})
	m.stop(h)
}

// stop turns down what a convicted address asked for, and its keys may only read
// from then on.
func (m *monitor) stop(h *Hitter[access.Source]) {
	if len(h.Withdrawals) > 0 {
		m.do(defence.Action{Name: "reject", Withdrawals: h.Withdrawals})
	}
	if len(h.Keys) > 0 {
		m.do(defence.Action{Name: "restrict_keys", Keys: h.Keys, Scopes: access.Trade | access.Withdraw})
	}
	h.Keys, h.Withdrawals = nil, nil
}
