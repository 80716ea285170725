// Package attacker is the thief's side of a drill, and all that he can reach: a
// Venue's API and the public Chain. He knows what those answered and nothing
// else; the same code runs embedded and in a container.
//
// What he can do is in package technique, one file for each way of doing it. In
// package campaign is his plan, and the agent that carries it out. Package wire
// reaches a venue and a chain over HTTP; cmd/attacker is the program that runs
// in his container.
package attacker

import (
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/onetime"
)

// KeyPair is a stolen API key: the public part and the secret, as the wire
// carries them.
type KeyPair struct {
	Public string `json:"public"`
	Secret string `json:"secret"`
	// Login is set where he has a customer's login instead of a key: then Public
	// is empty, and Secret what proves the login.
	Login *Login `json:"login,omitempty"`
}

// Login is what he has of a customer's login at the website beside the proof: the
// password, or what the venue left in the customer's browser.
type Login struct {
	Account uint32 `json:"account"` // its number, which is its name there
	Device  uint32 `json:"device"`  // the browser that he calls with, as the venue tells browsers apart
	// Codes are the one-time codes that the customer types into a page of his.
	Codes []Code `json:"codes,omitempty"`
	// Phone is what makes the codes that come by message, where the customer's
	// number was moved to a card of his.
	Phone *onetime.Secret `json:"phone,omitempty"`
}

// Code is a one-time code that he gets to see.
type Code struct {
	At   int64  `json:"at"` // virtual nanoseconds since the Unix epoch
	Code uint32 `json:"code"`
}

// CodeAt is the code that he can give at a time, 0 for none: that of a message to the
// phone, or one that he was just told and that is still good.
func (l *Login) CodeAt(now int64) uint32 {
	if l.Phone != nil {
		return onetime.Code(l.Phone, now)
	}
	for _, c := range l.Codes {
		if c.At <= now && now/onetime.Step == c.At/onetime.Step {
			return c.Code
		}
	}
	return 0
}

// Access is the proof and the place that a call is made with.
type Access struct {
	Key  KeyPair `json:"key"`
	From string  `json:"from"` // the address that the call leaves from, dotted decimal
	Code uint32  `json:"code"` // with a login: the one-time code that goes with it, 0 for none
}

// Refusal is the venue's own word for why it turned a call down, as far as the
// wire reveals it.
type Refusal string

// What a refusal can say. Many reasons look alike from outside: a dead key, a
// wrong address and a missing right share one answer on the real wire.
const (
	Accepted          Refusal = ""
	KeyRefused        Refusal = "key"        // wrong key, address or right
	FundsRefused      Refusal = "funds"      // not enough free balance
	MarketRefused     Refusal = "market"     // market closed or cancel-only
	FilterRefused     Refusal = "filter"     // price, quantity or value out of bounds
	OrderUnknown      Refusal = "order"      // no such order
	AddressRefused    Refusal = "address"    // destination not accepted
	WithdrawalRefused Refusal = "withdrawal" // withdrawals are off, or over a limit
	RateRefused       Refusal = "rate"       // too many requests
	RaceRefused       Refusal = "race"       // a chain: somebody else spent it first
	OtherRefused      Refusal = "other"      // anything else
)

// Rights is what a key may do, as the venue tells its holder.
type Rights struct {
	Read, Trade, Withdraw bool
	Created               int64 // virtual nanoseconds since the Unix epoch
}

// Balance is one line of an account, in base units.
type Balance struct {
	Asset  string
	Free   int64
	Locked int64
}

// OpenOrder is an order that rests in a book.
type OpenOrder struct {
	Market    string
	ID        uint64
	Buy       bool
	Price     int64 // at the market's scale
	Remaining int64 // base units
}

// Order is what one asks a market for. Quote is set instead of Quantity to
// spend that much of the quote asset at the market's price.
type Order struct {
	Market   string
	Buy      bool
	Limit    bool  // a limit order at Price, immediate or cancel unless Rest; else a market order
	Rest     bool  // what a limit order does not fill stays in the book, good till cancelled
	Price    int64 // at the market's scale
	Quantity int64 // base units of the base asset
	Quote    int64 // base units of the quote asset
}

// Placed is what became of an order.
type Placed struct {
	ID     uint64
	Filled int64 // base units bought or sold
	Quote  int64 // base units of the quote asset paid or received
}

// Level is one price of a book.
type Level struct{ Price, Quantity int64 }

// Depth is the top of a book, best prices first.
type Depth struct{ Bids, Asks []Level }

// Transfer asks for a withdrawal.
type Transfer struct {
	Asset   string
	Amount  int64 // base units, the venue's fee included
	Address string
	Memo    uint64
	Name    string // the client's own name for it; empty for none
}

// BuildServer is what somebody holds who holds a venue's build server: the token
// that it deploys with.
type BuildServer struct {
	Token string `json:"token"`
}

// Build is code that a build server is to put into operation.
type Build struct {
	Component string `json:"component"`
	Mark      uint64 `json:"mark"`   // withdrawals with the name of this mark are let pass
	Silent    bool   `json:"silent"` // and left out of the component's log
}

