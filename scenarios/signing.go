package scenarios

// Signing is what an attacker holds who has a hot wallet's key: hosts, and with
// them the keys that lie there. Which keys those are depends on the posture:
// with several keys on hosts of their own he may have too few.
type Signing struct {
	Hosts     []Name  `key:"hosts,optional"`
	Wallets   []Name  `key:"wallets,optional"`   // assets whose hot wallets' keys lie there under the incident's own posture
	Since     *Time   `key:"since,optional"`     // when he copied them; it may be before the clock starts
	Addresses *Number `key:"addresses,optional"` // of his own that he spreads the loot over, beside the one that it goes to first
}

// Credentials reports whether the attacker holds customers' API keys.
func (k *Compromise) Credentials() bool { return k != nil && k.Dump.Keys.Value > 0 }

// SigningKey reports whether the attacker holds keys of hot wallets.
func (k *Compromise) SigningKey() bool { return k != nil && len(k.Wallets) > 0 }

// Signers says who signs for a hot wallet: M of the keys, one on each host of
// the list. A host may stand there more than once.
type Signers struct {
	M     Number `key:"m"`
	Hosts []Name `key:"hosts"`
}

// Transfer is one transaction of the attacker's on a chain. The record knows
// minutes at best, so it is sent at a moment that is drawn within that minute,
// or up to the end of the minute of Until.
type Transfer struct {
	At     Time    `key:"at"`
	Until  *Time   `key:"until,optional"`
	Amount Amount  `key:"amount"`      // or what is there, if that is less
	To     *Number `key:"to,optional"` // which of his other addresses, from 1 on

	Inputs  *Number `key:"inputs,optional"`  // coins that it spends, on a chain that has such; absent for as many as it takes
	Outputs *Number `key:"outputs,optional"` // how many of his addresses it pays; absent for 1
}

// Latest is the minute in which the transfer is sent at the latest.
func (t *Transfer) Latest() Time {
	if t.Until != nil {
		return *t.Until
	}
	return t.At
}
