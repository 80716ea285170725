package planner

import (
	"net/netip"
	"slices"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/onetime"
	"github.com/exdrill/exdrill/scenarios"
)

// credential is what the thief has of one of his keys, or of a customer's login.
func (p *planner) credential(i int) attacker.KeyPair {
	k := &p.keys[i]
	if k.login == nil {
		public, secret := access.KeyPair(p.genesis.Seed, k.id)
		return attacker.KeyPair{Public: public, Secret: secret}
	}
	l := attacker.Login{Account: k.login.Account, Device: uint32(k.login.Device)}
	secret := access.LoginCredential(p.genesis.Seed, l.Account)
	switch k.login.Holds {
	case scenarios.HoldsSession:
		secret = access.SessionCredential(p.genesis.Seed, l.Account, k.login.Device)
	case scenarios.HoldsPhone:
		phone := access.PhoneSecret(p.genesis.Seed, l.Account)
		l.Phone = &phone
	case scenarios.HoldsCode:
		l.Codes = p.codes(i)
	}
	return attacker.KeyPair{Secret: secret.Secret(), Login: &l}
}

// atHome has him use customers' logins, and the keys that he makes with them, from
// those of his addresses that lie where people live, if he has any: next to nobody
// logs in from a hosting company, and who waits does not want to be looked at.
func (p *planner) atHome(source []int) {
	var homes []int
	for i, text := range p.plan.Sources {
		if at, err := netip.ParseAddr(text); err == nil && p.isHome(at) {
			homes = append(homes, i)
		}
	}
	n := 0
	for i := range p.keys {
		if p.keys[i].login != nil && len(homes) > 0 {
			source[i] = homes[n%len(homes)]
			n++
		}
	}
}

// isHome reports whether an address lies where people live.
func (p *planner) isHome(at netip.Addr) bool {
	return slices.ContainsFunc(p.sc.Population.Networks, func(n scenarios.Network) bool {
		prefix, err := netip.ParsePrefix(n.Prefix.Text)
		return err == nil && n.Kind.Text == scenarios.NetworkHome && prefix.Contains(at)
	})
}

// codes are those that a customer types into the thief's page as the thief means to
// log in: it is then that the customer thinks to. Each is good once, until its half
// minute is over.
func (p *planner) codes(i int) (list []attacker.Code) {
	k := p.keys[i].login
	kind := p.genesis.Accounts[k.Account-1].Kind
	for n := range p.plan.Steps {
		s := &p.plan.Steps[n]
		if s.Chain == "" && s.Key == i && s.Technique == (technique.LogIn{}).Info().Name {
			list = append(list, attacker.Code{At: s.At - s.At%onetime.Step, Code: access.CodeOf(kind, p.genesis.Seed, k.Account, s.At)})
		}
	}
	return list
}
