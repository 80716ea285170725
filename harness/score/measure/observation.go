package measure

// Observation is something that a documented figure may speak of, with its time,
// so that the figure can be counted as of any moment.
type Observation struct {
	At    int64
	What  Kind
	Asset uint16 // that it is about, a market's base asset; 0 for none or all
	Until int64  // of what holds for a time
	ID    uint64 // a key, an account, a source or a time, as What says
}

// Kind says what was observed.
type Kind uint8

// What can be observed. Keys, accounts and sources are named by their ids.
const (
	KeyPresented            Kind = iota // the thief presented a key of somebody else's for the first time
	DeadKeyPresented                    // the same, and its owner had deleted it
	SourceUsed                          // the thief came from an address
	OrderPlaced                         // an order of his was taken; the account
	WithdrawalRequested                 // a withdrawal of his was taken; the account
	KeyAbused                           // the same of an order or a withdrawal with a key; the key
	WithdrawalRefused                   // a withdrawal of his was refused; the account
	VictimFill                          // an order of his on a victim's account traded; the account
	OwnFill                             // an account of his own traded; the account
	OwnFillReversed                     // that trade was undone; the account
	WithdrawalSent                      // a withdrawal of his went to a chain; index of the withdrawal
	WithdrawalUndone                    // and did not get there; the same
	WithdrawalsHalted                   // all withdrawals were halted
	WithdrawalsResumed                  // they go on
	NewAddressesHalted                  // withdrawals to new addresses were halted
	KeyTaken                            // the defence revoked or restricted a key
	KeyCutoff                           // the defence chose keys created up to a time
	AlertRaised                         // the defence raised an alert
	TrueAlertRaised                     // the same, and it names something compromised
	AssetWithdrawalsHalted              // withdrawals of an asset were halted altogether
	AssetWithdrawalsResumed             // they go on
	DepositsHalted                      // deposits of an asset were halted
	DepositsResumed                     // they go on
	TradingHalted                       // staff halted a market
	MarketHalted                        // a market halted, whoever did it
	MarketCancelOnly                    // a market takes cancellations only
	MarketOpened                        // a market takes every order again
	AllMarketsHalted                    // no market trades any more
	AllMarketsOpened                    // every market trades again
	TradeReversed                       // a trade was undone
	TradeKept                           // a trade could not be undone
	KeyRevoked                          // the defence revoked a key
	StolenKeyDied                       // a key died, whoever deleted it; the key
	NoKeyLeft                           // no live key is left
	AccountFrozen                       // an account was frozen; the account
	AccountReleased                     // it was released; the account
	CustomerCompensated                 // a customer was compensated; the account
	FundShareSet                        // a share of fees goes to a protection fund; parts per million
	AllowListsEnforced                  // keys answer from the addresses alone that their owners list
	MarketReported                      // the venue's market surveillance reported a market
	FeesWaived                          // an account trades free of fees until a time; the account
	FeesRebated                         // a share of somebody's fees was paid back; parts per million
	TheftComplained                     // a customer complained of theft; the account
	TheftMined                          // a block has a theft from the venue's wallets; index of the transfer
	MoveMined                           // a block has another transaction of the thief's; index of the transfer
	DepositMined                        // the same, and it pays other exchanges
	AddressTagged                       // an address was tagged
	FreezeRequested                     // other exchanges were asked to freeze what comes from an address
	CoinsRefused                        // another exchange turned loot down; base units of the asset
	CoinsFrozen                         // another exchange froze loot; the same
	CoinsSold                           // the thief sold loot at another exchange and is off; the same
	HotKeyRotated                       // a hot wallet was given a new key by an action
	WalletSwept                         // hot coins of an asset, or of all, were sent to cold storage by an action
	ImplantPlanted                      // the thief changed a host of the venue's
	LimitRaised                         // the thief asked a co-signer to keep to another limit
	ColdSigned                          // somebody signed for cold storage; the beginning of the transaction's id
	OwnerChanged                        // a block gave a wallet of the venue's other owners, signed by its own; the same
)
