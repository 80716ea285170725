package scoretest

import (
	"cmp"
	"slices"

	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/accounting"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Drill is a small synthetic run: what honest people want, what the thief
// plans, and what the defence does about it. It plays itself to an accounting.
type Drill struct {
	Set      accounting.Setup
	Wishes   []Wished
	Thefts   []Theft
	Answered int64 // when a targeted response takes everything from the thief; 0 for never
	Strays   []Stray
	// Last is done at the last second of the run.
	Last []Stray
}

// Wished is what an honest customer sets out to do.
type Wished struct {
	At, value, takes int64
	Account          uint32
	kind             sim.IntentKind
	Held, Refused    bool
	withdrawal       uint32 // its id, if the venue takes it
}

// Theft is a step of the thief's plan. A sale that costs less than nothing,
// before its fee, is one that happened to be good for the victim.
type Theft struct {
	At, Costs, takes int64
	Account          uint32
	trade            bool
	own              bool // with an account of his own on the other side
	withdrawal       uint32
}

// Stray is a single act of the defence that may hit anybody.
type Stray struct {
	At      int64
	What    string
	Account uint32
	Target  uint32 // a withdrawal
}

// Act is one thing that happens.
type Act struct {
	At int64
	Do func(s *Stage)
}

// StrayKinds are what a stray can be; the first four are what a careless defence
// does.
var StrayKinds = []string{"freeze", "thaw", "revoke", "alert", "reject", "broadcast", "halt", "rollback", "compensate"}

// DrawDrill draws one.
func DrawDrill(t *rapid.T) Drill {
	d := Drill{Set: Setup()}
	d.Set.HonestUse = []bool{false, false, false, true, true, true}
	moment := rapid.Int64Range(Start, ClockEnd)
	value := rapid.Int64Range(1, 10_000_000)
	takes := rapid.Int64Range(0, 30*Hour)
	honest := rapid.Uint32Range(4, 6)
	id := uint32(0)
	for range rapid.IntRange(1, 12).Draw(t, "wishes") {
		id++
		d.Wishes = append(d.Wishes, Wished{
			At: moment.Draw(t, "at"), value: value.Draw(t, "value"), takes: takes.Draw(t, "takes"), Account: honest.Draw(t, "account"),
			kind: rapid.SampledFrom([]sim.IntentKind{sim.IntentOrder, sim.IntentWithdrawal, sim.IntentLogin}).Draw(t, "kind"),
			Held: rapid.Bool().Draw(t, "held"), Refused: rapid.IntRange(0, 3).Draw(t, "refused") == 0, withdrawal: id,
		})
	}
	for range rapid.IntRange(1, 12).Draw(t, "thefts") {
		id++
		d.Thefts = append(d.Thefts, Theft{
			At: moment.Draw(t, "at"), Costs: value.Draw(t, "costs"), takes: takes.Draw(t, "takes"),
			Account: rapid.Uint32Range(1, 2).Draw(t, "victim"), trade: rapid.Bool().Draw(t, "trade"), withdrawal: id,
		})
		if last := &d.Thefts[len(d.Thefts)-1]; last.trade {
			last.Costs = rapid.Int64Range(-200_000, 200_000).Draw(t, "loss of the sale")
			last.own = rapid.Bool().Draw(t, "to himself")
		}
	}
	// One theft is sure to take something, so that there is a loss to prevent.
	id++
	d.Thefts = append(d.Thefts, Theft{At: Start + Hour, Costs: 10_000_000, Account: 1, withdrawal: id})
	d.Strays = drawStrays(t, moment, honest, id)
	return d
}

func drawStrays(t *rapid.T, moment *rapid.Generator[int64], account *rapid.Generator[uint32], withdrawals uint32) (list []Stray) {
	for range rapid.IntRange(0, 5).Draw(t, "strays") {
		list = append(list, Stray{
			At: moment.Draw(t, "at"), What: rapid.SampledFrom(StrayKinds[:4]).Draw(t, "what"), Account: account.Draw(t, "whom"),
			Target: rapid.Uint32Range(1, withdrawals).Draw(t, "which"),
		})
	}
	return list
}

// Play tells it all to a fresh accounting, and gives what it came to.
func (d Drill) Play() *score.Tally {
	s := NewStage(d.Set)
	for _, a := range d.Acts() {
		a.Do(s)
	}
	return s.Tally()
}

// Acts is everything that happens, in the order of time.
func (d Drill) Acts() (all []Act) {
	if d.Answered != 0 {
		all = append(all, Act{d.Answered, d.respond})
	}
	for _, w := range d.Wishes {
		all = append(all, w.Acts()...)
	}
	for _, th := range d.Thefts {
		all = append(all, th.Acts(d.Answered)...)
	}
	for _, st := range append(slices.Clone(d.Strays), d.Last...) {
		all = append(all, Act{st.At, st.do})
	}
	slices.SortStableFunc(all, func(a, b Act) int { return cmp.Compare(a.At, b.At) })
	return all
}

func (w Wished) Acts() []Act {
	who, intent := Customer(w.Account), Wish(w.withdrawal, w.kind, w.At, w.value)
	kind := map[sim.IntentKind]mx.Kind{
		sim.IntentOrder: mx.PlaceOrder, sim.IntentWithdrawal: mx.RequestWithdrawal, sim.IntentLogin: mx.Login,
	}[w.kind]
	switch {
	case w.Refused:
		return []Act{{w.At, func(s *Stage) { s.Refuse(w.At, who, w.Account, kind, reject.HaltWithdrawals, intent) }}}
	case w.kind != sim.IntentWithdrawal:
		return []Act{{w.At, func(s *Stage) { s.Tell(w.At, who, CommandOf(who, w.Account, kind), intent, mx.Result{}) }}}
	}
	list := []Act{{w.At, func(s *Stage) {
		s.Withdrawals = w.withdrawal - 1
		s.Withdraw(w.At, who, w.Account, w.value, intent)
		if w.Held {
			s.Scheduled(w.At, mx.WithdrawalHeld, w.withdrawal, reject.Hold)
		}
	}}}
	sent := w.At + w.takes
	return append(list, Act{sent, func(s *Stage) { s.Scheduled(sent, mx.WithdrawalBroadcast, w.withdrawal, reject.None) }})
}

func (th Theft) Acts(answered int64) []Act {
	if answered != 0 && th.At >= answered {
		return []Act{{th.At, func(s *Stage) {
			s.Refuse(th.At, sim.Attacker, th.Account, mx.RequestWithdrawal, reject.RevokeKeys, sim.Attempt{})
		}}}
	}
	if th.trade {
		return []Act{{th.At, func(s *Stage) {
			buyer, order := uint32(5), uint64(0)
			if th.own {
				buyer, order = ThiefAccount, s.Rest(th.At, sim.Attacker, ThiefAccount)
			}
			s.Trade(th.At, sim.Attacker, th.Account, buyer, market.Sell, Coin, 1_000_000-th.Costs, order)
		}}}
	}
	return []Act{{th.At, func(s *Stage) {
		s.Withdrawals = th.withdrawal - 1
		s.Withdraw(th.At, sim.Attacker, th.Account, th.Costs, sim.Attempt{})
	}}}
}

// respond is a response that hurts nobody: the stolen keys are revoked, which
// no owner uses, and what the thief still has in flight is rejected.
func (d Drill) respond(s *Stage) {
	s.Alert(&defence.Alert{At: d.Answered, Keys: []uint32{1, 2, OldKey}})
	s.Revoke(d.Answered, 1)
	s.Revoke(d.Answered, 2)
	for _, th := range d.Thefts {
		if !th.trade && th.At < d.Answered && d.Answered < th.At+th.takes {
			s.Reject(d.Answered, th.withdrawal)
		}
	}
}

func (st Stray) do(s *Stage) {
	switch st.What {
	case "freeze":
		s.Freeze(st.At, st.Account)
	case "thaw":
		s.Thaw(st.At, st.Account)
	case "revoke":
		s.Revoke(st.At, st.Account)
	case "alert":
		s.Alert(&defence.Alert{At: st.At, Accounts: []uint32{st.Account}})
	case "reject":
		s.Reject(st.At, st.Target)
	case "broadcast":
		s.Scheduled(st.At, mx.WithdrawalBroadcast, st.Target, reject.None)
	case "rollback":
		s.Undo(st.At, st.Account, 5, market.Sell, Coin, 900_000, uint64(st.Target), 0)
	case "compensate":
		s.Operate(st.At, mx.Command{Kind: mx.Compensate, Account: st.Account, Asset: JPY, Amount: 1_000},
			mx.Event{Type: mx.Compensated, Account: st.Account, Asset: JPY, Amount: 1_000, Value: 1_000})
	case "halt":
		s.Operate(st.At, mx.Command{Kind: mx.HaltWithdrawals})
		s.Operate(st.At, mx.Command{Kind: mx.HaltDeposits})
	}
}