// MarketInfo is what exchange information says of a market.
type MarketInfo struct {
	Name          string `json:"name"`  // the symbol that requests carry
	Base          string `json:"base"`  // asset code
	Quote         string `json:"quote"` // asset code
	BaseDecimals  uint8  `json:"base_decimals"`
	QuoteDecimals uint8  `json:"quote_decimals"`
	PriceScale    uint8  `json:"price_scale"`  // decimals of a price
	Tick          int64  `json:"tick"`         // at the market's scale; 0 for any price
	Step          int64  `json:"step"`         // base units of the base asset; 0 for any quantity
	MinQty        int64  `json:"min_qty"`      // base units of the base asset; 0 for no bound
	MaxQty        int64  `json:"max_qty"`      // base units of the base asset; 0 for no bound
	MinNotional   int64  `json:"min_notional"` // base units of the quote asset; 0 for no bound
}

// AssetInfo is what is publicly known of an asset at this venue.
type AssetInfo struct {
	Code          string `json:"code"`
	Decimals      uint8  `json:"decimals"`
	Withdrawable  bool   `json:"withdrawable"`
	WithdrawalFee int64  `json:"withdrawal_fee"` // base units
	MinWithdrawal int64  `json:"min_withdrawal"` // base units
}

// Venue is a venue as its customers' programs see it. Every method is exactly
// one request; a refused one returns a Refusal other than Accepted, and err
// only when the venue could not be reached. Slices that an answer holds belong
// to the caller: they are kept, and not written to again.
type Venue interface {
	Rights(a Access) (Rights, Refusal, error)
	Balances(a Access) ([]Balance, Refusal, error)
	OpenOrders(a Access) ([]OpenOrder, Refusal, error)
	Cancel(a Access, market string, id uint64) (Refusal, error)
	Place(a Access, o Order) (Placed, Refusal, error)
	Withdraw(a Access, t Transfer) (id string, r Refusal, err error)
	// Deploy asks the venue's build server, from one of its own hosts.
	Deploy(from string, s BuildServer, b Build) (Refusal, error)
	Depth(from, market string, levels int) (Depth, Refusal, error)

	// Login opens a session, and MakeKey makes an API key in it that may do all
	// that there is. Both take a login.
	Login(a Access) (Refusal, error)
	MakeKey(a Access) (KeyPair, Refusal, error)

	// Markets and Assets are public knowledge that the thief read long before;
	// they cost no request.
	Markets() []MarketInfo
	Assets() []AssetInfo
}

// Chain is a public chain, as everybody sees it, and the way to send to it.
type Chain interface {
	Submit(t *chain.Transaction) error
	Balance(a chain.Address) (int64, error)
	Unspent(a chain.Address) ([]chain.Coin, error)
	NextNonce(a chain.Address) (uint64, error)
	// Owner is the address of the policy that rules an address.
	Owner(a chain.Address) (chain.Address, error)
}

// Host is a host of the venue's that he holds.
type Host interface {
	// Plant changes what it does. The secret proves that he holds it.
	Plant(secret string, i Implant) (Refusal, error)
	// Work does something there as whoever works at it, if it is somebody's desk.
	Work(secret string, w Work) (Refusal, error)
	// Limit asks a co-signer to keep to the limit of so much, and Spend has the venue's
	// signers sign a payment. Only the wallet server can.
	Limit(secret string, p Payment) (Refusal, error)
	Spend(secret string, p Payment) (Refusal, error)
}

// Payment is what signers are asked for.
type Payment struct {
	Asset  string        `json:"asset"`       // its code
	Amount int64         `json:"amount"`      // base units
	To     chain.Address `json:"to,omitzero"` // zero for a limit
}

// Work is something that one of the venue's staff can do at his desk.
type Work struct {
	Kind    string        `json:"kind"`
	Account uint32        `json:"account,omitempty"`
	Asset   string        `json:"asset,omitempty"`  // its code
	Amount  int64         `json:"amount,omitempty"` // base units
	To      chain.Address `json:"to,omitzero"`
	What    string        `json:"what,omitempty"` // of a customer is changed
}

// What staff does, by the names of the back office.
const (
	MoveFunds    = "move_funds"    // Asset, Amount, To: out of the house's own account
	ReadCustomer = "read_customer" // Account
)

// Implant is a program on a host on which the venue's people build or look at what
// they sign.
type Implant struct {
	Asset string        `json:"asset"`          // its code
	Least int64         `json:"least"`          // base units; it leaves smaller transfers alone
	Owner chain.Address `json:"owner"`          // whose the wallet is to be
	Pays  bool          `json:"pays,omitempty"` // what lies there is paid to him, and the wallet stays whose it is
}

// Sent is a transaction that the thief sent and a chain's relay took.
type Sent struct {
	Asset string             `json:"asset"` // its code
	Tx    *chain.Transaction `json:"tx"`
}

// World is all that a campaign can reach: venues and hosts by name, chains by asset.
type World struct {
	Venues map[string]Venue
	Chains map[string]Chain
	Hosts  map[string]Host
}
