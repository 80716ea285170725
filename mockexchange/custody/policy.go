package custody

// Policy holds the standing controls on withdrawals.
type Policy struct {
	// FirstSeenHold is how long, in nanoseconds, a withdrawal to an address that
	// the account never paid before waits; 0 is no hold.
	FirstSeenHold int64 `json:"first_seen_hold"`
	// DayLimit caps a customer's withdrawals over 24 hours, in base units of
	// the reference currency at reference prices; 0 is no limit.
	DayLimit int64 `json:"day_limit"`
	// HotCap is the most of a coin's holdings that lies hot, in parts per million;
	// 0 is no cap. What gathers above it goes to cold storage. Under it nobody
	// refills a hot wallet that somebody else has spent from, before its key is
	// rotated.
	HotCap int64 `json:"hot_cap,omitempty"`
	// HotCapTotal is the same for all coins together, by their value at reference
	// prices.
	HotCapTotal int64 `json:"hot_cap_total,omitempty"`
	// DeepDeposits asks more confirmations of large deposits.
	DeepDeposits DeepDeposits `json:"deep_deposits,omitzero"`
	// Multisig replaces the signers of all hot wallets.
	Multisig Multisig `json:"multisig,omitzero"`
}

// DeepDeposits asks more confirmations of deposits that are worth more than
// Above. The zero value asks none.
type DeepDeposits struct {
	Above         int64  `json:"above,omitempty"` // base units of the reference currency
	Confirmations uint64 `json:"confirmations,omitempty"`
}
