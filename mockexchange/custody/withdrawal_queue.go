package custody

import (
	"math"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// day is the window of a customer's withdrawal limit.
const day = 24 * 3600 * 1_000_000_000

// Forever is the end of a hold that only an operator ends.
const Forever = math.MaxInt64

// destination is an address as one account's customer knows it.
type destination struct {
	account uint32
	address chain.Address
}

// WithdrawalQueue takes requests for withdrawals, holds them back where a
// control says so, and lines the others up for payment.
type WithdrawalQueue struct {
	policy    Policy
	limitBy   reject.Control // what the day limit in force came from
	all       []Withdrawal   // id n is element n-1
	latest    []uint32       // by account: its newest withdrawal
	known     map[destination]struct{}
	blocked   map[chain.Address]struct{}
	approved  [][]uint32 // by asset: ids in the order of approval
	held      [][]uint32 // by asset
	nextHold  []int64    // by asset: no hold ends before
	halted    []bool     // by asset
	haltedNew []bool     // by asset: to first-seen addresses only

	// What the standing controls remember. What is by account or address and
	// seldom there lies in maps, which nobody ranges over.
	pendingLimit    dayLimit                // a day limit that is not in force yet
	ownLimits       map[uint32]int64        // by account: that staff set for it alone
	keepsBook       []bool                  // by account: its owner keeps an address book
	bookEntries     map[destination]int64   // when an address entered its owner's book
	deposits        []accountDeposits       // by account, none without a control on them
	probes          map[chain.Address]probe // over all accounts
	credentialHolds map[uint32]int64        // by account: until when its withdrawals wait
	velocities      []velocity              // by asset
	venueVelocity   velocity                // of all assets, by value
	batchChecked    []rollingSum            // by asset: to first-seen addresses

	unchecked []uint32 // ids of what altered code let pass
}

// EachUnchecked goes through what altered code has let pass and nobody has
// signed yet, oldest first.
func (q *WithdrawalQueue) EachUnchecked(do func(*Withdrawal)) {
	for _, id := range q.unchecked {
		if w := q.Get(id); w.Pending() {
			do(w)
		}
	}
}

// NewWithdrawalQueue makes a queue for account ids up to accounts and asset ids
// up to assets.
func NewWithdrawalQueue(policy Policy, accounts, assets int) *WithdrawalQueue {
	q := &WithdrawalQueue{
		policy: policy, limitBy: reject.WithdrawalLimit,
		latest:          make([]uint32, accounts+1),
		known:           make(map[destination]struct{}, accounts),
		blocked:         make(map[chain.Address]struct{}),
		approved:        make([][]uint32, assets+1),
		held:            make([][]uint32, assets+1),
		nextHold:        make([]int64, assets+1),
		halted:          make([]bool, assets+1),
		haltedNew:       make([]bool, assets+1),
		keepsBook:       make([]bool, accounts+1),
		bookEntries:     make(map[destination]int64),
		probes:          make(map[chain.Address]probe),
		credentialHolds: make(map[uint32]int64),
		velocities:      make([]velocity, assets+1),
		batchChecked:    make([]rollingSum, assets+1),
	}
	if policy.FreshDepositHold != (FreshDepositHold{}) {
		q.deposits = make([]accountDeposits, accounts+1)
	}
	for i := range q.batchChecked {
		q.batchChecked[i].window = policy.BatchCheck.Window
	}
	for i := range q.nextHold {
		q.nextHold[i] = Forever
	}
	return q
}

// Know notes that an account has paid an address before.
func (q *WithdrawalQueue) Know(account uint32, a chain.Address) {
	q.known[destination{account, a}] = struct{}{}
}

// Knows reports whether an account has paid an address before.
func (q *WithdrawalQueue) Knows(account uint32, a chain.Address) bool {
	_, ok := q.known[destination{account, a}]
	return ok
}

// Check says whether a request would be taken now. It fills First.
func (q *WithdrawalQueue) Check(now int64, w *Withdrawal) (reject.Code, reject.Control) {
	w.First = !q.Knows(w.Account, w.To)
	q.applyPendingLimit(now)
	if _, blocked := q.blocked[w.To]; blocked {
		return reject.AddressBlocked, reject.BlockAddress
	}
	switch {
	case q.halted[w.Asset]:
		return reject.WithdrawalsHalted, reject.HaltWithdrawals
	case q.haltedNew[w.Asset] && w.First:
		return reject.NewAddressesHalted, reject.HaltWithdrawals
	case q.dayLimit(w.Account) > 0 && w.Value > q.dayLimit(w.Account)-q.spent(now, w.Account):
		return reject.LimitExceeded, q.limitBy
	case !q.listed(w):
		return reject.AddressNotListed, reject.AddressBook
	case q.exceedsVelocity(now, w):
		return reject.LimitExceeded, reject.VelocityLimits
	}
	return reject.OK, reject.None
}

// spent is what an account asked for within the last day and did not get
// back, in the reference currency.
func (q *WithdrawalQueue) spent(now int64, account uint32) (sum int64) {
	for id := q.latest[account]; id != 0; {
		w := &q.all[id-1]
		if w.RequestedAt <= now-day {
			break
		}
		if w.State != Rejected {
			sum += min(w.Value, math.MaxInt64-sum)
		}
		id = w.previous
	}
	return sum
}

// Add takes a request that Check let through. It comes back Held or Approved.
func (q *WithdrawalQueue) Add(now int64, w Withdrawal) *Withdrawal {
	w.ID = uint32(len(q.all) + 1)
	w.RequestedAt, w.State = now, Approved
	w.previous = q.latest[w.Account]
	q.latest[w.Account] = w.ID
	q.all = append(q.all, w)
	n := &q.all[len(q.all)-1]
	if n.Unchecked {
		q.unchecked = append(q.unchecked, n.ID)
		q.approved[n.Asset] = append(q.approved[n.Asset], n.ID)
	} else if until, by := q.holdFor(now, n); until > 0 {
		q.hold(n, until, by)
	} else {
		q.approved[n.Asset] = append(q.approved[n.Asset], n.ID)
	}
	return n
}

// Get finds a withdrawal; nil if there is none with this id.
func (q *WithdrawalQueue) Get(id uint32) *Withdrawal {
	if id == 0 || int(id) > len(q.all) {
		return nil
	}
	return &q.all[id-1]
}

// Of appends an account's withdrawals, newest first; asset 0 means all.
func (q *WithdrawalQueue) Of(account uint32, asset uint16, dst []Withdrawal) []Withdrawal {
	if int(account) >= len(q.latest) {
		return dst
	}
	for id := q.latest[account]; id != 0; id = q.all[id-1].previous {
		if w := &q.all[id-1]; asset == 0 || w.Asset == asset {
			dst = append(dst, *w)
		}
	}
	return dst
}
