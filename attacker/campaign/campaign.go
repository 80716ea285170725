package campaign

import (
	"time"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Campaign is everything that the thief brings to a drill and everything that
// he means to do. Nobody changes it once an Agent has it.
type Campaign struct {
	Seed  uint64 `json:"seed"`  // of his own chance: think times, sizes of parts
	Level int    `json:"level"` // adaptation, from technique.Replays to technique.Probes

	Venue   string             `json:"venue"`   // name of the venue that the keys belong to
	Sources []string           `json:"sources"` // addresses that he can call from, dotted decimal
	Keys    []attacker.KeyPair `json:"keys"`    // the stolen keys, and after them those of his own accounts

	// Addresses are those that he sends to, by asset code, in the order in
	// which he uses them, as text that the venue accepts. There should be as
	// many for a coin as withdrawals of it are planned.
	Addresses map[string][]string `json:"addresses"`

	// Wallets are what he can sign for on chains, at most one for each coin.
	Wallets []Wallet `json:"wallets,omitempty"`
	// Approval is what he can make of the venue's approval; nil if nothing.
	Approval *technique.Approval `json:"approval,omitempty"`
	// Hosts are those of the venue's that he can change.
	Hosts []Host `json:"hosts,omitempty"`

	// Amounts and Prices are with how many digits his programs write them. On
	// chains he pays what he means to, to the last base unit.
	Amounts money.Precision `json:"amounts,omitempty"`
	Prices  money.Precision `json:"prices,omitempty"`

	// Think is how long he takes between two requests with the same key.
	Think Think `json:"think"`
	// Persistence is how he asks again at level 1.
	Persistence Persistence `json:"persistence"`

	// Steps are ordered by At.
	Steps []Step `json:"steps"`
}

// Host is a host of the venue's that he holds.
type Host struct {
	Name   string `json:"name"`
	Secret string `json:"secret"` // 64 hexadecimal digits
}

// Step is one use of a technique on one key, or on one coin's chain. All steps
// of one key, and all of one chain, make up a unit: they are taken in their
// order, and each waits for the one before it to end. Units do not wait for
// each other.
type Step struct {
	ID        string           `json:"id"`        // unique; reports name it
	Technique string           `json:"technique"` // name of the technique
	Params    technique.Params `json:"params"`
	// Chain is the code of the asset whose chain the step is about; then it has
	// neither key nor source.
	Chain  string `json:"chain,omitempty"`
	Key    int    `json:"key"`    // index into Campaign.Keys
	Source int    `json:"source"` // index into Campaign.Sources
	// Partner is the index+1 into Campaign.Keys of the key of an own account
	// that takes part in the step; 0 for none.
	Partner int `json:"partner,omitempty"`
	// At is when it begins at the earliest, in virtual nanoseconds since the
	// Unix epoch. Whoever plans the campaign draws the jitter of it.
	At int64 `json:"at"`
	// When lists the conditions that must all hold as it begins, as far as the
	// thief knows; it is skipped otherwise. None is always.
	When []Condition `json:"when,omitempty"`
	// Counterfactual marks what no record tells: what an undefended venue
	// would have gone on losing.
	Counterfactual bool `json:"counterfactual,omitempty"`
}

// Think bounds a pause. It is as likely to be between one and two seconds as between
// two and four, as anybody's: short ones are many, and long ones are not missing.
// Zero values stand for the defaults.
type Think struct {
	Min time.Duration `json:"min,omitempty"` // nanoseconds in JSON
	Max time.Duration `json:"max,omitempty"` // nanoseconds in JSON, left out itself
}

// The think times of a thief at work by hand or by a slow program; synthetic.
const (
	DefaultThinkMin = 2 * time.Second
	DefaultThinkMax = 40 * time.Second
)

// Persistence is how a refused call is made again at level 1. Zero values
// stand for the defaults of the retry technique.
type Persistence struct {
	Times   int           `json:"times,omitempty"`
	Backoff time.Duration `json:"backoff,omitempty"` // nanoseconds in JSON
}
