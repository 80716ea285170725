package scenarios

import (
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Signing is what an attacker holds who has a hot wallet's key: hosts, and with
// them the keys that lie there. Which keys those are depends on the posture:
// with several keys on hosts of their own he may have too few.
type Signing struct {
	Hosts     []Name  `key:"hosts,optional"`
	Wallets   []Name  `key:"wallets,optional"`                               // assets whose hot wallets' keys lie there under the incident's own posture
	Since     *Time   `key:"since,optional"`                                 // when he copied them; it may be before the clock starts
	Addresses *Number `key:"addresses,optional" check:"positive most=10000"` // of his own that he spreads the loot over, beside the one that it goes to first

	// Machines that sign beside a held host, under whatever posture, are in his
	// hands, too: whoever runs the wallet server runs them.
	Machines bool `key:"machines,optional"`
}

// Credentials reports whether the attacker holds customers' API keys.
func (k *Compromise) Credentials() bool { return k != nil && k.Dump.Keys.Value > 0 }

// SigningKey reports whether the attacker holds keys of hot wallets.
func (k *Compromise) SigningKey() bool { return k != nil && len(k.Wallets) > 0 }

// Transfer is one transaction of the attacker's on a chain. The record knows
// minutes at best, so it is sent at a moment that is drawn within that minute,
// or up to the end of the minute of Until.
type Transfer struct {
	At     Time    `key:"at" check:"run"`
	Until  *Time   `key:"until,optional" check:"run"`
	Amount Amount  `key:"amount"`      // or what is there, if that is less
	To     *Number `key:"to,optional"` // which of his other addresses, from 1 on

	Host     *Name `key:"host,optional"`     // of the venue's that is changed, with plant_implant: transfers of less than Amount are left alone; with move_house_funds the desk at which it is made
	Pays     bool  `key:"pays,optional"`     // what is signed there pays him, instead of giving him the wallet
	Exact    bool  `key:"exact,optional"`    // at that very second
	Exchange *Name `key:"exchange,optional"` // another exchange: To is which of his deposit addresses there

	Inputs  *Number `key:"inputs,optional" check:"positive most=10000"` // coins that it spends, on a chain that has such; absent for as many as it takes
	Outputs *Number `key:"outputs,optional"`                            // how many of his addresses it pays; absent for 1
}

// Latest is the minute in which the transfer is sent at the latest.
func (t *Transfer) Latest() Time {
	if t.Until != nil {
		return *t.Until
	}
	return t.At
}

// signing checks that the named hosts hold keys of the named wallets.
func (c *checker) signing(k *Compromise) {
	var wallets []string
	hosts := c.buildServers()
	for i := range c.s.Venues {
		if s := c.s.Venues[i].Staff; s != nil {
			hosts, wallets = append(hosts, s.desks()...), append(wallets, s.Coin.Text)
		}
		for j := range c.s.Venues[i].Assets {
			a := &c.s.Venues[i].Assets[j]
			if s := a.ColdSigning; s != nil {
				hosts, wallets = append(hosts, s.Builder.Text, s.Display.Text, DecodingHost), append(wallets, a.Code.Text)
			}
			if a.Signers == nil {
				continue
			}
			wallets = append(append(wallets, a.Code.Text), c.s.Venues[i].tokensOn(a.Code.Text)...)
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
	c.sharedKeys(k)
	if k.Since != nil {
		c.after("the clock's end", c.s.Clock.End, *k.Since, "since")
	}
}

// sharedKeys checks that whoever has a coin's key has those of all tokens on its
// chain: it is the same.
func (c *checker) sharedKeys(k *Compromise) {
	for _, w := range k.Wallets {
		for i := range c.s.Venues {
			for _, token := range c.s.Venues[i].sharing(w.Text) {
				if !slices.ContainsFunc(k.Wallets, func(n Name) bool { return n.Text == token }) {
					c.complain(w.Pos, "wallets has "+w.Text, token+" too, which lies at the same address", "")
				}
			}
		}
	}
}

// tokensOn lists the tokens on a coin's chain.
func (v *Venue) tokensOn(coin string) (list []string) {
	for i := range v.Assets {
		if k := v.Assets[i].Chain; k != nil && k.On != nil && k.On.Text == coin {
			list = append(list, v.Assets[i].Code.Text)
		}
	}
	return list
}

// sharing lists the coin and the tokens that have the key of an asset.
func (v *Venue) sharing(code string) []string {
	for i := range v.Assets {
		if a := &v.Assets[i]; a.Code.Text == code && a.Chain != nil && a.Chain.On != nil {
			code = a.Chain.On.Text
			break
		}
	}
	return append([]string{code}, v.tokensOn(code)...)
}

// transfers checks the transactions of a step: each at its time, one after
// another.
func (c *checker) transfers(step *Step) {
	k := c.s.Campaign
	if step.At != nil || step.After != nil || len(step.On) > 0 && step.Technique.Text != withdrawsApproved || step.With != nil || len(step.Counts) > 0 || len(step.When) > 0 {
		c.complain(step.ID.Pos, "step "+yamldoc.Quoted(step.ID.Text)+" has transfers and more", "transfers alone, because each has its own time", "")
	}
	var last Time
	for i := range step.Transfers {
		t := &step.Transfers[i]
		if last.Pos.Line > 0 && t.At.Unix < last.Unix {
			c.complain(t.At.Pos, "at is "+t.At.Text, "a time that is not before the transfer above, "+last.Text, "")
		}
		if t.Until != nil {
			c.after("until", *t.Until, t.At, "at")
		}
		last = t.Latest()
		if !step.Counterfactual && last.Unix > k.Until.Unix && k.Until.Pos.Line > 0 {
			c.complain(last.Pos, "at is "+last.Text, "a time up to the end of the record, "+k.Until.Text, "")
		}
		if t.Exchange != nil {
			c.atExchange(step, t)
		} else {
			c.destination(t)
		}
		c.inputs(t)
		if a := t.Amount; a.Pos.Line > 0 && strings.Trim(a.Text, "0.") == "" {
			c.complain(a.Pos, "amount is "+a.Text+" "+a.Asset.Text, "more than 0", "")
		}
	}
}

// copied complains of keys that the attacker copies after he signs with them.
func (c *checker) copied(k *Campaign) {
	if c.s.Compromise == nil || c.s.Compromise.Since == nil {
		return
	}
	since := *c.s.Compromise.Since
	for i := range k.Steps {
		step := &k.Steps[i]
		if !step.Takes() { // the others move what he has
			continue
		}
		for j := range step.Transfers {
			if at := step.Transfers[j].At; at.Unix < since.Unix && at.Pos.Line > 0 {
				c.complain(since.Pos, "since is "+since.Text, "a time that is not after the transfer at "+at.Text, "")
				return
			}
		}
	}
}

// signsWithStolenKey is the technique of a transfer out of a hot wallet.
const signsWithStolenKey = "sign_with_stolen_key"

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
			c.complain(part.is.Pos, part.name+" is "+strconv.FormatInt(part.is.Value, 10),
				"1 to "+strconv.FormatInt(n, 10)+", as many addresses as he has", "")
		}
	}
}

// inputs checks how many coins a transfer spends.
func (c *checker) inputs(t *Transfer) {
	if a := c.assets[t.Amount.Asset.Text]; t.Inputs != nil && a != nil && (a.Chain == nil || a.Chain.Model.Text == ModelAccount) {
		c.complain(t.Inputs.Pos, "inputs stands beside an amount of "+a.Code.Text, "a coin whose chain has model "+ModelUTXO, "")
	}
}
