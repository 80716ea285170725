package campaign

import "github.com/exdrill/exdrill/attacker/technique"

// Turn is what the thief is about to do: when, and with what.
type Turn struct {
	At  int64 `json:"at"`  // virtual nanoseconds since the Unix epoch
	Key int   `json:"key"` // index into Campaign.Keys; -1 where he asks a chain and nobody else
	// Chain is the coin of the venue's wallet that he may spend from in it; empty
	// where he spends nothing of the venue's.
	Chain string `json:"chain,omitempty"`
	// Host is the desk at which he works in it; empty for none.
	Host string `json:"host,omitempty"`
}

// First is the turn that a campaign begins with; ok is false where it has none.
func (c *Campaign) First() (t Turn, ok bool) {
	if len(c.Steps) == 0 {
		return t, false
	}
	s := &c.Steps[0]
	return c.turn(s.At, s), true
}

func (c *Campaign) turn(at int64, s *Step) Turn {
	switch {
	case s.Chain == "":
		return Turn{At: at, Key: s.Key}
	case s.Technique == (technique.SignWithStolenKey{}).Info().Name, s.Technique == (technique.TakeOverWallet{}).Info().Name:
		return Turn{At: at, Key: -1, Chain: s.Chain}
	case s.Technique == (technique.MoveHouseFunds{}).Info().Name:
		return Turn{At: at, Key: -1, Host: s.Params.Host}
	}
	return Turn{At: at, Key: -1}
}

// Turn is the turn that Next tells the time of. A step that ends in it may be
// followed by the next one at once, so that each is looked at that is due.
func (a *Agent) Turn() (next Turn, ok bool) {
	t := a.agenda.first()
	if t == nil {
		return next, false
	}
	next = Turn{At: t.at, Key: -1} // nothing is left to do
	for i := t.cursor; i < len(t.steps); i++ {
		s := a.at(t.steps[i])
		if i > t.cursor && s.At > t.at {
			break
		}
		if one := a.campaign.turn(t.at, s); i == t.cursor || one.Chain != "" || one.Host != "" {
			next = one
		}
	}
	return next, true
}
