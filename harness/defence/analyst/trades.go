package analyst

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// trades is what is known of markets: what a coin is worth in each, how rarely
// somebody loses how much by one trade, and who wins.
type trades struct {
	fair      []Chart // of logarithms of prices, by market
	loss, far Tail
	stranger  map[bool]*Tail // by whether he calls with a key
	winners   *Hitters[uint32]
	undo      []undo // by when
}

// undo is what is to be undone in a market.
type undo struct {
	market  uint16
	at      int64 // virtual nanoseconds
	winners []uint32
}

func newTrades(markets int) trades {
	fair := make([]Chart, markets+1)
	for i := range fair {
		fair[i] = Chart{Slow: 5, Least: int64(bit)}
	}
	return trades{fair: fair, stranger: map[bool]*Tail{false: {}, true: {}}, winners: NewHitters[uint32](room, window)}
}

// ordered weighs from where somebody orders, against others who call as he does. An
// address that calls with the key of one account alone is at home there.
func (m *monitor) ordered(e *mockexchange.Event) {
	a := m.of(e.Account)
	a.order, a.shared = m.stranger[e.Auth == mockexchange.AuthKey].If(m.habit(e)), false
	if e.Key == 0 {
		return
	}
	h := m.sources.See(e.Source, e.At)
	h.Met.Add(e.Account)
	a.shared = h.Met.Size() > 1
	if h.Done {
		h.Keys = keep(h.Keys, e.Key)
		m.stop(h)
	}
}

// traded weighs what somebody lost by a trade against what the market last thought
// fair, and whom he lost it to: a part of its worth, all from a doubling on.
func (m *monitor) traded(e *mockexchange.Event) {
	if int(e.Market) >= len(m.fair) {
		return
	}
	c := &m.fair[e.Market]
	off, begun := log2(e.Price)-Bits(c.Mean()), c.n > 0
	c.Of(int64(log2(e.Price)))
	loser, winner := e.Account, e.Counterparty
	if e.Side == market.Sell {
		off = -off
	}
	if off < 0 {
		loser, winner, off = winner, loser, -off
	}
	if begun && loser != winner {
		worth := max(e.Value, m.venue.Worth(e.Asset, e.Amount))
		m.won(e, loser, winner, m.loss.Of(octave(worth/int64(bit)*int64(min(off, bit))))+m.far.Of(int(off)))
	}
}

// won adds to the evidence against a winner, and against the address from which
// those call who lose to him.
func (m *monitor) won(e *mockexchange.Event, loser, winner uint32, found Bits) {
	a := m.of(loser)
	if !a.shared {
		return
	}
	found += a.order
	if loser == e.Account && e.Key != 0 {
		h := m.sources.See(e.Source, e.At)
		h.Keys = keep(h.Keys, e.Key)
		if found > bystander {
			h.Winners = keep(h.Winners, winner)
		}
		if against(h, loser, found) {
			m.convict(h)
		}
		if h.Done {
			for _, w := range h.Winners {
				m.freeze(m.winners.See(w, e.At), e.Market)
			}
			h.Winners = nil
		}
	}
	if w := m.winners.See(winner, e.At); against(w, loser, found) {
		m.freeze(w, e.Market)
	}
}

// freeze keeps what a winner won where it is, and has it undone.
func (m *monitor) freeze(w *Hitter[uint32], market uint16) {
	if w.Done {
		return
	}
	w.Done = true
	m.alert("strange_winner", "Somebody wins much from many", "critical", w.Evidence, defence.Alert{Accounts: []uint32{w.Who}})
	m.do(defence.Action{Name: "freeze_accounts", Accounts: []uint32{w.Who}})
	m.undoLater(market, w.Who)
}

// undoLater undoes what a winner won, when the others of his ring are known.
func (m *monitor) undoLater(market uint16, winner uint32) {
	for i := range m.undo {
		if m.undo[i].market == market {
			m.undo[i].winners = keep(m.undo[i].winners, winner)
			return
		}
	}
	m.undo = append(m.undo, undo{market, m.now + regroup, []uint32{winner}})
}

// undone asks for the rollbacks that are due.
func (m *monitor) undone() {
	for len(m.undo) > 0 && m.undo[0].at <= m.now {
		u := &m.undo[0]
		m.do(defence.Action{Name: "rollback_trades", Market: m.venue.Market(u.market), Accounts: u.winners, Since: m.now - undoes})
		m.undo = m.undo[1:]
	}
	if len(m.undo) > 0 {
		m.answer.WakeAt = m.undo[0].at
	}
}

const (
	regroup = int64(10 * time.Minute) // from a ring's first winner to the rollback
	undoes  = int64(2 * time.Hour)    // how far back it goes
)
