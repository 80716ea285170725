package planner

import (
	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/scenarios"
)

// approval arms the thief with the token that lies on the build server, and a
// mark that nobody else's withdrawals have.
func (p *planner) approval() {
	token := access.BuildCredential(p.genesis.Seed)
	p.plan.Approval = &technique.Approval{
		Server: attacker.BuildServer{Token: token.Secret()},
		Mark:   p.chance.Uint64() | 1,
		Silent: p.sc.Compromise.EngineLog.Text == scenarios.LogLeavesOut,
	}
}

// throughVenue makes a transfer a withdrawal that one of the thief's own accounts
// asks for. The venue keeps its fee, so he asks for that much more.
func (p *planner) throughVenue(s *campaign.Step, key int, source []int) {
	id, _ := p.genesis.AssetID(s.Chain) // loading made sure of it
	s.Params.Asset = s.Chain
	s.Params.Amount += p.genesis.Assets[id-1].WithdrawalFee
	s.Key, s.Source, s.Chain = key, source[key], ""
}
