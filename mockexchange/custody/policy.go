package custody

// Policy holds the standing controls on withdrawals.
type Policy struct {
	// FirstSeenHold is how long, in nanoseconds, a withdrawal to an address that
	// the account never paid before waits; 0 is no hold.
	FirstSeenHold int64 `json:"first_seen_hold"`
	// DayLimit caps a customer's withdrawals over 24 hours, in base units of
	// the reference currency at reference prices; 0 is no limit.
	DayLimit int64 `json:"day_limit"`
}
