package defence

import (
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Monitor watches the telemetry and responds. Every defence runs through this
// one interface: rules, Go code, another program, the record of what the real
// exchange did.
type Monitor interface {
	// Hello tells the monitor what it guards, once, before the first batch.
	Hello(h *Hello) error
	// Step hands it what happened since the last step. The first step, when the
	// clock starts, is always made; later a batch without events or results is
	// skipped unless the monitor asked to be woken.
	Step(b *Batch) (Answer, error)
	// Close says goodbye.
	Close() error
}

// Hello is what a monitor knows beforehand: the venue, never the incident, the
// seed or the end.
type Hello struct {
	Venue    string
	Now      int64                // virtual nanoseconds since the Unix epoch
	Interval int64                // nanoseconds between steps
	Assets   []mockexchange.Asset // code, decimals and reference of each; Chain is empty, nil for money at a bank
	Markets  []string
	Currency string // the reference currency: the code of asset 1
	Controls []string
	Vendors  []string // of whom keys are known to be; none where keys say nothing of the kind
}

// Batch is the news of one step. The slices are the lab's: a monitor that
// keeps something copies it.
type Batch struct {
	Now     int64
	Events  []mockexchange.Event
	Results []ActionResult
}

// Answer is what a monitor says and does.
type Answer struct {
	Alerts  []Alert
	Actions []Action
	WakeAt  int64 // a step wanted at this time even without events; 0 for none
}

// Alert is one finding, with the entities that it accuses.
type Alert struct {
	At        int64           `json:"at"`
	Venue     string          `json:"venue,omitempty"` // where a run has several; the lab notes it
	Rule      string          `json:"rule"`
	Title     string          `json:"title,omitempty"`
	Level     string          `json:"level"` // informational, low, medium, high, critical
	Tags      []string        `json:"tags,omitempty"`
	Accounts  []uint32        `json:"accounts,omitempty"`
	Keys      []uint32        `json:"keys,omitempty"`
	Sources   []access.Source `json:"sources,omitempty"`
	Addresses []chain.Address `json:"addresses,omitempty"`
	Wallets   []string        `json:"wallets,omitempty"` // asset codes of hot wallets
}

// Action is one operator's action out of the closed vocabulary. Which fields
// count depends on Name; the vocabulary says so.
type Action struct {
	ID   string `json:"id,omitempty"` // the monitor's own, echoed in the result
	Name string `json:"name"`

	Keys         []uint32        `json:"keys,omitempty"`
	Accounts     []uint32        `json:"accounts,omitempty"`
	Withdrawals  []uint32        `json:"withdrawals,omitempty"`
	Addresses    []chain.Address `json:"addresses,omitempty"`
	Vendor       string          `json:"vendor,omitempty"`        // selects keys: those that are known to be of this vendor
	Market       string          `json:"market,omitempty"`        // symbol; empty means all
	Asset        string          `json:"asset,omitempty"`         // code; empty means all
	CreatedUntil int64           `json:"created_until,omitempty"` // selects keys, virtual nanoseconds, inclusive
	Scopes       access.Scopes   `json:"scopes,omitempty"`
	NewOnly      bool            `json:"new_addresses_only,omitempty"`
	Amount       int64           `json:"amount,omitempty"` // base units
	Count        uint32          `json:"count,omitempty"`
	Since        int64           `json:"since,omitempty"`     // virtual nanoseconds
	Until        int64           `json:"until,omitempty"`     // virtual nanoseconds
	Price        int64           `json:"price,omitempty"`     // at the market's scale
	Above        bool            `json:"above,omitempty"`     // Price and higher, otherwise lower
	FromFund     bool            `json:"from_fund,omitempty"` // out of the protection fund
	Text         string          `json:"text,omitempty"`
}

// ActionResult tells what an action came to.
type ActionResult struct {
	ID      string `json:"id,omitempty"`
	Name    string `json:"name"`
	At      int64  `json:"at"`
	Code    string `json:"code"`    // "ok" or why it was refused
	Changed uint32 `json:"changed"` // how many keys, accounts, orders or withdrawals it touched
}

// TruthSeer is a monitor that is shown the ground truth. Only the lab can show
// it, and only the oracle looks: what it reaches bounds what any defence can.
type TruthSeer interface {
	// See comes before Hello.
	See(t Truth)
}

// Truth is what the thief holds, when he comes, and what he does then.
type Truth struct {
	FirstCommandAt int64    // of the thief, virtual nanoseconds; 0 if nobody attacks
	Keys           []uint32 // stolen keys that still live
	Accounts       []uint32 // accounts of the thief himself
	Logins         []uint32 // accounts of customers whose logins he has
	Wallets        []string // asset codes of hot wallets whose keys he holds
	Vendor         string   // by whose name the venue knows some of the stolen keys; empty where none of them names anybody
	// Balances is what accounts own by the venue's books when the clock starts.
	Balances []mockexchange.Balance
	// Loot is where the thief's transactions in blocks paid to so far, each address
	// once, deposits at other exchanges left out. Nil means that nobody can tell.
	Loot func() []chain.Address
	// Next is what the thief does next, as things stand; not ok when he never acts
	// again. Nil means that nobody attacks.
	Next func() (t Turn, ok bool)
}

// Turn is one request that the thief is about to make, if he makes any.
type Turn struct {
	At      int64  // virtual nanoseconds; what is done at the same time is done before
	Key     uint32 // the stolen key that he uses; 0 where he uses none
	Account uint32 // whose key it is
	Wallet  string // asset code of the hot wallet that he may spend from, past the venue
	Staff   uint32 // at whose desk he works; 0 for nobody's
}
