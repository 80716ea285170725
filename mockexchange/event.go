package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Event is one entry of the venue's audit log, the telemetry that a defence
// sees. It is flat like Command; which fields are set depends on Type alone,
// never on who acted.
type Event struct {
	Seq uint64 // gapless, from 1
	At  int64  // virtual nanoseconds since the Unix epoch

	Type    EventType
	Op      Kind           // the command that led here
	Auth    Auth           // how the caller proved himself
	Code    reject.Code    // OK, or why the venue refused
	Control reject.Control // the control or action behind a refusal or a hold
	Side    market.Side
	Order   market.Type // order type
	First   bool        // withdrawals: the account has never paid this address before

	Vendor uint8 // who trades with Key for its owner, as far as the venue knows

	Source       access.Source
	Account      uint32
	Key          uint32
	Counterparty uint32 // trades: the maker's account
	Market       uint16
	Asset        uint16

	OrderID    uint64
	MakerOrder uint64 // trades: the resting order
	Withdrawal uint32
	Count      uint32 // how many keys, orders or outputs

	Price    int64 // at the market's scale
	Quantity int64 // base units of the market's base asset
	Amount   int64 // base units of Asset
	Value    int64 // the same in the reference currency's base units, at reference prices

	Address chain.Address
	Memo    uint64
	Label   string

	Tx       chain.Hash // a transaction on the asset's chain
	Replaces chain.Hash // the one that it stands for
	Fee      int64      // of that transaction, base units of Asset

	Device access.Device   // the browser or app that a login was used in; 0 where it does not tell; with AuthStaff what the work was done on
	New    access.Sighting // logins: what about it the account was never seen with before
}

// EventType says what happened.
type EventType uint8

// The event types. Those that the venue wrote from the start are in the order of
// their services.
const (
	eventNone EventType = iota

	// access
	APICall    // a read by key or login, or a public one
	AuthRefuse // a key, login or source was turned down, whatever was asked
	LoggedIn
	KeyCreated
	KeyDeleted
	KeyRestricted

	// trading
	OrderAccepted
	OrderRefused
	OrderCancelled
	OrderExpired // what an IOC, FOK or market order left unfilled
	Traded
	MarketState

	// withdrawals
	WithdrawalRequested
	WithdrawalRefused
	WithdrawalHeld
	WithdrawalReleased
	WithdrawalRejected
	WithdrawalBroadcast
	WithdrawalConfirmed

	// custody
	DepositSeen
	DepositCredited
	WalletReported // Amount: what the chain says; Quantity: what the books expect
	WalletMoved    // a move between own wallets, as whoever moved them wrote it down

	// chain
	ChainSpend // the node reports an output of a transaction that spends from the venue's addresses

	// operator
	Operated // an operator's action took effect or was refused

	// support
	Complained

	// What came later. Logs keep the numbers of those above.

	TradeReversed // trading: the fields of Traded, for a trade that an operator undid
	TradeKept     // trading: the same, for one that he could not undo
	Compensated   // ledger: the house paid a customer

	TransactionReplaced // custody: a pay-out's transaction was signed anew
	HousePaid           // custody: the house paid somebody outside, as the treasurer wrote it down
	SpendUnmatched      // chain: a chain watch found no record of a spend

	SurveillanceAlert // trading: the market surveillance reports trades off the market; Count: accounts that traded by key
	FactorSetUp       // access: an owner set up a second factor
	SignersAvailable  // operator: another number of the hot wallets' signers is there than before; Count: how many
	CeremonyCalled    // operator: staff is sent for, to bring coins from cold storage or to lift a rule of signers' devices; Count: hours of staff
	CeremonyFailed    // operator: it brought nothing
	SourceListed      // access: an owner put an address on the allow-list of his key; Label: which
	FrozenElsewhere   // chain: another exchange froze what came from an address that it was asked about
	SpendFollowed     // chain: a chain watch that follows the money reports an output of a transaction that spends it; Count: the how-many-th hop
	Deployed          // operator: the build server put code into operation; Count: the number of the build, Label: which code, and its digest
	CodeDiffers       // operator: a host attests another digest than that of the released code; Label: which code, and both

	TransferRequested // custody: somebody asks for coins from cold storage, or for new owners of it; Label: its number
	TransferBuilt     // custody: the host that builds transactions built one for it
	TransferShown     // custody: the host that shows them showed it to those who sign
	TransferSigned    // custody: somebody signed it; Count: who
	TransferRefused   // custody: somebody did not; Count: who
	OwnerChanged      // chain: the node reports that a wallet of the venue's has other owners

	FactorReplaced  // access: an owner replaced his second factor
	DeskOpened      // staff: somebody begins to work; Count: who, as in all that follows
	CustomerRead    // staff: somebody looked at what the venue knows of a customer
	CustomerChanged // staff: somebody changed some of it, or was refused; Label: what
	FundsMoved      // staff: somebody sent the house's own coins to somebody outside, or was refused; First: where it never sent any
	WorkProposed    // staff: somebody asked for something that another of the staff has to agree to; OrderID: its number
	WorkRefused     // staff: he did not; the same

	SigningLimitAsked   // custody: a co-signer is asked to keep to another limit; Label: staff's ticket, or the host that asks
	SigningLimitChanged // custody: he keeps to it from now on
	SigningLimitRefused // custody: a second person found that nobody had asked

	eventTypes
)

