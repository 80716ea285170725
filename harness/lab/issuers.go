package lab

import (
	"slices"

	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// issuers are those who issued tokens. Whoever has an account with a token has it by
// their leave: asked to, they freeze what lies at an address, or issue the token
// anew to all but those whom the old one was stolen for. They hear the same request
// as other exchanges do. What they are like is drawn before the run.
type issuers struct {
	list  []issuer // asset n is element n-1
	asked []freezeRequest
	// paid is where tokens went to from an address, by asset; only where somebody
	// may want to know.
	paid []map[chain.Address][]chain.Address
}

// issuer is that of one token; the zero value is nobody.
type issuer struct {
	acts     bool
	answers  int64 // nanoseconds from a request until he acts
	reissues bool
	key      chain.Key
	policy   chain.Policy
	vault    chain.Address // where what he took lies
	seen     map[chain.Address]bool
}

// freezeRequest is an address that was asked about.
type freezeRequest struct {
	at      int64
	address chain.Address
}

// newIssuers draws those of a venue's tokens.
func newIssuers(sc *scenarios.Scenario, g *mockexchange.Genesis) *issuers {
	x := &issuers{list: make([]issuer, len(g.Assets)), paid: make([]map[chain.Address][]chain.Address, len(g.Assets))}
	s := sim.NewStream(g.Seed, sim.Schedule, sim.Purpose("issuers"))
	for i := range sc.Venues[0].Assets {
		from := sc.Venues[0].Assets[i].Issuer
		if from == nil {
			continue
		}
		k := g.IssuerKey(uint16(i + 1))
		x.list[i] = issuer{
			acts: s.Chance(from.Freezes.PPM), answers: s.Between(int64(from.Answers.Least.Value), int64(from.Answers.Most.Value)),
			reissues: from.Reissues, key: k, policy: chain.Single(&k), seen: make(map[chain.Address]bool),
			vault: chain.ExternalAddress(g.Seed, "issuer/"+g.Assets[i].Code, 0),
		}
		x.paid[i] = make(map[chain.Address][]chain.Address)
	}
	return x
}

// hear follows what the venue asks for.
func (x *issuers) hear(e *sim.Envelope, r *mockexchange.Result) {
	if e.Actor != sim.Operator || r.Code != reject.OK || e.Command.Kind != mockexchange.RequestFreeze {
		return
	}
	to := e.Command.Address
	if !slices.ContainsFunc(x.asked, func(f freezeRequest) bool { return f.address == to }) {
		x.asked = append(x.asked, freezeRequest{e.At, to})
	}
}

// issuersAct has the issuer of a token take what lies at the addresses that he was
// asked about in time for the next block. He comes before whoever has the key.
func (v *venueRun) issuersAct(now int64, asset uint16) error {
	who := &v.issuers.list[asset-1]
	if !who.acts {
		return nil
	}
	for _, from := range v.issuers.due(now, asset) {
		held, err := v.backend.Holdings(asset, []chain.Address{from})
		if err != nil {
			return err
		}
		if held == 0 {
			continue
		}
		t := &chain.Transaction{From: from, Outputs: []chain.Output{{To: who.vault, Amount: held}}, Policies: []chain.Policy{who.policy}}
		v.signatures.Sign(t, &who.key)
		if err := v.backend.Submit(asset, t); err != nil {
			return err
		}
	}
	return nil
}

// due lists the addresses that an issuer looks at now, each once until more arrives
// there.
func (x *issuers) due(now int64, asset uint16) (list []chain.Address) {
	who := &x.list[asset-1]
	for _, f := range x.asked {
		if f.at+who.answers > now {
			continue
		}
		trail := []chain.Address{f.address}
		if who.reissues {
			trail = x.trail(asset, f.address)
		}
		for _, a := range trail {
			if !who.seen[a] {
				who.seen[a] = true
				list = append(list, a)
			}
		}
	}
	return list
}

// trail is an address and all that tokens went on to from there.
func (x *issuers) trail(asset uint16, from chain.Address) []chain.Address {
	all, known := []chain.Address{from}, map[chain.Address]bool{from: true}
	for i := 0; i < len(all); i++ {
		for _, to := range x.paid[asset-1][all[i]] {
			if !known[to] {
				known[to] = true
				all = append(all, to)
			}
		}
	}
	return all
}

// issuersTook tells the venue what a token's issuer took, and notes where the token
// went on to. What comes to an exchange belongs to whoever bought it there, and what
// comes to the venue to its customers.
func (v *venueRun) issuersTook(now int64, asset uint16, b *chain.Block) error {
	who := &v.issuers.list[asset-1]
	if who.seen == nil {
		return nil
	}
	for _, t := range b.Transactions {
		if len(t.Policies) == 1 && t.Policies[0].Address() == who.policy.Address() {
			_, err := v.operate(now, sim.Schedule, mockexchange.Command{
				Kind: mockexchange.HearFreeze, Asset: asset, Amount: t.Outputs[0].Amount, Address: t.From, Label: "issuer of " + v.genesis.Assets[asset-1].Code,
			})
			if err != nil {
				return err
			}
			continue
		}
		v.notePaid(asset, t)
	}
	return nil
}

func (v *venueRun) notePaid(asset uint16, t *chain.Transaction) {
	own := v.addresses[asset-1]
	if slices.Contains(own, t.From) || t.From == v.depositors[asset-1].address {
		for _, o := range t.Outputs {
			delete(v.issuers.list[asset-1].seen, o.To)
		}
		return
	}
	for _, o := range t.Outputs {
		delete(v.issuers.list[asset-1].seen, o.To)
		if !slices.Contains(own, o.To) && !v.elsewhere.has(o.To) {
			v.issuers.paid[asset-1][t.From] = append(v.issuers.paid[asset-1][t.From], o.To)
		}
	}
}
