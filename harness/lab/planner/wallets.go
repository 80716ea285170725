package planner

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/scenarios"
)

// wallets arms the thief with what lies on the hosts that he holds, under the
// posture in force, and with addresses of his own.
func (p *planner) wallets() error {
	k := p.sc.Compromise
	if p.sc.ApprovalPath() {
		p.approval()
		return nil
	}
	var hosts []string
	for _, h := range k.Hosts {
		hosts = append(hosts, h.Text)
		if k.Machines {
			hosts = append(hosts, custody.MachinesBeside(h.Text)...)
		}
	}
	p.hosts(hosts)
	for i := range k.Wallets {
		id, ok := p.genesis.AssetID(k.Wallets[i].Text)
		if !ok || p.genesis.Assets[id-1].Chain == nil {
			return fmt.Errorf("%s: %s has no hot wallet", k.Wallets[i].Pos, k.Wallets[i].Text)
		}
		a, coin := &p.genesis.Assets[id-1], p.genesis.Assets[p.genesis.Coin(id)-1].Code
		w := campaign.Wallet{
			Asset: a.Code, Network: a.Chain.Network, Model: a.Chain.Model, Fee: a.Chain.MinFee,
			Hot: p.genesis.Wallet(id).HotPolicy(), Own: p.secret(chain.DeriveKey(p.plan.Seed, "own/"+coin, 0)),
		}
		if a.ColdSigning != nil {
			w.Cold = p.genesis.Wallet(id).Cold()
		}
		for _, stolen := range p.genesis.Signers(id).On(hosts, p.genesis.Seed, coin) {
			w.Stolen = append(w.Stolen, p.secret(stolen))
		}
		if k.Addresses != nil {
			for n := range uint32(k.Addresses.Value) {
				w.Others = append(w.Others, chain.ExternalAddress(p.plan.Seed, "others/"+a.Code, n).Text(a.Chain.Network))
			}
		}
		for i := range p.sc.OtherExchanges {
			w.Deposits = append(w.Deposits, p.deposits(p.sc.OtherExchanges[i].Name.Text, a))
		}
		p.plan.Wallets = append(p.plan.Wallets, w)
	}
	return nil
}

// hosts gives him those of the hosts at which the venue's staff works, on which it
// builds or shows what its people sign, or that propose what a co-signer signs.
func (p *planner) hosts(held []string) {
	for i := range p.genesis.Staff.Clerks {
		if who := uint32(i + 1); slices.Contains(held, mockexchange.Desk(who)) {
			p.plan.Hosts = append(p.plan.Hosts, campaign.Host{
				Name: mockexchange.Desk(who), Secret: access.DeskCredential(p.genesis.Seed, who).Secret(),
			})
		}
	}
	for i := range p.genesis.Assets {
		a := &p.genesis.Assets[i]
		for _, h := range held {
			one := campaign.Host{Name: h, Secret: access.HostCredential(p.genesis.Seed, h).Secret()}
			s := a.ColdSigning
			signs := s != nil && (h == s.Builder || h == s.Display || h == custody.DecodingHost)
			proposes := a.CoSigner != nil && a.Signers.Hosts[0] == h
			if (signs || proposes) && !slices.Contains(p.plan.Hosts, one) {
				p.plan.Hosts = append(p.plan.Hosts, one)
			}
		}
	}
}

// deposits are the addresses of a coin that another exchange gave the thief.
func (p *planner) deposits(exchange string, a *mockexchange.Asset) campaign.Deposits {
	d := campaign.Deposits{Exchange: exchange}
	for n := range uint32(scenarios.DepositAddresses) {
		d.Addresses = append(d.Addresses, chain.ExternalAddress(p.plan.Seed, "deposits/"+exchange+"/"+a.Code, n).Text(a.Chain.Network))
	}
	return d
}

// secret is a key as whoever copied it has it.
func (p *planner) secret(k chain.Key) string {
	seed := k.Seed()
	return hex.EncodeToString(seed[:])
}

// withinMinute is up to where in its minute a transfer is sent: the record
// knows no seconds, and the block after it still belongs to the same story.
const withinMinute = 55 * time.Second

// within is up to where in its minute a transfer is sent; one of which the record has
// the second is sent in it.
func within(t *scenarios.Transfer) int64 {
	if t.Exact {
		return 0
	}
	return int64(withinMinute)
}

// transfers plans one spend for each transfer of a step. What the thief has to
// ask the chain before it he asks just before.
func (p *planner) transfers(s *scenarios.Step, source []int, _ []int64) error {
	params, err := p.params(s)
	if err != nil {
		return err
	}
	lead := 2*int64(p.plan.Think.Max) + int64(5*time.Second)
	last, keys := int64(0), p.keysIn(s.On)
	for i := range s.Transfers {
		t := &s.Transfers[i]
		if params.Amount, err = p.amount(&t.Amount); err != nil {
			return err
		}
		params.Until = p.chance.Between(max(t.At.Unix, last+1), max(t.Latest().Unix+within(t), last+1))
		params.To, params.Exchange = max(number(t.To)-1, 0), text(t.Exchange)
		params.Inputs, params.Outputs = number(t.Inputs), number(t.Outputs)
		params.Host, params.Pays = text(t.Host), t.Pays
		last = params.Until
		step := campaign.Step{
			ID: s.ID.Text + "/" + strconv.Itoa(i+1), Technique: s.Technique.Text, Params: params,
			Chain: t.Amount.Asset.Text, At: max(params.Until-lead, p.genesis.Start+1), Counterfactual: s.Counterfactual,
		}
		if len(keys) > 0 {
			p.throughVenue(&step, keys[i%len(keys)], source)
		}
		p.plan.Steps = append(p.plan.Steps, step)
	}
	return nil
}
