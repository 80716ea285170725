package scenarios

import "strconv"

// ColdSigning is how coins leave cold storage where people sign for it from where
// they are, by what hosts show them. Without it, those who hold its keys come
// together.
type ColdSigning struct {
	M       Number `key:"m"`
	People  Number `key:"people" check:"positive most=16"` // of whom M sign
	Builder Name   `key:"builder"`                         // host that makes a transaction of a request
	Display Name   `key:"display"`                         // host that shows it to those who sign
	Blind   Share  `key:"blind"`                           // chance that somebody notices that he signs something else than he is shown
	Plain   Share  `key:"plain"`                           // chance that somebody notices what he is shown and did not expect
}

// DecodingHost is the host on which the same people decode what they sign, where a
// posture has them do so. An attacker may hold that as well.
const DecodingHost = "decoder"

// ColdTransfer is coins that staff has brought from cold storage to the hot wallet.
type ColdTransfer struct {
	At     Time   `key:"at" check:"clock"` // when it is asked for
	Amount Amount `key:"amount"`
	Signed *Time  `key:"signed,optional" check:"clock"` // when the last signature came; absent for as people come to it
}

// WalletUpgrade gives a cold wallet that people sign for new owners, the same people
// with new keys, planned and approved.
type WalletUpgrade struct {
	Asset     Name `key:"asset"`
	At        Time `key:"at" check:"clock"`        // when signatures are asked for
	Announced Time `key:"announced" check:"clock"` // when it was approved
}

// SigningPath reports whether the attacker holds a host on which those who sign for
// cold storage have it built or look at it, or the one that proposes to a co-signer
// what he signs.
func (s *Scenario) SigningPath() bool {
	if s.Compromise == nil || s.Incident.Position.Text != PositionApprovalPath {
		return false
	}
	for _, h := range s.Compromise.Hosts {
		for i := range s.Venues {
			for j := range s.Venues[i].Assets {
				if k := s.Venues[i].Assets[j].Signers; k != nil && k.CoSigner != nil && len(k.Hosts) > 0 && k.Hosts[0].Text == h.Text {
					return true
				}
				if c := s.Venues[i].Assets[j].ColdSigning; c != nil && (c.Builder.Text == h.Text || c.Display.Text == h.Text) {
					return true
				}
			}
		}
	}
	return false
}

// coldSigning checks who signs for cold storage, and what for.
func (c *checker) coldSigning(v *Venue) {
	var signed, contracts []string
	for i := range v.Assets {
		a := &v.Assets[i]
		s := a.ColdSigning
		if s == nil {
			continue
		}
		signed = append(signed, a.Code.Text)
		if a.Chain == nil {
			c.complain(s.M.Pos, "cold_signing stands beside chain: none", "a chain, or nothing here", "")
		} else if a.Chain.Model.Text == ModelAccount {
			contracts = append(contracts, a.Code.Text)
		}
		if s.M.Value < 1 || s.M.Value > s.People.Value {
			c.complain(s.M.Pos, "m is "+strconv.FormatInt(s.M.Value, 10), "1 to "+strconv.FormatInt(s.People.Value, 10)+", the number of people", "")
		}
	}
	for i := range v.ColdTransfers {
		t := &v.ColdTransfers[i]
		c.known("asset with cold_signing", t.Amount.Asset, signed)
		if t.Signed != nil {
			c.after("signed", *t.Signed, t.At, "at")
		}
	}
	var coSigned []string
	for i := range v.Assets {
		if k := v.Assets[i].Signers; k != nil && k.CoSigner != nil {
			coSigned = append(coSigned, v.Assets[i].Code.Text)
		}
	}
	for i := range v.SigningLimits {
		c.known("asset with a co-signer", v.SigningLimits[i].Amount.Asset, coSigned)
	}
	for i := range v.WalletUpgrades {
		u := &v.WalletUpgrades[i]
		c.known("asset with cold_signing, on a chain of accounts", u.Asset, contracts)
		c.after("at", u.At, u.Announced, "announced")
	}
}
