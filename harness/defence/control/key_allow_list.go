package control

import (
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// KeyAllowList lets an API key be used only from the addresses that its owner
// listed. Keys whose owners keep no list are open to all: who keeps one is the
// scenario's to say.
//
// It stops a stolen key at the first call, whatever the key may do. It does not
// help where the thief calls from a listed address, such as a vendor's.
type KeyAllowList struct{}

// Info describes the control.
func (KeyAllowList) Info() Info {
	return Info{
		ID: reject.KeyAllowList, Name: "key_allow_list",
		Summary: "an API key works only from the addresses that its owner listed; a key without a list works from everywhere",
		Stops:   "any use of a listed key from an address that is not on its list",
		Costs:   "owners whose address changes, as when a vendor moves, are refused until they have updated their list, hours later",
		WouldHaveChanged: []string{
			"Zaif, January 2018: keys used from four addresses of a foreign host; the venue offered lists after it (S17)",
			"Binance SYS, July 2018: likely, it advised lists to all users of keys (S1)",
			"3Commas, 2022: only where the thief did not call through the vendor",
		},
	}
}

// Parse reads nothing: the control has no parameters.
func (c KeyAllowList) Parse(*param.Values) Control { return c }

// Apply puts owners' lists in force.
func (KeyAllowList) Apply(s *mockexchange.Settings) { s.Access.AllowLists = true }
