package scenarios

import (
	"strconv"
)

// Staff is who works at a venue's desks, each at a machine of his own: those who
// answer customers, in three shifts around the clock, and those who look after the
// house's own account, out of which coins go to where the venue trades, by day.
// Everybody has two days off in seven. A venue without it has nobody of the kind,
// and writes nothing down of what they do.
type Staff struct {
	Support  Number `key:"support" check:"positive most=200"` // who answer customers: desk-1, desk-2 and so on
	Treasury Number `key:"treasury" check:"positive most=50"` // who look after the account, at the desks that follow

	Reads   Rate `key:"reads"`   // of customers' data, by each of support
	Changes Rate `key:"changes"` // of it
	Limits  Rate `key:"limits"`  // of customers' limits

	Limit Amount `key:"limit"` // that half of these get, or more

	Coin     Name     `key:"coin" check:"asset"`                  // that is sent
	Every    Duration `key:"every" check:"positive"`              // between two moves, on average
	Move     Heavy    `key:"move"`                                // what, in the currency
	Tests    Share    `key:"tests"`                               // of moves, preceded by a small one
	New      Share    `key:"new"`                                 // of moves, to an address that the house never paid
	Night    Share    `key:"night"`                               // of moves that fall into the night, made there and then; the others wait for the day
	Partners Number   `key:"partners" check:"positive most=1000"` // addresses that it pays often

	// Asks is the chance that one of them who is to agree to what another does asks
	// whose order it is.
	Asks Share `key:"asks"`

	Audits []Audit   `key:"audits,optional"`
	Moves  []Payment `key:"moves,optional"` // that are planned, to partners
}

// Audit is somebody of support's reading many customers' data for an auditor.
type Audit struct {
	At    Time   `key:"at" check:"clock"`
	Until Time   `key:"until" check:"clock"`
	Desk  Number `key:"desk" check:"positive most=200"`
	Reads Number `key:"reads" check:"positive most=100000"`
}

// movesHouseFunds is the technique of a move out of the house's own account, at a
// desk of its staff.
const movesHouseFunds = "move_house_funds"

// desks are the hosts at which a venue's staff works.
func (s *Staff) desks() (hosts []string) {
	if s == nil {
		return nil
	}
	for n := range s.Support.Value + s.Treasury.Value {
		hosts = append(hosts, "desk-"+strconv.FormatInt(n+1, 10))
	}
	return hosts
}

// Desk is the host at which the n-th of treasury works, from 0 on.
func (s *Staff) Desk(n int64) string { return s.desks()[s.Support.Value+n] }

// AtDesk reports whether the attacker holds the machine at a desk of the staff.
func (s *Scenario) AtDesk() bool {
	if s.Compromise == nil || s.Incident.Position.Text != PositionApprovalPath {
		return false
	}
	for _, h := range s.Compromise.Hosts {
		for i := range s.Venues {
			for _, desk := range s.Venues[i].Staff.desks() {
				if desk == h.Text {
					return true
				}
			}
		}
	}
	return false
}

// staff checks who works at a venue's desks.
func (c *checker) staff(v *Venue) {
	s := v.Staff
	if s == nil {
		return
	}
	for i := range v.Assets {
		if a := &v.Assets[i]; a.Code.Text == s.Coin.Text && a.Chain == nil {
			c.complain(s.Coin.Pos, "coin is "+s.Coin.Text+", which has no chain", "a coin that can be sent", "")
		}
	}
	c.inAsset("limit", s.Limit, c.s.Currency.Text)
	c.inAsset("move", s.Move.Median, c.s.Currency.Text)
	for i := range s.Audits {
		a := &s.Audits[i]
		c.after("until", a.Until, a.At, "at")
		c.atMost("desk", a.Desk, s.Support.Value)
	}
	for i := range s.Moves {
		c.inAsset("amount", s.Moves[i].Amount, s.Coin.Text)
	}
}
