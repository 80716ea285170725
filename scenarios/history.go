package scenarios

// History is what the real exchange did, in the order of time.
type History struct {
	Alerts  []Alert  `key:"alerts"`
	Actions []Action `key:"actions"`
}

// Alert is the exchange noticing something.
type Alert struct {
	At    Time      `key:"at"`
	Names Name      `key:"names"` // which entities it accuses: AlertComplaining or AlertDrained
	Title Bilingual `key:"title"`
}

// AlertComplaining accuses the accounts whose owners complained of theft so far.
const AlertComplaining = "complaining_accounts"

// AlertDrained accuses the hot wallets that somebody else has spent from so far.
const AlertDrained = "drained_wallets"

// Action is one thing that the exchange did. Which keys there are depends on
// the action.
type Action struct {
	At           Time   `key:"at"` // when it took effect
	Action       Name   `key:"action"`
	Asset        *Name  `key:"asset,optional"`  // absent for all
	Market       *Name  `key:"market,optional"` // "BTC/JPY"; absent for all
	NewOnly      bool   `key:"new_addresses_only,optional"`
	CreatedUntil *Time  `key:"created_until,optional"` // keys created up to here
	Abused       bool   `key:"abused,optional"`        // keys that the attacker presented so far
	Remove       []Name `key:"remove,optional"`        // rights: read, trade, withdraw
}

// Claims that a venue makes in public.
const (
	ClaimAssetsSafe      = "assets_safe"
	ClaimServicesStopped = "services_stopped"
	ClaimCauseKnown      = "cause_known"
	ClaimReopening       = "reopening"
)

// Statement is one structured claim in public.
type Statement struct {
	At    Time      `key:"at"`
	Claim Name      `key:"claim"`
	Says  Bilingual `key:"says"`
}
