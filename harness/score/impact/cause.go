package impact

import (
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Blame holds by control whether the defence answers for it.
type Blame [reject.Controls]bool

// BlameFor is the blame of a defence that imposed standing controls. Every
// operator's action is its own, because nobody else acts during a run.
func BlameFor(imposed []reject.Control) (b Blame) {
	for c := range b {
		b[c] = c > 0 && !reject.Control(c).Standing()
	}
	for _, c := range imposed {
		b[c] = c != reject.None
	}
	return b
}

// Cause is what stood in a customer's way: the control of the posture or the
// action that is behind it, and the event that tells.
type Cause struct {
	By   reject.Control         `json:"by"`
	Type mockexchange.EventType `json:"type"`
	Code reject.Code            `json:"code,omitempty"`
	At   int64                  `json:"at"`  // virtual nanoseconds
	Seq  uint64                 `json:"seq"` // in its venue's audit log
}

// CauseOf reads off an event of somebody's command what stands in the way of
// whom the event is about. By is None, and ok false, where nothing does, or
// nothing that the defence answers for. This is the one place that knows it.
func (b *Blame) CauseOf(actor sim.Actor, e *mockexchange.Event) (c Cause, ok bool) {
	c = Cause{Type: e.Type, Code: e.Code, At: e.At, Seq: e.Seq}
	switch e.Type {
	case mockexchange.AuthRefuse, mockexchange.OrderRefused, mockexchange.OrderExpired,
		mockexchange.WithdrawalRefused, mockexchange.WithdrawalHeld, mockexchange.WithdrawalRejected,
		mockexchange.DepositCredited, mockexchange.CeremonyCalled, mockexchange.CodeDiffers,
		mockexchange.CustomerChanged, mockexchange.FundsMoved, mockexchange.WorkProposed, mockexchange.WorkRefused:
		c.By = e.Control
	case mockexchange.OrderCancelled, mockexchange.TradeReversed, mockexchange.KeyDeleted, mockexchange.KeyRestricted, mockexchange.Operated:
		if c.By = e.Control; c.By == reject.None && actor == sim.Operator && e.Code == reject.OK {
			c.By = takenBy(e.Op)
		}
	}
	if !b[c.By] {
		c.By = reject.None
	}
	return c, c.By != reject.None
}

// takenBy is the action that takes a key, an account or a trade from somebody;
// None for every other command.
func takenBy(k mockexchange.Kind) reject.Control {
	if info := action.OfKind(k); info != nil && info.Obstructs == action.OnceItActs {
		return info.Control
	}
	return reject.None
}
