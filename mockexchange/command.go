package mockexchange

import (
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Command is one thing that somebody asks of the venue: a request on the wire,
// an operator's action, or the venue's own schedule. It is flat, so that a
// million of them cost no allocation, and it carries no actor: the venue knows
// credentials, never intentions. Which fields matter depends on Kind; the
// others are zero.
type Command struct {
	Kind Kind
	Auth Auth
	// Refused is set by a protocol adapter that turned the request down before
	// the venue saw it (a stale timestamp, a malformed parameter): the venue
	// then only records the attempt.
	Refused reject.Code

	Source     access.Source     // the caller's address
	Key        uint32            // the API key presented, with AuthKey; 0 for a key nobody ever had
	Account    uint32            // the account, with AuthLogin; the target, for operators
	Credential access.Credential // the proof that goes with Auth
	Factor     uint32            // one-time code of the second factor, 0 for none
	Device     access.Device     // the browser or app, with AuthLogin; 0 where it does not tell. With AuthStaff what the work is done on

	Market      uint16 // market, from 1; 0 means all, where an operator may say so
	Asset       uint16 // asset, from 1; 0 means all, where an operator may say so
	Side        market.Side
	Type        market.Type
	TimeInForce market.TimeInForce
	Scopes      access.Scopes // scopes of a new key, or those that an operator removes
	Flag        bool          // RequestWithdrawal: all that is free; HaltWithdrawals: new addresses only; PlantImplant: see there

	Price    int64 // limit price at the market's scale
	Quantity int64 // in base units of the market's base asset
	Quote    int64 // market orders: spend or raise this much of the quote asset instead of Quantity
	Amount   int64 // in base units of Asset

	Order      uint64
	Withdrawal uint32
	Address    chain.Address
	Memo       uint64 // the tag that tells customers apart behind one address
	Until      int64  // virtual nanoseconds: selects keys created up to here, or the end of a hold
	Since      int64  // virtual nanoseconds: where a span begins that Until ends
	Limit      uint32 // how many rows a read wants, or how many confirmations
	Target     uint32 // DeleteKey, RevokeKeys, RestrictKeys: the key acted upon, 0 for a selection by Account or Until. With AuthStaff, and in actions about staff, whose desk

	Listed access.Source // ListSource: the address that goes on the list

	Label string       // client order id, statement, kind of complaint
	Block *chain.Block // ObserveBlock only
}

// Result is the venue's answer to one command, flat like the command itself.
// Rows (open orders, histories) are read through the Exchange's views after
// the read was accepted.
type Result struct {
	Code    reject.Code    // OK, or why the venue refused
	Control reject.Control // the control behind a refusal or a hold, None if there is none

	Order      uint64 // the order placed or cancelled
	Withdrawal uint32 // the withdrawal asked for
	Key        uint32 // the key created
	Count      uint32 // how many keys, orders or withdrawals an action touched
	Resting    bool   // the order waits in the book

	Filled int64 // base units bought or sold at once
	Quote  int64 // base units of the quote asset paid or received for them
	Bid    int64 // ReadDepth: best prices and the last trade, 0 for none
	Ask    int64
	Last   int64

	Address chain.Address // ReadDepositAddress
	Memo    uint64
}

// Auth says which kind of proof a command carries.
type Auth uint8

// The kinds of proof.
const (
	AuthNone     Auth = iota // public data needs none
	AuthKey                  // an API key and its secret
	AuthLogin                // an account's password
	AuthOperator             // the venue's own staff and schedule
	AuthHost                 // whoever holds one of the venue's hosts, which Label names
	AuthStaff                // one of the venue's staff at a desk of his own; Target says who
)

var authNames = [...]string{AuthNone: "none", AuthKey: "key", AuthLogin: "login", AuthOperator: "operator", AuthHost: "host", AuthStaff: "staff"}

// String is the proof's name in telemetry and logs.
func (a Auth) String() string {
	if int(a) < len(authNames) {
		return authNames[a]
	}
	return "unknown"
}

// Kind says what a command asks for.
type Kind uint8

// Everything that can be asked of a venue. Reads are commands too: one request
// on the wire is one command in the log.
const (
	kindNone Kind = iota

	// Public.
	ReadStatus // ping, time, exchange information
	ReadDepth  // Market, Limit

	// With a key or a login.
	ReadRights         // what the presented key may do
	ReadAccount        // balances
	ReadOpenOrders     // Market, 0 for all
	ReadOrder          // Order
	ReadTrades         // Market
	ReadWithdrawals    // Asset, 0 for all
	ReadDeposits       // Asset, 0 for all
	ReadDepositAddress // Asset
	PlaceOrder         // Market, Side, Type, TimeInForce, Price, Quantity or Quote, Label
	CancelOrder        // Order
	RequestWithdrawal  // Asset, Amount or Flag for all that is free, Address, Memo, Factor with a login
	CancelWithdrawal   // Withdrawal, login only: an owner stops what waits
	Login              // Account, Factor
	CreateKey          // Scopes, login only
	DeleteKey          // Target: the key to delete, login only
	Complain           // Label: what the customer says is wrong

	// The venue's schedule.
	ObserveBlock // Asset, Block: a chain has a new block
	PayOut       // Asset: sign and broadcast what is approved
	Reconcile    // Asset, Amount: the wallet's balance as the chain tells it

	// Operators' actions.
	RevokeKeys         // Target, or Account, or all of the vendor Label, or all created up to Until
	RestrictKeys       // the same, removing Scopes
	FreezeAccount      // Account
	UnfreezeAccount    // Account
	BlockAddress       // Address
	UnblockAddress     // Address
	HaltMarket         // Market, 0 for all
	CancelOnly         // Market, 0 for all
	ResumeMarket       // Market, 0 for all
	HaltWithdrawals    // Asset, 0 for all; Flag: to new addresses only
	ResumeWithdrawals  // Asset, 0 for all
	HaltDeposits       // Asset, 0 for all
	ResumeDeposits     // Asset, 0 for all
	HoldWithdrawal     // Withdrawal, Until
	ApproveWithdrawal  // Withdrawal
	RejectWithdrawal   // Withdrawal
	SetLimit           // Amount: a customer's withdrawals a day, in the reference currency; 0 lifts it
	SweepToCold        // Asset
	RotateHotKey       // Asset
	RaiseConfirmations // Asset, Limit
	TagAddress         // Address, Label
	Announce           // Label
	RollbackTrades     // Market, Since to Until, Price with Side, Account: reverses trades, newest first
	Compensate         // Account, Asset, Amount, Label; Flag: out of the protection fund
	FundProtection     // Amount: parts per million of all fees from now on, 0 ends it
	ApproveMigration   // Asset, Until: when it is to be, Label: the ticket
	MigrateWallet      // Asset, Label: the ticket

	// More of the venue's schedule. Logs keep the numbers of those above.
	Consolidate  // Asset: many coins of the hot wallet into one
	RebalanceHot // Asset: hot and cold storage brought back to their shares
	PayHouse     // Asset, Amount, Address: the house pays somebody outside

	// More operators' actions.
	EnforceAllowLists // owners' allow-lists of API keys count from now on

	// More with a login.
	SetUpFactor // an owner guards his withdrawals with a second factor
	ListSource  // Target, Listed: an owner adds an address to the allow-list of his key

	// Requests to others, and their answers.
	RequestFreeze // operator: Address, Label: other exchanges are asked to freeze what comes from there
	HearFreeze    // schedule: Asset, Amount, Address, Label: another exchange says what it froze, and where that came from

	// Operators' actions about fees.
	WaiveFees  // Account, Until: trades free of fees from now on
	RebateFees // Asset, Amount: parts per million of all fees from now on, paid back in Asset, Until

	// The build server.
	Deploy // Label: which code; Until: when it is built a second time; Memo, Flag: what nobody reviewed is in it

	// Cold storage that people sign for, on the venue's schedule.
	TransferCold  // Asset, Amount, Until: coins to the hot wallet, the last signature at a known time or 0
	UpgradeWallet // Asset, Until, Label: the ticket: new owners for the cold wallet, of the venue's own
	SignTransfer  // Asset: those sign whose turn it is

	// By whoever holds a host.
	PlantImplant // Label: the host, Asset, Amount: smaller transfers are left alone, Address: whose the wallet is to be, or with Flag all that lies there

	// More operators' actions.
	Redeploy // the reviewed source of the risk engine, built elsewhere, takes the place of what runs

	// By the venue's staff, each at a desk of his own: Target says who.
	OpenDesk       // he begins to work there
	ReadCustomer   // Account
	ChangeCustomer // Account, Label: what of him, Amount: the limit, Memo: whose order it is, 0 for nobody's
	MoveFunds      // Asset, Amount, Address, Memo: out of the house's own account, to somebody outside

	// Operators' actions about staff.
	SuspendStaff   // Target
	ReinstateStaff // Target

	// More by whoever holds a host, or by staff.
	SpendFromServer // Label: the wallet server, Asset, Amount, Address: the signers are asked for a payment
	SetSigningLimit // Label: the wallet server, or staff's ticket, Asset, Amount: what a co-signer is to keep to

	kinds
)

var kindNames = [kinds]string{
	ReadStatus: "read_status", ReadDepth: "read_depth", ReadRights: "read_rights",
	ReadAccount: "read_account", ReadOpenOrders: "read_open_orders", ReadOrder: "read_order",
	ReadTrades: "read_trades", ReadWithdrawals: "read_withdrawals", ReadDeposits: "read_deposits",
	ReadDepositAddress: "read_deposit_address", PlaceOrder: "place_order", CancelOrder: "cancel_order",
	RequestWithdrawal: "request_withdrawal", CancelWithdrawal: "cancel_withdrawal", Login: "login",
	CreateKey: "create_key", DeleteKey: "delete_key", Complain: "complain",
	ObserveBlock: "observe_block", PayOut: "pay_out", Reconcile: "reconcile",
	RevokeKeys: "revoke_keys", RestrictKeys: "restrict_keys", FreezeAccount: "freeze_account",
	UnfreezeAccount: "unfreeze_account", BlockAddress: "block_address", UnblockAddress: "unblock_address",
	HaltMarket: "halt_market", CancelOnly: "cancel_only", ResumeMarket: "resume_market",
	HaltWithdrawals: "halt_withdrawals", ResumeWithdrawals: "resume_withdrawals",
	HaltDeposits: "halt_deposits", ResumeDeposits: "resume_deposits",
	HoldWithdrawal: "hold_withdrawal", ApproveWithdrawal: "approve_withdrawal",
	RejectWithdrawal: "reject_withdrawal", SetLimit: "set_limit", SweepToCold: "sweep_to_cold",
	RotateHotKey: "rotate_hot_key", RaiseConfirmations: "raise_confirmations",
	TagAddress: "tag_address", Announce: "announce",
	RollbackTrades: "rollback_trades", Compensate: "compensate", FundProtection: "fund_protection",
	ApproveMigration: "approve_migration", MigrateWallet: "migrate_wallet",
	Consolidate: "consolidate", RebalanceHot: "rebalance_hot", PayHouse: "pay_house",
	EnforceAllowLists: "enforce_allow_lists",
	SetUpFactor:       "set_up_factor", ListSource: "list_source",
	RequestFreeze: "request_freeze", HearFreeze: "hear_freeze",
	WaiveFees: "waive_fees", RebateFees: "rebate_fees",
	Deploy: "deploy",

	TransferCold: "transfer_cold", UpgradeWallet: "upgrade_wallet", SignTransfer: "sign_transfer",
	PlantImplant: "plant_implant",
	Redeploy:     "redeploy",

	OpenDesk: "open_desk", ReadCustomer: "read_customer", ChangeCustomer: "change_customer", MoveFunds: "move_funds",
	SuspendStaff: "suspend_staff", ReinstateStaff: "reinstate_staff",
	SpendFromServer: "spend_from_server", SetSigningLimit: "set_signing_limit",
}

// String is the kind's name in telemetry and logs.
func (k Kind) String() string {
	if k < kinds && kindNames[k] != "" {
		return kindNames[k]
	}
	return "unknown_kind"
}

// ParseKind finds the kind that String names; ok is false for any other name.
func ParseKind(name string) (k Kind, ok bool) {
	for i := kindNone + 1; i < kinds; i++ {
		if kindNames[i] == name {
			return i, true
		}
	}
	return 0, false
}
