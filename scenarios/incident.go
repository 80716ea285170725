package scenarios

// What an attacker can hold. It decides which defences can work at all.
const (
	PositionUserCredential = "user_credential" // customers' API keys: every check of the venue is in the way
	PositionSigningKey     = "signing_key"     // a hot wallet's key: the venue's checks are bypassed
	PositionApprovalPath   = "approval_path"   // the venue's own approval is subverted
	PositionNone           = "none"            // there is no attacker
)

// Incident is where the scenario comes from.
type Incident struct {
	Venue    string   `key:"venue"` // the exchange's real name
	Position Name     `key:"position"`
	Dates    Days     `key:"dates"`
	Sources  []Source `key:"sources"`
	Unknown  []string `key:"unknown"` // what nobody published
}

// Source is a piece of public material.
type Source struct {
	ID      Name   `key:"id"`      // "S17"
	Grade   Name   `key:"grade"`   // A: first party, B: established press, C: blog or repost
	Address string `key:"address"` // without the protocol
	What    string `key:"what"`    // what it is, in our words
}

// Clock is the virtual time that a run covers. The end of a run is End + Tail.
type Clock struct {
	Start Time     `key:"start"`
	End   Time     `key:"end"`
	Tail  Duration `key:"tail"` // settlement: holds run out, a thief may still try
	Zone  Zone     `key:"zone"`
}
