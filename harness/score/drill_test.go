package score_test

import (
	"slices"

	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// A drill is a small synthetic run: what honest people want, what the thief
// plans, and what the defence does about it. It plays itself to an accountant.
type drill struct {
	set      score.Setup
	wishes   []wished
	thefts   []theft
	answered int64 // when a targeted response takes everything from the thief; 0 for never
	strays   []stray
	// last is done at the last second of the run.
	last []stray
}

// wished is what an honest customer sets out to do.
type wished struct {
	at, value, takes int64
	account          uint32
	kind             sim.IntentKind
	held, refused    bool
	withdrawal       uint32 // its id, if the venue takes it
}

// theft is a step of the thief's plan. A sale that costs less than nothing,
// before its fee, is one that happened to be good for the victim.
type theft struct {
	at, costs, takes int64
	account          uint32
	trade            bool
	own              bool // with an account of his own on the other side
	withdrawal       uint32
}

// stray is a single act of the defence that may hit anybody.
type stray struct {
	at      int64
	what    string
	account uint32
	target  uint32 // a withdrawal
}

type act struct {
	at int64
	do func(s *stage)
}

var strayKinds = []string{"freeze", "thaw", "revoke", "alert", "reject", "broadcast", "halt", "rollback", "compensate"}

func drawDrill(t *rapid.T) drill {
	d := drill{set: setup()}
	d.set.HonestUse = []bool{false, false, false, true, true, true}
	moment := rapid.Int64Range(start, clockEnd)
	value := rapid.Int64Range(1, 10_000_000)
	takes := rapid.Int64Range(0, 30*hour)
	honest := rapid.Uint32Range(4, 6)
	id := uint32(0)
	for range rapid.IntRange(1, 12).Draw(t, "wishes") {
		id++
		d.wishes = append(d.wishes, wished{
			at: moment.Draw(t, "at"), value: value.Draw(t, "value"), takes: takes.Draw(t, "takes"), account: honest.Draw(t, "account"),
			kind: rapid.SampledFrom([]sim.IntentKind{sim.IntentOrder, sim.IntentWithdrawal, sim.IntentLogin}).Draw(t, "kind"),
			held: rapid.Bool().Draw(t, "held"), refused: rapid.IntRange(0, 3).Draw(t, "refused") == 0, withdrawal: id,
		})
	}
	for range rapid.IntRange(1, 12).Draw(t, "thefts") {
		id++
		d.thefts = append(d.thefts, theft{
			at: moment.Draw(t, "at"), costs: value.Draw(t, "costs"), takes: takes.Draw(t, "takes"),
			account: rapid.Uint32Range(1, 2).Draw(t, "victim"), trade: rapid.Bool().Draw(t, "trade"), withdrawal: id,
		})
		if last := &d.thefts[len(d.thefts)-1]; last.trade {
			last.costs = rapid.Int64Range(-200_000, 200_000).Draw(t, "loss of the sale")
			last.own = rapid.Bool().Draw(t, "to himself")
		}
	}
	// One theft is sure to take something, so that there is a loss to prevent.
	id++
	d.thefts = append(d.thefts, theft{at: start + hour, costs: 10_000_000, account: 1, withdrawal: id})
	d.strays = drawStrays(t, moment, honest, id)
	return d
}

func drawStrays(t *rapid.T, moment *rapid.Generator[int64], account *rapid.Generator[uint32], withdrawals uint32) (list []stray) {
	for range rapid.IntRange(0, 5).Draw(t, "strays") {
		list = append(list, stray{
			at: moment.Draw(t, "at"), what: rapid.SampledFrom(strayKinds[:4]).Draw(t, "what"), account: account.Draw(t, "whom"),
			target: rapid.Uint32Range(1, withdrawals).Draw(t, "which"),
		})
	}
	return list
}

func (d drill) play() *score.Tally {
	s := newStage(d.set)
	for _, a := range d.acts() {
		a.do(s)
	}
	return s.close()
}

// acts is everything that happens, in the order of time.
func (d drill) acts() (all []act) {
	if d.answered != 0 {
		all = append(all, act{d.answered, d.respond})
	}
	for _, w := range d.wishes {
		all = append(all, w.acts()...)
	}
	for _, th := range d.thefts {
		all = append(all, th.acts(d.answered)...)
	}
	for _, st := range append(slices.Clone(d.strays), d.last...) {
		all = append(all, act{st.at, st.do})
	}
	slices.SortStableFunc(all, func(a, b act) int {
		switch {
		case a.at < b.at:
			return -1
		case a.at > b.at:
			return 1
		}
		return 0
	})
	return all
}

func (w wished) acts() []act {
	who, intent := customer(w.account), wish(w.withdrawal, w.kind, w.at, w.value)
	kind := map[sim.IntentKind]mx.Kind{
		sim.IntentOrder: mx.PlaceOrder, sim.IntentWithdrawal: mx.RequestWithdrawal, sim.IntentLogin: mx.Login,
	}[w.kind]
	switch {
	case w.refused:
		return []act{{w.at, func(s *stage) { s.refused(w.at, who, w.account, kind, reject.HaltWithdrawals, intent) }}}
	case w.kind != sim.IntentWithdrawal:
		return []act{{w.at, func(s *stage) { s.tell(w.at, who, by(who, w.account, kind), intent, mx.Result{}) }}}
	}
	list := []act{{w.at, func(s *stage) {
		s.withdrawals = w.withdrawal - 1
		s.withdraw(w.at, who, w.account, w.value, intent)
		if w.held {
			s.scheduled(w.at, mx.WithdrawalHeld, w.withdrawal, reject.Hold)
		}
	}}}
	sent := w.at + w.takes
	return append(list, act{sent, func(s *stage) { s.scheduled(sent, mx.WithdrawalBroadcast, w.withdrawal, reject.None) }})
}

func (th theft) acts(answered int64) []act {
	if answered != 0 && th.at >= answered {
		return []act{{th.at, func(s *stage) {
			s.refused(th.at, sim.Attacker, th.account, mx.RequestWithdrawal, reject.RevokeKeys, sim.Attempt{})
		}}}
	}
	if th.trade {
		return []act{{th.at, func(s *stage) {
			buyer, order := uint32(5), uint64(0)
			if th.own {
				buyer, order = thiefs, s.rest(th.at, sim.Attacker, thiefs)
			}
			s.trade(th.at, sim.Attacker, th.account, buyer, market.Sell, coin, 1_000_000-th.costs, order)
		}}}
	}
	return []act{{th.at, func(s *stage) {
		s.withdrawals = th.withdrawal - 1
		s.withdraw(th.at, sim.Attacker, th.account, th.costs, sim.Attempt{})
	}}}
}

// respond is a response that hurts nobody: the stolen keys are revoked, which
// no owner uses, and what the thief still has in flight is rejected.
func (d drill) respond(s *stage) {
	s.Alert(&defence.Alert{At: d.answered, Keys: []uint32{1, 2, oldKey}})
	s.revoke(d.answered, 1)
	s.revoke(d.answered, 2)
	for _, th := range d.thefts {
		if !th.trade && th.at < d.answered && d.answered < th.at+th.takes {
			s.reject(d.answered, th.withdrawal)
		}
	}
}

func (st stray) do(s *stage) {
	switch st.what {
	case "freeze":
		s.freeze(st.at, st.account)
	case "thaw":
		s.thaw(st.at, st.account)
	case "revoke":
		s.revoke(st.at, st.account)
	case "alert":
		s.Alert(&defence.Alert{At: st.at, Accounts: []uint32{st.account}})
	case "reject":
		s.reject(st.at, st.target)
	case "broadcast":
		s.scheduled(st.at, mx.WithdrawalBroadcast, st.target, reject.None)
	case "rollback":
		s.undo(st.at, st.account, 5, market.Sell, coin, 900_000, uint64(st.target), 0)
	case "compensate":
		s.operate(st.at, mx.Command{Kind: mx.Compensate, Account: st.account, Asset: jpy, Amount: 1_000},
			mx.Event{Type: mx.Compensated, Account: st.account, Asset: jpy, Amount: 1_000, Value: 1_000})
	case "halt":
		s.operate(st.at, mx.Command{Kind: mx.HaltWithdrawals})
		s.operate(st.at, mx.Command{Kind: mx.HaltDeposits})
	}
}