// Service is the part of the venue whose log an event belongs to; detection
// rules select by it.
type Service uint8

// The services.
const (
	ServiceAccess Service = iota
	ServiceTrading
	ServiceWithdrawals
	ServiceCustody
	ServiceChain
	ServiceLedger
	ServiceOperator
	ServiceSupport
	ServiceStaff
	services
)

var serviceNames = [services]string{"access", "trading", "withdrawals", "custody", "chain", "ledger", "operator", "support", "staff"}

// String is the service's name in telemetry and rules.
func (s Service) String() string { return serviceNames[s] }

var eventNames = [eventTypes]struct {
	name    string
	service Service
}{
	APICall:             {"api_call", ServiceAccess},
	AuthRefuse:          {"auth_refused", ServiceAccess},
	LoggedIn:            {"logged_in", ServiceAccess},
	KeyCreated:          {"key_created", ServiceAccess},
	KeyDeleted:          {"key_deleted", ServiceAccess},
	KeyRestricted:       {"key_restricted", ServiceAccess},
	OrderAccepted:       {"order_accepted", ServiceTrading},
	OrderRefused:        {"order_refused", ServiceTrading},
	OrderCancelled:      {"order_cancelled", ServiceTrading},
	OrderExpired:        {"order_expired", ServiceTrading},
	Traded:              {"traded", ServiceTrading},
	MarketState:         {"market_state", ServiceTrading},
	WithdrawalRequested: {"withdrawal_requested", ServiceWithdrawals},
	WithdrawalRefused:   {"withdrawal_refused", ServiceWithdrawals},
	WithdrawalHeld:      {"withdrawal_held", ServiceWithdrawals},
	WithdrawalReleased:  {"withdrawal_released", ServiceWithdrawals},
	WithdrawalRejected:  {"withdrawal_rejected", ServiceWithdrawals},
	WithdrawalBroadcast: {"withdrawal_broadcast", ServiceWithdrawals},
	WithdrawalConfirmed: {"withdrawal_confirmed", ServiceWithdrawals},
	DepositSeen:         {"deposit_seen", ServiceCustody},
	DepositCredited:     {"deposit_credited", ServiceCustody},
	WalletReported:      {"wallet_reported", ServiceCustody},
	WalletMoved:         {"wallet_moved", ServiceCustody},
	ChainSpend:          {"chain_spend", ServiceChain},
	Operated:            {"operated", ServiceOperator},
	Complained:          {"complained", ServiceSupport},
	TradeReversed:       {"trade_reversed", ServiceTrading},
	TradeKept:           {"trade_kept", ServiceTrading},
	Compensated:         {"compensated", ServiceLedger},
	TransactionReplaced: {"transaction_replaced", ServiceCustody},
	HousePaid:           {"house_paid", ServiceCustody},
	SpendUnmatched:      {"spend_unmatched", ServiceChain},
	SurveillanceAlert:   {"surveillance_alert", ServiceTrading},
	FactorSetUp:         {"factor_set_up", ServiceAccess},
	SignersAvailable:    {"signers_available", ServiceOperator},
	CeremonyCalled:      {"ceremony_called", ServiceOperator},
	CeremonyFailed:      {"ceremony_failed", ServiceOperator},
	SourceListed:        {"source_listed", ServiceAccess},
	FrozenElsewhere:     {"frozen_elsewhere", ServiceChain},
	SpendFollowed:       {"spend_followed", ServiceChain},
	Deployed:            {"deployed", ServiceOperator},
	CodeDiffers:         {"code_differs", ServiceOperator},
	TransferRequested:   {"transfer_requested", ServiceCustody},
	TransferBuilt:       {"transfer_built", ServiceCustody},
	TransferShown:       {"transfer_shown", ServiceCustody},
	TransferSigned:      {"transfer_signed", ServiceCustody},
	TransferRefused:     {"transfer_refused", ServiceCustody},
	OwnerChanged:        {"owner_changed", ServiceChain},
	FactorReplaced:      {"factor_replaced", ServiceAccess},
	DeskOpened:          {"desk_opened", ServiceStaff},
	CustomerRead:        {"customer_read", ServiceStaff},
	CustomerChanged:     {"customer_changed", ServiceStaff},
	FundsMoved:          {"funds_moved", ServiceStaff},
	WorkProposed:        {"work_proposed", ServiceStaff},
	WorkRefused:         {"work_refused", ServiceStaff},
	SigningLimitAsked:   {"signing_limit_asked", ServiceCustody},
	SigningLimitChanged: {"signing_limit_changed", ServiceCustody},
	SigningLimitRefused: {"signing_limit_refused", ServiceCustody},
}

