package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// SessionBinding lets a session be used from the device and the network alone that it
// was opened from. Whoever calls from elsewhere logs in again, with the second factor.
//
// It makes a copied cookie worthless. It does nothing against whoever can log in.
type SessionBinding struct{}

// Info describes the control.
func (SessionBinding) Info() Info {
	return Info{
		ID: reject.SessionBinding, Name: "session_binding",
		Summary: "a login session works from the device and the network alone that it was opened from",
		Stops:   "using a session that was copied out of a customer's browser",
		Costs:   "whose phone changes networks in the middle of a visit logs in again, and what he was about to do is refused once",
		WouldHaveChanged: []string{
			"Binance, May 2019: nothing that is known; keys and one-time codes were used, and codes open sessions of one's own (S94)",
		},
	}
}

// Parse reads nothing: the control has no parameters.
func (c SessionBinding) Parse(*param.Values) Control { return c }

// Apply puts the binding in force.
func (SessionBinding) Apply(s *mockexchange.Settings) { s.Access.SessionBinding = true }
