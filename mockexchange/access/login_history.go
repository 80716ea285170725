package access

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Device is how a venue tells browsers and apps apart: by what it left in them and
// by what they look like. 0 is a client that says nothing of the kind.
type Device uint32

// Network is the part of the open network that an address is in, as far as a venue
// can tell: its first two bytes.
type Network uint16

// Network is that of an address.
func (s Source) Network() Network { return Network(s >> 16) }

// LoginHistory is where an account was logged in from.
type LoginHistory struct {
	Devices  []Device  `json:"devices,omitempty"`
	Networks []Network `json:"networks,omitempty"`
}

// Sighting is what a login was like against the account's history: a set.
type Sighting uint8

// What can be new about a login.
const (
	NewDevice  Sighting = 1 << iota // the account was never logged in from the device
	NewNetwork                      // nor from the network
)

// session is an account's open session.
type session struct {
	until   int64 // virtual nanoseconds, 0 for none
	device  Device
	network Network
}

// Remember gives an account a history from before the start.
func (r *Registry) Remember(id uint32, h LoginHistory) {
	r.accounts[id].history = LoginHistory{Devices: slices.Clone(h.Devices), Networks: slices.Clone(h.Networks)}
}

// Sight says what is new about a login and remembers it. Nothing is where the
// client does not tell its device: then no record is kept.
func (r *Registry) Sight(id uint32, device Device, from Source) (s Sighting) {
	if device == 0 {
		return s
	}
	h := &r.accounts[id].history
	if !slices.Contains(h.Devices, device) {
		s |= NewDevice
		h.Devices = append(h.Devices, device)
	}
	if !slices.Contains(h.Networks, from.Network()) {
		s |= NewNetwork
		h.Networks = append(h.Networks, from.Network())
	}
	return s
}

// SessionCredential is what a venue leaves in a browser that an account was logged
// in with: it stands for the password as long as a session of that browser lasts.
// Whoever copies it out of the browser is logged in, too, and needs no factor.
func SessionCredential(seed uint64, account uint32, device Device) Credential {
	return derive("session", seed, account, int64(device))
}

// carried reports whether a proof is that of the account's open session.
func (r *Registry) carried(now int64, id uint32, proof *Credential, device Device) bool {
	s := &r.accounts[id].session
	if device == 0 || s.until <= now || s.device != device {
		return false
	}
	cookie := SessionCredential(r.seed, id, device)
	return equal(&cookie, proof)
}

// bound refuses what comes from elsewhere than the session was opened from, where
// the policy binds sessions.
func (r *Registry) bound(id uint32, device Device, from Source) Verdict {
	s := &r.accounts[id].session
	if !r.policy.SessionBinding || s.device == 0 || s.device == device && s.network == from.Network() {
		return Verdict{}
	}
	return refuse(reject.NoSession, reject.SessionBinding)
}
