package perturb

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/population/split"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/scenarios"
)

// attack redraws how much there is to steal and how it is done.
func (v *perturbation) attack() {
	k := v.sc.Compromise
	v.coins()
	v.wallets()
	v.transfers()
	if v.sc.ApprovalPath() && k != nil {
		v.approvalPath(k)
	}
	if !k.Credentials() {
		return
	}
	k.Dump.Deleted = v.count(k.Dump.Deleted)
	live := int64(0)
	for i := range k.Victims {
		c := &k.Victims[i]
		c.Accounts = v.count(c.Accounts)
		c.Total = v.loot(c.Total)
		live += c.Accounts.Value
	}
	for i := range k.Logins {
		k.Logins[i].Accounts = v.count(k.Logins[i].Accounts)
		k.Logins[i].Total = v.loot(k.Logins[i].Total)
	}
	k.Dump.Live.Exactly(live)
	k.Dump.Keys.Exactly(live + k.Dump.Deleted.Value)
	k.Cohort.Keys.Exactly(max(v.near(k.Cohort.Keys.Value, v.bounds.Counts.PPM), live))
	k.Sources.Addresses = v.count(k.Sources.Addresses)
	v.attackerAccounts(k)
	if v.sc.Campaign != nil {
		for i := range v.sc.Campaign.Steps {
			v.step(&v.sc.Campaign.Steps[i])
		}
	}
	v.remediation()
}

// approvalPath redraws what altered code does with its log, where he calls from,
// and his accounts.
func (v *perturbation) approvalPath(k *scenarios.Compromise) {
	k.EngineLog.Text = scenarios.LogLies
	if v.chance.Chance(sim.Whole / 2) {
		k.EngineLog.Text = scenarios.LogLeavesOut
	}
	k.Sources.Addresses = v.count(k.Sources.Addresses)
	v.attackerAccounts(k)
}

// attackerAccounts redraws how many keys were shown in public, and the thief's own
// accounts.
func (v *perturbation) attackerAccounts(k *scenarios.Compromise) {
	if k.Dump.Published != nil {
		shown := v.count(*k.Dump.Published)
		shown.Exactly(min(shown.Value, k.Dump.Keys.Value))
		k.Dump.Published = &shown
	}
	for i := range k.AttackerAccounts {
		o := &k.AttackerAccounts[i]
		o.Accounts = v.count(o.Accounts)
		for j := range o.Holdings {
			o.Holdings[j].Value = v.loot(o.Holdings[j].Value)
		}
	}
}

// coins redraws how many coins hot wallets start with.
func (v *perturbation) coins() {
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Assets {
			if n := v.sc.Venues[i].Assets[j].HotCoins; n != nil {
				*n = v.count(*n)
			}
		}
	}
}

// wallets gives the venue and its customers as much more or less of the coins
// whose keys are stolen, and the house of the money to make it good with.
func (v *perturbation) wallets() {
	if v.sc.Compromise == nil {
		return
	}
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].ColdTransfers {
			t := &v.sc.Venues[i].ColdTransfers[j]
			t.Amount = v.sized(t.Amount)
			t.Signed = nil // people come to it as they do to any other
		}
		for j := range v.sc.Venues[i].Assets {
			a := &v.sc.Venues[i].Assets[j]
			if a.Signers != nil && a.Signers.CoSigner != nil {
				a.Signers.CoSigner.Limit = v.sized(a.Signers.CoSigner.Limit)
			}
			stolen := slices.ContainsFunc(v.sc.Compromise.Wallets, func(n scenarios.Name) bool { return n.Text == a.Code.Text })
			if !stolen && a.Chain != nil {
				continue
			}
			for _, funds := range []*scenarios.Amount{a.HouseFunds, a.CustomerFunds} {
				if funds != nil {
					*funds = v.sized(*funds)
				}
			}
		}
	}
}

// machines draws whether a thief who holds a wallet server has got hold of the
// machines beside it.
func (v *perturbation) machines() {
	if k := v.sc.Compromise; k != nil && v.bounds.Machines != nil {
		k.Machines = v.chance.Chance(v.bounds.Machines.PPM)
	}
}

