package scenarios

// History is what the real exchange did, in the order of time.
type History struct {
	Alerts  []Alert  `key:"alerts"`
	Actions []Action `key:"actions"`

	Gain *Gain `key:"gain,optional"` // needed where an entry names AlertProfiting
}

// Gain says which accounts profited.
type Gain struct {
	Within  Duration `key:"within"`   // counting trades back from the entry
	AtLeast Amount   `key:"at_least"` // in the currency
}

// Alert is the exchange noticing something.
type Alert struct {
	At    Time      `key:"at"`
	Venue *Name     `key:"venue,optional"` // absent for every venue
	Names Name      `key:"names"`          // whom it accuses: AlertComplaining, AlertProfiting, AlertDrained, AlertRobbed
	Title Bilingual `key:"title"`
}

// Which accounts an entry of the record names. Nobody published their numbers,
// so they are found in the run, in the same way.
const (
	// AlertComplaining are the accounts whose owners complained of theft so far.
	AlertComplaining = "complaining_accounts"
	// AlertProfiting are the accounts that gained from the moves of prices so
	// far: what they bought is worth more by now, and what they sold less, than
	// they paid or got, by as much as Gain says. An entry that takes
	// something back names those that the entries before it named.
	AlertProfiting = "profiting_accounts"
	// AlertDrained are the hot wallets that somebody else has spent from so far.
	AlertDrained = "drained_wallets"
	// AlertRobbed are the accounts in which an order or a withdrawal with a stolen
	// key was taken so far, since the thief came, or whose owners complained of
	// theft.
	AlertRobbed = "robbed_accounts"
	// AlertCounterparties are the accounts that gained by trades with those so
	// far: what they got is worth more at reference prices than what they gave,
	// by as much as Gain says if it is there.
	AlertCounterparties = "counterparty_accounts"
)

// Action is one thing that the exchange did. Which keys there are depends on
// the action.
type Action struct {
	At           Time   `key:"at"` // when it took effect
	Action       Name   `key:"action"`
	Venue        *Name  `key:"venue,optional"`  // absent for every venue
	Asset        *Name  `key:"asset,optional"`  // absent for all
	Market       *Name  `key:"market,optional"` // "BTC/JPY"; absent for all
	NewOnly      bool   `key:"new_addresses_only,optional"`
	CreatedUntil *Time  `key:"created_until,optional"` // keys created up to here
	Abused       bool   `key:"abused,optional"`        // keys that the attacker presented so far
	Remove       []Name `key:"remove,optional"`        // rights: read, trade, withdraw
	Names        *Name  `key:"names,optional"`         // accounts, as in Alert

	Since      *Time   `key:"since,optional"`       // trades from here on: to roll back, or to make good
	Until      *Time   `key:"until,optional"`       // trades up to here; absent for the action's own time
	PriceAbove *Amount `key:"price_above,optional"` // trades at this price or a higher one
	Total      *Amount `key:"total,optional"`       // to compensate with, all accounts together
	Share      *Share  `key:"share,optional"`       // of fees, from now on
}

// Claims that are made in public.
const (
	ClaimAssetsSafe      = "assets_safe"
	ClaimServicesStopped = "services_stopped"
	ClaimCauseKnown      = "cause_known"
	ClaimReopening       = "reopening"
	ClaimNothingWrong    = "nothing_wrong"
)

// Statement is one structured claim in public.
type Statement struct {
	At    Time      `key:"at"`
	By    *Name     `key:"by,optional"` // somebody who is no venue, such as a vendor; absent for the venue
	Claim Name      `key:"claim"`
	Says  Bilingual `key:"says"`
}
