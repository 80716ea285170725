package scenarios

// Compromise is what the attacker holds: customers' API keys, where position is
// user_credential, or hot wallets' keys, where it is signing_key.
type Compromise struct {
	Sources    Sources    `key:"sources,optional"` // where he calls from
	Cohort     Cohort     `key:"cohort,optional"`
	Dump       Dump       `key:"dump,optional"`
	Victims    []Victims  `key:"victims,optional"` // owners of the dump's live keys, in classes
	Complaints Complaints `key:"complaints,optional"`
	Own        []Own      `key:"own,optional"` // accounts of the attacker's, in classes

	Signing
}

// Cohort is the wider set of keys that the stolen ones are part of: those that
// a venue could suspect. Its other keys are data without an actor.
type Cohort struct {
	Name      Name   `key:"name"`
	Group     Name   `key:"group"` // population group that owns the keys, one each
	Keys      Number `key:"keys"`  // live ones, those of the dump included; drawn within the range
	Created   Days   `key:"created"`
	Withdraw  Share  `key:"withdraw"`   // of keys that may withdraw
	HonestUse Share  `key:"honest_use"` // of keys that their owners still use

	// Of the owners who do not use their keys any more, those who do nothing at
	// all while the clock runs: data, not actors.
	Idle *Share `key:"idle,optional"`
}

// Dump is the stolen keys. Keys were created on both ends of Created, and the
// oldest deletion falls on the first day of DeletedOn.
type Dump struct {
	Keys      Number `key:"keys"`
	Deleted   Number `key:"deleted"` // deleted by their owners before the attack
	Live      Number `key:"live"`
	Created   Days   `key:"created"`
	DeletedOn Days   `key:"deleted_on"`

	Published *Number `key:"published,optional"` // keys that somebody showed in public, live ones and deleted ones alike
}

// Victims is a class of accounts behind live keys of the dump, one key each.
type Victims struct {
	Name       Name         `key:"name"`
	Venue      *Name        `key:"venue,optional"` // absent for every venue, each having its share of them
	Accounts   Number       `key:"accounts"`
	Total      Amount       `key:"total"`       // what they own together, in the currency
	Spread     Ratio        `key:"spread"`      // how unevenly it is spread, as in Heavy
	Holdings   Table[Share] `key:"holdings"`    // what it is made of, by asset
	OpenOrders Number       `key:"open_orders"` // that rest in the books for each as the clock starts, far from the price
	Withdraw   bool         `key:"withdraw"`    // their keys may withdraw
}

// Own is a class of accounts that the attacker opened himself long before, each
// with one key that may read and trade. They are not in the dump.
type Own struct {
	Name     Name          `key:"name"`
	Venue    *Name         `key:"venue,optional"` // needed where there are several
	Accounts Number        `key:"accounts"`
	Opened   Days          `key:"opened"`
	Holdings Table[Amount] `key:"holdings"` // what they own together, by asset, in equal parts
	Withdraw bool          `key:"withdraw"` // their keys may withdraw, too
}

// Complaints is how victims notice. Delays count from the first loss of an
// account, or from Start if that is later.
type Complaints struct {
	Start Time  `key:"start"`
	Share Share `key:"share"` // of robbed accounts whose owners complain at all
	Delay Delay `key:"delay"`

	Trades bool `key:"trades,optional"` // trades that they did not make alarm them as well, not withdrawals alone
}

// Size is how many keys the named sets have.
func (k *Compromise) Size(sets []Name) (n int) {
	for _, set := range sets {
		switch set.Text {
		case OnAll:
			n += int(k.Dump.Keys.Value)
		case OnLive:
			n += int(k.Dump.Live.Value)
		case OnDeleted:
			n += int(k.Dump.Deleted.Value)
		case OnPublished:
			if k.Dump.Published != nil {
				n += int(k.Dump.Published.Value)
			}
		}
		for i := range k.Victims {
			if k.Victims[i].Name.Text == set.Text {
				n += int(k.Victims[i].Accounts.Value)
			}
		}
		for i := range k.Own {
			if k.Own[i].Name.Text == set.Text {
				n += int(k.Own[i].Accounts.Value)
			}
		}
	}
	return n
}