// String is the type's name in telemetry.
func (t EventType) String() string {
	if t > eventNone && t < eventTypes {
		return eventNames[t].name
	}
	return "unknown_event"
}

// Service is the part of the venue that writes events of this type.
func (t EventType) Service() Service { return eventNames[t].service }

// EventTypes lists every type, in the order of their numbers.
func EventTypes() []EventType {
	all := make([]EventType, 0, eventTypes-1)
	for t := eventNone + 1; t < eventTypes; t++ {
		all = append(all, t)
	}
	return all
}

// log appends an event with what its command tells about the caller. Markets
// and assets that do not exist are left out. The pointer is good until the next
// call.
func (e *Exchange) log(now int64, t EventType, c *Command) *Event {
	e.sequence++
	e.events = append(e.events, Event{
		Seq: e.sequence, At: now, Type: t, Op: c.Kind, Auth: c.Auth,
		Source: c.Source, Key: c.presented(), Account: c.Account,
		Vendor: e.registry.Vendor(c.presented()), Device: c.browser(),
	})
	ev := &e.events[len(e.events)-1]
	if int(c.Market) <= len(e.books) {
		ev.Market = c.Market
	}
	if int(c.Asset) <= len(e.wallets) {
		ev.Asset = c.Asset
	}
	return ev
}

// presented is the API key that a command was made with, 0 for none.
func (c *Command) presented() uint32 {
	if c.Auth == AuthKey {
		return c.Key
	}
	return 0
}

// browser is what a login was used in, or what somebody of the staff works on.
func (c *Command) browser() access.Device {
	if c.Auth == AuthLogin || c.Auth == AuthStaff {
		return c.Device
	}
	return 0
}

// TakeEvents appends everything logged since the last call to dst and forgets
// it.
func (e *Exchange) TakeEvents(dst []Event) []Event {
	dst = append(dst, e.events...)
	e.events = e.events[:0]
	return dst
}

// Logged shows what was logged since TakeEvents was last called, without
// taking it.
func (e *Exchange) Logged() []Event { return e.events }
