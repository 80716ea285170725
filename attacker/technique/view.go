package technique

import "github.com/exdrill/exdrill/attacker"

// View is what a run works with: one key, or one coin's chain, what is known
// through it, and what the thief brought along.
type View struct {
	Known   *Known
	Partner *Known                // of the step's partner key, an account of the thief's own; nil without
	Markets []attacker.MarketInfo // public knowledge
	Assets  []attacker.AssetInfo  // public knowledge
	Limits  *Limits               // that refusals taught him; nil for none
	Purse   *Purse                // where he sends
	Chance  *Chance
	Vault   *Vault // on a chain: what he can sign for; else nil
}

// asset is what is publicly known of an asset; nil for one that the venue does
// not list.
func (v View) asset(code string) *attacker.AssetInfo {
	for i := range v.Assets {
		if v.Assets[i].Code == code {
			return &v.Assets[i]
		}
	}
	return nil
}

// listed is what is publicly known of a market; nil for one that the venue does
// not list.
func (v View) listed(name string) *attacker.MarketInfo {
	for i := range v.Markets {
		if v.Markets[i].Name == name {
			return &v.Markets[i]
		}
	}
	return nil
}

// market is what is publicly known of a market; the zero value, with the name
// alone, for one that the venue does not list.
func (v View) market(name string) attacker.MarketInfo {
	for _, m := range v.Markets {
		if m.Name == name {
			return m
		}
	}
	return attacker.MarketInfo{Name: name}
}
