package reject

// Control names the standing control or the operator's action that stood in a
// customer's way. A refusal that no control caused (an empty account, a typing
// error) carries None. The referee prices honest people's trouble by it.
type Control uint8

// Standing controls first, operator actions after them, and then standing
// controls again.
const (
	None Control = iota
	KeyAllowList
	TradingExpiry
	WithdrawalOptIn
	FirstSeenHold
	WithdrawalLimit

	RevokeKeys
	RestrictKeys
	FreezeAccounts
	BlockAddress
	HaltMarket
	CancelOnlyMode
	HaltWithdrawals
	HaltDeposits
	Hold
	RejectWithdrawal
	SetLimit
	SweepToCold
	RotateHotKey
	RaiseConfirmations

	// Standing controls on custody. Their numbers come last because logs keep
	// the numbers of those above.
	HotCap
	Multisig

	// RollbackTrades is an operator's action whose number comes late.
	RollbackTrades

	// Standing controls on withdrawals and custody.
	ConfirmationsByAmount

	// Standing controls on keys, accounts and markets.
	ScopeSeparation
	KeyRateLimit
	KeyNotionalLimit
	WithdrawalSecondFactor
	CredentialChangeHold
	PriceBand
	PriceRangeExecution
	CircuitBreaker
	MarketAnomalyFreeze
	PositionCap
	NotionalCap
	SelfTradePrevention
	StagedReopening

	// More standing controls on withdrawals and custody.
	AddressBook
	VelocityLimits
	ManualApproval
	BatchCheck
	FreshDepositHold
	ProbeDetector
	SignerVelocity
	LimitTimeLock
	AutomaticSweep
	Reconciliation
	ChainWatch

	// EnforceAllowLists is an operator's action whose number comes late.
	EnforceAllowLists

	// MarketSurveillance is a standing control on markets.
	MarketSurveillance

	// More of the operator's actions, about addresses that others are told of.
	RequestFreeze
	TagAddress

	// More standing controls on custody.
	CodeAttestation

	// SessionBinding is a standing control on logins.
	SessionBinding

	// Standing controls on cold storage that people sign for.
	IndependentDecoding
	RefuseUpgrades

	// Redeploy is an operator's action whose number comes late.
	Redeploy

	// FourEyes is a standing control on what staff does, and SuspendStaff an action.
	FourEyes
	SuspendStaff

	// SigningPolicyLock is a standing control on what signers keep to.
	SigningPolicyLock

	controls
)

var controlNames = [controls]string{
	None:               "",
	KeyAllowList:       "key_allow_list",
	TradingExpiry:      "trading_expiry",
	WithdrawalOptIn:    "withdrawal_opt_in",
	FirstSeenHold:      "first_seen_hold",
	WithdrawalLimit:    "withdrawal_limit",
	RevokeKeys:         "revoke_keys",
	RestrictKeys:       "restrict_keys",
	FreezeAccounts:     "freeze_accounts",
	BlockAddress:       "block_address",
	HaltMarket:         "halt_market",
	CancelOnlyMode:     "cancel_only",
	HaltWithdrawals:    "halt_withdrawals",
	HaltDeposits:       "halt_deposits",
	Hold:               "hold",
	RejectWithdrawal:   "reject_withdrawal",
	SetLimit:           "set_limit",
	SweepToCold:        "sweep_to_cold",
	RotateHotKey:       "rotate_hot_key",
	RaiseConfirmations: "raise_confirmations",
	HotCap:             "hot_cap",
	Multisig:           "multisig",
	RollbackTrades:     "rollback_trades",

	ConfirmationsByAmount: "confirmations_by_amount",

	ScopeSeparation:        "scope_separation",
	KeyRateLimit:           "key_rate_limit",
	KeyNotionalLimit:       "key_notional_limit",
	WithdrawalSecondFactor: "withdrawal_second_factor",
	CredentialChangeHold:   "credential_change_hold",
	PriceBand:              "price_band",
	PriceRangeExecution:    "price_range_execution",
	CircuitBreaker:         "circuit_breaker",
	MarketAnomalyFreeze:    "market_anomaly_freeze",
	PositionCap:            "position_cap",
	NotionalCap:            "notional_cap",
	SelfTradePrevention:    "self_trade_prevention",
	StagedReopening:        "staged_reopening",

	AddressBook:      "address_book",
	VelocityLimits:   "velocity_limits",
	ManualApproval:   "manual_approval",
	BatchCheck:       "batch_check",
	FreshDepositHold: "fresh_deposit_hold",
	ProbeDetector:    "probe_detector",
	SignerVelocity:   "signer_velocity",
	LimitTimeLock:    "limit_time_lock",
	AutomaticSweep:   "automatic_sweep",
	Reconciliation:   "reconciliation",
	ChainWatch:       "chain_watch",

	EnforceAllowLists:  "enforce_allow_lists",
	MarketSurveillance: "market_surveillance",
	RequestFreeze:      "request_freeze",
	TagAddress:         "tag_address",

	CodeAttestation:     "code_attestation",
	SessionBinding:      "session_binding",
	IndependentDecoding: "independent_decoding",
	RefuseUpgrades:      "refuse_upgrades",

	Redeploy:          "redeploy",
	FourEyes:          "four_eyes",
	SuspendStaff:      "suspend_staff",
	SigningPolicyLock: "signing_policy_lock",
}

// String is the control's name in telemetry and results; empty for None.
func (c Control) String() string {
	if c < controls {
		return controlNames[c]
	}
	return "unknown_control"
}

// actions are those that staff, or a defence, take while it happens.
var actions = [controls]bool{
	RevokeKeys: true, RestrictKeys: true, FreezeAccounts: true, BlockAddress: true, HaltMarket: true, CancelOnlyMode: true,
	HaltWithdrawals: true, HaltDeposits: true, Hold: true, RejectWithdrawal: true, SetLimit: true, SweepToCold: true,
	RotateHotKey: true, RaiseConfirmations: true, RollbackTrades: true, RequestFreeze: true, TagAddress: true, EnforceAllowLists: true,
	Redeploy:     true,
	SuspendStaff: true,
}

// Standing reports whether the control stood before anything happened, as
// opposed to an operator's action.
func (c Control) Standing() bool { return c > None && c < controls && !actions[c] }

// Controls is how many values of Control there are, for tables indexed by one.
const Controls = int(controls)
