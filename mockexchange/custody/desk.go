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

// Desk takes requests for withdrawals, holds them back where a control says
// so, and lines the others up for payment.
type Desk struct {
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
	coming   limit                 // a day limit that is not in force yet
	bookish  []bool                // by account: its owner keeps an address book
	entries  map[destination]int64 // when an address entered its owner's book
	deposits []deposits            // by account, none without a control on them
	probes   probes
	changed  map[uint32]int64 // by account: until when its withdrawals wait
	paces    []pace           // by asset
	venue    pace             // of all assets, by value
	checked  []rolling        // by asset: to first-seen addresses
}

// NewDesk makes a desk for account ids up to accounts and asset ids up to
// assets.
func NewDesk(policy Policy, accounts, assets int) *Desk {
	d := &Desk{
		policy: policy, limitBy: reject.WithdrawalLimit,
		latest:    make([]uint32, accounts+1),
		known:     make(map[destination]struct{}, accounts),
		blocked:   make(map[chain.Address]struct{}),
		approved:  make([][]uint32, assets+1),
		held:      make([][]uint32, assets+1),
		nextHold:  make([]int64, assets+1),
		halted:    make([]bool, assets+1),
		haltedNew: make([]bool, assets+1),
		bookish:   make([]bool, accounts+1),
		entries:   make(map[destination]int64),
		probes:    make(probes),
		changed:   make(map[uint32]int64),
		paces:     make([]pace, assets+1),
		checked:   make([]rolling, assets+1),
	}
	if policy.FreshDeposit != (FreshDeposit{}) {
		d.deposits = make([]deposits, accounts+1)
	}
	for i := range d.checked {
		d.checked[i].window = policy.BatchCheck.Window
	}
	for i := range d.nextHold {
		d.nextHold[i] = Forever
	}
	return d
}

// Know notes that an account has paid an address before.
func (d *Desk) Know(account uint32, a chain.Address) { d.known[destination{account, a}] = struct{}{} }

// Knows reports whether an account has paid an address before.
func (d *Desk) Knows(account uint32, a chain.Address) bool {
	_, ok := d.known[destination{account, a}]
	return ok
}

// Check says whether a request would be taken now. It fills First.
func (d *Desk) Check(now int64, w *Withdrawal) (reject.Code, reject.Control) {
	w.First = !d.Knows(w.Account, w.To)
	d.unlock(now)
	if _, blocked := d.blocked[w.To]; blocked {
		return reject.AddressBlocked, reject.BlockAddress
	}
	switch {
	case d.halted[w.Asset]:
		return reject.WithdrawalsHalted, reject.HaltWithdrawals
	case d.haltedNew[w.Asset] && w.First:
		return reject.NewAddressesHalted, reject.HaltWithdrawals
	case d.policy.DayLimit > 0 && w.Value > d.policy.DayLimit-d.spent(now, w.Account):
		return reject.LimitExceeded, d.limitBy
	case !d.listed(w):
		return unlisted()
	case d.tooFast(now, w):
		return reject.LimitExceeded, reject.VelocityLimits
	}
	return reject.OK, reject.None
}

// spent is what an account asked for within the last day and did not get
// back, in the reference currency.
func (d *Desk) spent(now int64, account uint32) (sum int64) {
	for id := d.latest[account]; id != 0; {
		w := &d.all[id-1]
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
func (d *Desk) Add(now int64, w Withdrawal) *Withdrawal {
	w.ID = uint32(len(d.all) + 1)
	w.RequestedAt, w.State = now, Approved
	w.previous = d.latest[w.Account]
	d.latest[w.Account] = w.ID
	d.all = append(d.all, w)
	n := &d.all[len(d.all)-1]
	if until, by := d.waits(now, n); until > 0 {
		d.hold(n, until, by)
	} else {
		d.approved[n.Asset] = append(d.approved[n.Asset], n.ID)
	}
	return n
}

func (d *Desk) hold(w *Withdrawal, until int64, by reject.Control) {
	w.State, w.HoldUntil, w.Control = Held, until, by
	d.held[w.Asset] = append(d.held[w.Asset], w.ID)
	d.nextHold[w.Asset] = min(d.nextHold[w.Asset], until)
}

// Get finds a withdrawal; nil if there is none with this id.
func (d *Desk) Get(id uint32) *Withdrawal {
	if id == 0 || int(id) > len(d.all) {
		return nil
	}
	return &d.all[id-1]
}

// Of appends an account's withdrawals, newest first; asset 0 means all.
func (d *Desk) Of(account uint32, asset uint16, dst []Withdrawal) []Withdrawal {
	if int(account) >= len(d.latest) {
		return dst
	}
	for id := d.latest[account]; id != 0; id = d.all[id-1].previous {
		if w := &d.all[id-1]; asset == 0 || w.Asset == asset {
			dst = append(dst, *w)
		}
	}
	return dst
}

// Len is how many withdrawals were ever taken, and so the highest id.
func (d *Desk) Len() int { return len(d.all) }
