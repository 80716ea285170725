package market

// Side says whether an order buys or sells the market's base asset.
type Side uint8

// The sides. The zero value is no side.
const (
	SideNone Side = iota
	Buy
	Sell
	sides
)

var sideNames = [sides]string{Buy: "buy", Sell: "sell"}

// String is the side's name in telemetry and logs; empty for SideNone.
func (s Side) String() string { return name(sideNames[:], int(s)) }

// Opposite is the side that s trades with.
func (s Side) Opposite() Side {
	switch s {
	case Buy:
		return Sell
	case Sell:
		return Buy
	default:
		return SideNone
	}
}

// Type says how an order is priced.
type Type uint8

// The order types. The zero value is no type.
const (
	TypeNone   Type = iota
	Limit           // at the limit price or better
	Market          // at whatever price is there; never rests
	LimitMaker      // rests at the limit price, refused if it would match at once
	types
)

var typeNames = [types]string{Limit: "limit", Market: "market", LimitMaker: "limit_maker"}

// String is the type's name in telemetry and logs; empty for TypeNone.
func (t Type) String() string { return name(typeNames[:], int(t)) }

// TimeInForce says how long a Limit order waits for somebody to trade with.
// It means nothing for the other types.
type TimeInForce uint8

// The times in force.
const (
	GTC TimeInForce = iota // until cancelled: what does not match rests
	IOC                    // immediate or cancel: what does not match at once expires
	FOK                    // fill or kill: matches whole at once, or expires untouched
	timesInForce
)

var timeInForceNames = [timesInForce]string{GTC: "gtc", IOC: "ioc", FOK: "fok"}

// String is the time in force's name in telemetry and logs.
func (t TimeInForce) String() string { return name(timeInForceNames[:], int(t)) }

// Status says which orders a market takes. Cancellations it always takes.
type Status uint8

// The statuses.
const (
	Open       Status = iota // every order
	Halted                   // none
	CancelOnly               // none, and says that cancelling is what is left to do
	PostOnly                 // only those that rest without matching
	Auction                  // those that wait for the auction's price
	statuses
)

var statusNames = [statuses]string{Open: "open", Halted: "halted", CancelOnly: "cancel_only", PostOnly: "post_only", Auction: "auction"}

// String is the status's name in telemetry and logs.
func (s Status) String() string { return name(statusNames[:], int(s)) }

func name(names []string, i int) string {
	if i < len(names) {
		return names[i]
	}
	return "unknown"
}
