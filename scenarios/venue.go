package scenarios

import (
	"cmp"
	"math/bits"
	"slices"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Venue is one exchange as it stood before anything happened.
type Venue struct {
	Name           Name        `key:"name"`
	Share          *Share      `key:"share,optional" check:"positive"` // of everybody counted below, where there are several venues
	Assets         []Asset     `key:"assets" check:"unique=asset"`
	Markets        []Market    `key:"markets"`
	Posture        []Control   `key:"posture" check:"unique=control"` // standing controls at the time, whatever a defence adds
	PayOutEvery    Duration    `key:"pay_out_every" check:"positive"`
	ReconcileEvery Duration    `key:"reconcile_every"` // 0s for never
	Adoption       Adoption    `key:"adoption"`
	Migrations     []Migration `key:"migrations,optional"` // in the order of time

	ColdTransfers  []ColdTransfer  `key:"cold_transfers,optional"`
	SigningLimits  []SigningLimit  `key:"signing_limits,optional"` // that staff have co-signers keep to
	WalletUpgrades []WalletUpgrade `key:"wallet_upgrades,optional"`

	// VendorLabels is the share of the keys made for bot vendors that name theirs.
	// Those do that are made through the vendor by a login at the venue; those that
	// their owner copied into its form do not. Absent where no key does.
	VendorLabels *Share `key:"vendor_labels,optional"`

	WalletOperations *WalletOperations `key:"wallet_operations,optional"`

	Releases *Releases `key:"releases,optional"`

	Staff *Staff `key:"staff,optional"`

	// Logins is what the venue knows of how customers log in; absent where it keeps
	// no record of devices and networks.
	Logins *Logins `key:"logins,optional"`

	// PayOutBatch is the most withdrawals that go into one transaction; absent for 50.
	PayOutBatch *Number `key:"pay_out_batch,optional" check:"positive most=1000"`
}

// Logins is how customers log in. Its shares a month count for as much of one as the
// clock has.
type Logins struct {
	SMS         Share `key:"sms"`          // of second factors: codes that come by message
	HardwareKey Share `key:"hardware_key"` // of second factors: keys that answer to the venue's own page alone; the rest are apps
	Phone       Share `key:"phone"`        // of customers who log in with a computer and a phone in turn
	NewDevice   Share `key:"new_device"`   // of customers who get another device within a month
	Travel      Share `key:"travel"`       // of customers who call from elsewhere for some days within a month
}

// Migration is the venue's move of all coins of a hot wallet to a new one of
// its own, planned and approved.
type Migration struct {
	Asset     Name `key:"asset"`
	At        Time `key:"at" check:"clock"`        // when it is signed
	Announced Time `key:"announced" check:"clock"` // when it was approved
}

// Control is one standing control in force.
type Control struct {
	Control Name           `key:"control"`
	With    Table[Setting] `key:"with,optional"` // parameters, written as in a posture.yaml; left out ones have their defaults
}

// Adoption says, for controls that leave the choice to a customer, which share
// of each population group would use them.
type Adoption struct {
	AllowList       Table[Share] `key:"allow_list" check:"group"`        // addresses that a key may be used from
	Renewal         Table[Share] `key:"renewal" check:"group"`           // confirms an unlisted key's right to trade again in time
	WithdrawalOptIn Table[Share] `key:"withdrawal_opt_in" check:"group"` // asks for keys that may withdraw
	SecondFactor    Table[Share] `key:"second_factor" check:"group"`     // guards withdrawals by login
}

func (c *checker) venues() {
	if len(c.s.Venues) == 0 {
		c.complain(c.s.Currency.Pos, "there is no venue", "at least one under venues", "")
		return
	}
	for i := range c.s.Venues {
		v := &c.s.Venues[i]
		c.venueAssets(v)
		c.tokens(v)
		c.markets(v)
		c.migrations(v)
		c.coldSigning(v)
		c.staff(v)
		if l := v.Logins; l != nil && l.SMS.PPM+l.HardwareKey.PPM > 1_000_000 {
			c.complain(l.SMS.Pos, "sms and hardware_key are "+percent(l.SMS.PPM+l.HardwareKey.PPM)+" together", "at most 100 %: the rest are apps", "")
		}
	}
	c.venueShares()
}

// migrations checks a venue's moves to new hot wallets.
func (c *checker) migrations(v *Venue) {
	var coins []string
	for i := range v.Assets {
		if v.Assets[i].Chain != nil {
			coins = append(coins, v.Assets[i].Code.Text)
		}
	}
	last := c.s.Clock.Start
	for i := range v.Migrations {
		m := &v.Migrations[i]
		c.known("asset with a hot wallet", m.Asset, coins)
		c.after("at", m.At, m.Announced, "announced")
		c.after("at", m.At, last, "the migration before, or the clock's start")
		last = m.At
	}
}

// venueShares checks which part of everybody each venue has.
func (c *checker) venueShares() {
	sum, first := int64(0), yamldoc.Position{}
	for i := range c.s.Venues {
		v := &c.s.Venues[i]
		switch {
		case v.Share == nil && len(c.s.Venues) > 1:
			c.complain(v.Name.Pos, "share is missing", "it where there are several venues", "")
		case v.Share != nil && len(c.s.Venues) == 1:
			c.complain(v.Share.Pos, "share stands in the only venue", "it only where there are several", "")
			return
		case v.Share != nil:
			sum += v.Share.PPM
			if first.Line == 0 {
				first = v.Share.Pos
			}
		}
	}
	if len(c.s.Venues) > 1 && sum != 1_000_000 {
		c.complain(first, "the shares of the venues add up to "+percent(sum), "100 %", "")
	}
}

func (c *checker) venueNames() (names []string) {
	for i := range c.s.Venues {
		names = append(names, c.s.Venues[i].Name.Text)
	}
	return names
}

// Places are where something is that may name its venue.
func Places(venue *Name) []Name {
	if venue == nil {
		return nil
	}
	return []Name{*venue}
}

// Weights are what each venue's part of something is in proportion to, in the
// order of the file. The names are of those that have a part; none for all.
func (s *Scenario) Weights(at []Name) []int64 {
	weights := make([]int64, len(s.Venues))
	for i := range s.Venues {
		v := &s.Venues[i]
		here := len(at) == 0
		for _, n := range at {
			here = here || n.Text == v.Name.Text
		}
		switch {
		case here && len(s.Venues) == 1:
			weights[i] = 1
		case here && v.Share != nil:
			weights[i] = v.Share.PPM
		}
	}
	return weights
}

// Spread is how much of a count each venue has, in the order of the file; the
// names are of those that have a part, none for all.
func (s *Scenario) Spread(total int64, at ...Name) []int64 {
	weights := s.Weights(at)
	if len(weights) == 0 || slices.Max(weights) == 0 {
		return weights // a file that does not load
	}
	return Split(total, weights)
}

// Split cuts a whole number, 0 or more, into parts in proportion to weights,
// which are not all 0. The parts add up: what rounding down leaves goes, one
// each, to those who lost most by it, the first of equals first.
func Split(total int64, weights []int64) []int64 {
	var sum uint64
	for _, w := range weights {
		sum += uint64(w)
	}
	parts, lost, order := make([]int64, len(weights)), make([]uint64, len(weights)), make([]int, len(weights))
	left := total
	for i, w := range weights {
		high, low := bits.Mul64(uint64(total), uint64(w))
		part, rest := bits.Div64(high, low, sum)
		parts[i], lost[i], order[i] = int64(part), rest, i
		left -= int64(part)
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lost[b], lost[a]) })
	for _, i := range order[:left] {
		parts[i]++
	}
	return parts
}
