package scenarios

import (
	"strconv"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// holdings checks that what the attacker holds is what his position says.
func (c *checker) holdings(k *Compromise) {
	position := c.s.Incident.Position
	if position.Text != PositionUserCredential && position.Text != PositionSigningKey {
		return
	}
	for _, part := range []struct {
		name     string
		there    bool
		position string
	}{
		{"sources", k.Sources.Network.Pos.Line > 0, PositionUserCredential},
		{"cohort", k.Cohort.Name.Pos.Line > 0, PositionUserCredential},
		{"dump", k.Dump.Keys.Pos.Line > 0, PositionUserCredential},
		{"victims", k.Victims != nil, PositionUserCredential},
		{"complaints", k.Complaints.Start.Pos.Line > 0, PositionUserCredential},
		{"hosts", k.Hosts != nil, PositionSigningKey},
		{"wallets", k.Wallets != nil, PositionSigningKey},
		{"since", k.Since != nil, PositionSigningKey},
		{"addresses", k.Addresses != nil, PositionSigningKey},
	} {
		switch {
		case position.Text == part.position && !part.there:
			c.bad(position.Pos, part.name+" is missing in compromise", "it where position is "+part.position, "")
		case position.Text != part.position && part.there:
			c.bad(position.Pos, part.name+" stands in compromise", "it only where position is "+part.position, "")
		}
	}
	if k.Own != nil && position.Text != PositionUserCredential {
		c.bad(position.Pos, "own stands in compromise", "it only where position is "+PositionUserCredential, "")
	}
}

// signing checks that the named hosts hold keys of the named wallets.
func (c *checker) signing(k *Compromise) {
	var hosts, wallets []string
	for i := range c.s.Venues {
		for j := range c.s.Venues[i].Assets {
			a := &c.s.Venues[i].Assets[j]
			if a.Signers == nil {
				continue
			}
			wallets = append(wallets, a.Code.Text)
			for _, h := range a.Signers.Hosts {
				hosts = append(hosts, h.Text)
			}
		}
	}
	for _, h := range k.Hosts {
		c.known("host", h, hosts)
	}
	for _, w := range k.Wallets {
		c.known("wallet with signers", w, wallets)
	}
	if k.Since != nil {
		c.after("the clock's end", c.s.Clock.End, *k.Since, "since")
	}
	if k.Addresses != nil {
		c.positive("addresses", k.Addresses.Value, k.Addresses.Stated)
	}
}

// signers checks who signs for a hot wallet.
func (c *checker) signers(a *Asset) {
	s := a.Signers
	if s == nil {
		return
	}
	if a.Chain == nil {
		c.bad(s.M.Pos, "signers stand beside chain: none", "a chain, or nothing here", "")
	}
	if n := int64(len(s.Hosts)); s.M.Value < 1 || s.M.Value > n || n > 16 {
		c.bad(s.M.Pos, "m is "+strconv.FormatInt(s.M.Value, 10), "1 to "+strconv.FormatInt(n, 10)+", the number of hosts, which is at most 16", "")
	}
}

// transfers checks the transactions of a step: each at its time, one after
// another.
func (c *checker) transfers(step *Step) {
	k := c.s.Campaign
	if step.At != nil || step.After != nil || len(step.On) > 0 || step.With != nil || len(step.Counts) > 0 || len(step.When) > 0 {
		c.bad(step.ID.Pos, "step "+yamldoc.Quoted(step.ID.Text)+" has transfers and more", "transfers alone, because each has its own time", "")
	}
	c.at(Places(step.Venue)...)
	var last Time
	for i := range step.Transfers {
		t := &step.Transfers[i]
		c.within("at", t.At, false)
		if last.Pos.Line > 0 && t.At.Unix < last.Unix {
			c.bad(t.At.Pos, "at is "+t.At.Text, "a time that is not before the transfer above, "+last.Text, "")
		}
		if t.Until != nil {
			c.within("until", *t.Until, false)
			c.after("until", *t.Until, t.At, "at")
		}
		last = t.Latest()
		if !step.Counterfactual && last.Unix > k.Until.Unix && k.Until.Pos.Line > 0 {
			c.bad(last.Pos, "at is "+last.Text, "a time up to the end of the record, "+k.Until.Text, "")
		}
		c.destination(t)
		c.inputs(t)
	}
}

// destination checks that the attacker has the addresses that a transfer pays.
func (c *checker) destination(t *Transfer) {
	if c.s.Compromise == nil || c.s.Compromise.Addresses == nil {
		return
	}
	n := c.s.Compromise.Addresses.Value
	for _, part := range []struct {
		name string
		is   *Number
	}{{"to", t.To}, {"outputs", t.Outputs}} {
		if part.is != nil && (part.is.Value < 1 || part.is.Value > n) {
			c.bad(part.is.Pos, part.name+" is "+strconv.FormatInt(part.is.Value, 10),
				"1 to "+strconv.FormatInt(n, 10)+", as many addresses as he has", "")
		}
	}
}

// inputs checks how many coins a transfer spends.
func (c *checker) inputs(t *Transfer) {
	if t.Inputs == nil {
		return
	}
	c.positive("inputs", t.Inputs.Value, t.Inputs.Stated)
	if a := c.assets[t.Amount.Asset.Text]; a != nil && (a.Chain == nil || a.Chain.Model.Text == ModelAccount) {
		c.bad(t.Inputs.Pos, "inputs stands beside an amount of "+a.Code.Text, "a coin whose chain has model "+ModelUTXO, "")
	}
}