// deceit draws how people are deceived who sign for cold storage. Either control
// against that has a hole, and a thief may know it: whoever decodes what he signs does
// so on a host, and devices that sign no new owners sign payments.
func (v *perturbation) deceit() {
	if !v.sc.SigningPath() {
		return
	}
	decoder := v.bounds.Decoder != nil && v.chance.Chance(v.bounds.Decoder.PPM)
	pays := !decoder && v.bounds.Payments != nil && v.chance.Chance(v.bounds.Payments.PPM)
	for i := range v.sc.Campaign.Steps {
		s := &v.sc.Campaign.Steps[i]
		for j := range s.Transfers {
			t := &s.Transfers[j]
			if t.Host == nil { // nothing is changed there
				continue
			}
			t.Pays = pays
			if decoder {
				s.Transfers = slices.Insert(s.Transfers, j, v.onDecoder(*t))
				break
			}
		}
	}
}

// onDecoder changes the host as well on which people decode what they sign, minutes
// before another: later he would wait for what comes of that.
func (v *perturbation) onDecoder(t scenarios.Transfer) scenarios.Transfer {
	host := *t.Host
	host.Text = scenarios.DecodingHost
	t.Host = &host
	v.at(&t, t.At.Unix-v.near(int64(5*time.Minute), sim.Whole/2))
	v.sc.Compromise.Hosts = append(v.sc.Compromise.Hosts, host)
	return t
}

// transfers redraws the amounts that are sent on chains.
func (v *perturbation) transfers() {
	if v.sc.Campaign == nil {
		return
	}
	for i := range v.sc.Campaign.Steps {
		for j := range v.sc.Campaign.Steps[i].Transfers {
			t := &v.sc.Campaign.Steps[i].Transfers[j]
			t.Amount = v.loot(t.Amount)
			v.shape(t)
		}
		v.pattern(&v.sc.Campaign.Steps[i])
	}
	v.sequence()
	clamp(v.sc.Campaign, &v.sc.Clock)
}

// shape redraws how many coins a transaction spends, of those that there are,
// and how many addresses it pays, of those that the thief has.
func (v *perturbation) shape(t *scenarios.Transfer) {
	if t.Inputs != nil {
		*t.Inputs = v.count(*t.Inputs)
		if most := v.hotCoins(t.Amount.Asset.Text); most > 0 {
			t.Inputs.Exactly(min(t.Inputs.Value, most))
		}
	}
	if t.Outputs != nil {
		*t.Outputs = v.count(*t.Outputs)
		if k := v.sc.Compromise; k != nil && k.Addresses != nil {
			t.Outputs.Exactly(min(t.Outputs.Value, k.Addresses.Value))
		}
	}
}

// hotCoins is how many coins the hot wallet of an asset starts with, 0 if the
// scenario does not say.
func (v *perturbation) hotCoins(code string) int64 {
	for i := range v.sc.Venues {
		for j := range v.sc.Venues[i].Assets {
			if a := &v.sc.Venues[i].Assets[j]; a.Code.Text == code && a.HotCoins != nil {
				return a.HotCoins.Value
			}
		}
	}
	return 0
}

// step redraws a step's counts, one for each account that there is now.
func (v *perturbation) step(s *scenarios.Step) {
	if s.Params != nil && s.Params.Count != nil {
		*s.Params.Count = v.count(*s.Params.Count)
	}
	v.trading(s.Params)
	if len(s.Counts) == 0 {
		return
	}
	counts := make([]scenarios.Number, v.size(s))
	order := make([]uint32, len(s.Counts))
	for i := range order {
		order[i] = uint32(i)
	}
	if v.bounds.Order {
		order = v.chance.Permutation(len(s.Counts))
	}
	for i := range counts {
		counts[i] = v.count(s.Counts[order[i%len(order)]])
	}
	s.Counts = counts
}

// size is how many keys a step is about, where it is taken.
func (v *perturbation) size(s *scenarios.Step) int {
	if s.Venue != nil {
		for i := range v.sc.Venues {
			if v.sc.Venues[i].Name.Text != s.Venue.Text {
				continue
			}
			if here, err := split.AtVenue(v.sc, i); err == nil {
				return here.Compromise.Size(s.On)
			}
		}
	}
	return v.sc.Compromise.Size(s.On)
}

// remediation redraws what the exchange undid and paid.
func (v *perturbation) remediation() {
	for i := range v.sc.History.Actions {
		a := &v.sc.History.Actions[i]
		if a.Total != nil {
			*a.Total = v.loot(*a.Total)
		}
		if a.PriceAbove != nil && a.Market != nil {
			v.price(a.PriceAbove, a.Market.Text)
		}
	}
}
