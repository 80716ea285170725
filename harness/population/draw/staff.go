package draw

import (
	"cmp"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/scenarios"
)

// Departments of a venue's staff.
const (
	support  = "support"
	treasury = "treasury"
)

// Hours of treasury, local time of day; support works in three shifts of eight.
const treasuryOpens, treasuryCloses, shiftHours = 9 * model.Day / 24, 18 * model.Day / 24, 8 * model.Day / 24

// How many times of looking, and how well, are drawn for each; after so many they
// begin anew.
const looks = 61

// How long somebody takes to look at what another asks for, half of the times, and
// at least and at most; how many of the nights somebody of treasury can be called in,
// and how long that takes. Synthetic, within a factor of three either way.
const (
	lookMedian             = int64(8 * time.Minute)
	looksLeast, looksMost  = int64(time.Minute), int64(2 * time.Hour)
	calledIn               = 500_000
	calledLeast, calledMax = int64(15 * time.Minute), int64(3 * time.Hour)
)

// staff draws who works when at a venue's desks, and what they do there.
func (b *builder) staff() error {
	s := b.venue.Staff
	if s == nil {
		return nil
	}
	b.world.Genesis.Staff.Asks = s.Asks.PPM
	for n := range s.Support.Value + s.Treasury.Value {
		department := support
		if n >= s.Support.Value {
			department = treasury
		}
		b.world.Genesis.Staff.Clerks = append(b.world.Genesis.Staff.Clerks, b.clerk(uint32(n+1), n, department))
	}
	limit, err := b.amount(&s.Limit)
	if err != nil {
		return err
	}
	for i := range b.world.Genesis.Staff.Clerks {
		b.shifts(uint32(i + 1))
	}
	for n := range uint32(s.Support.Value) {
		b.answers(n+1, mockexchange.ReadCustomer, "", s.Reads.Micro, 0)
		b.answers(n+1, mockexchange.ChangeCustomer, mockexchange.ChangeContact, s.Changes.Micro, 0)
		b.answers(n+1, mockexchange.ChangeCustomer, mockexchange.ChangeLimit, s.Limits.Micro, limit)
	}
	for i := range s.Audits {
		b.audit(&s.Audits[i])
	}
	err = b.houseMoves(s)
	slices.SortStableFunc(b.world.Chores, func(x, y Chore) int { return cmp.Compare(x.At, y.At) })
	return err
}

// deskStream is that of one of the staff for a purpose.
func (b *builder) deskStream(who uint32, kind mockexchange.Kind, what string) sim.Stream {
	return b.stream(sim.Actor(who), model.ForStaff+uint64(kind)<<8+uint64(len(what))<<24)
}

// clerk draws when one of them is at work: the n-th of support in the shift that is
// his, those of treasury by day.
func (b *builder) clerk(who uint32, n int64, department string) custody.Clerk {
	s := b.deskStream(who, mockexchange.OpenDesk, "")
	c := custody.Clerk{Department: department}
	opens, hours := n%3*shiftHours, shiftHours
	if department == treasury {
		opens, hours = treasuryOpens, treasuryCloses-treasuryOpens
	}
	opens += s.Between(-int64(30*time.Minute), int64(30*time.Minute))
	for midnight := (b.model.Start+b.model.Zone)/model.Day*model.Day - 2*model.Day; midnight < b.model.End+b.model.Zone+4*model.Day; midnight += model.Day {
		from := midnight + opens - b.model.Zone
		away := custody.Absence{From: from + hours, Until: from + model.Day}
		if off := (midnight/model.Day + 2*n) % 7; off < 2 {
			away.From = from
		}
		if department == treasury && s.Chance(calledIn) {
			away.Reach = s.Between(calledLeast, calledMax)
		}
		c.Away = append(c.Away, away)
	}
	for range looks {
		c.Takes = append(c.Takes, min(max(s.Heavy(lookMedian, 2*sim.Whole), looksLeast), looksMost))
		c.Attention = append(c.Attention, s.N(sim.Whole))
	}
	return c
}

// shifts has one of them open his desk as each of his shifts begins.
func (b *builder) shifts(who uint32) {
	clerk, s := &b.world.Genesis.Staff.Clerks[who-1], b.deskStream(who, mockexchange.OpenDesk, "shifts")
	for i := range len(clerk.Away) - 1 {
		from, until := clerk.Away[i].Until, clerk.Away[i+1].From
		if at := from + s.N(int64(15*time.Minute)); at < until && at >= b.model.Start && at < b.model.End {
			b.at(at, who, &s, mockexchange.Command{Kind: mockexchange.OpenDesk}, chain.Key{})
		}
	}
}

// at puts what one of them does among the chores. An order of somebody's is behind
// all that they do.
func (b *builder) at(when int64, who uint32, s *sim.Stream, c mockexchange.Command, payee chain.Key) {
	c = b.world.Genesis.AtDesk(mockexchange.Desk(who), c)
	if c.Kind != mockexchange.ReadCustomer && c.Kind != mockexchange.OpenDesk {
		c.Memo = s.Uint64() | 1
	}
	b.world.Chores = append(b.world.Chores, Chore{At: when, Command: c, Payee: payee})
}

// answers draws what one of support does for customers, so often a day; limits that
// they get are around one.
func (b *builder) answers(who uint32, kind mockexchange.Kind, what string, micro, limit int64) {
	if micro <= 0 {
		return
	}
	s, clerk := b.deskStream(who, kind, what), &b.world.Genesis.Staff.Clerks[who-1]
	for at := b.model.Start; ; {
		if at += s.Exponential(shiftHours / micro * sim.Whole); at >= b.model.End {
			return
		}
		if !clerk.Present(at) {
			continue
		}
		c := mockexchange.Command{Kind: kind, Label: what, Account: b.anybody(&s)}
		if limit > 0 {
			c.Amount = max(model.ByHand().Amount(&s, s.Heavy(limit, sim.Whole)), 1)
		}
		b.at(at, who, &s, c, chain.Key{})
	}
}

// anybody is one of the venue's accounts.
func (b *builder) anybody(s *sim.Stream) uint32 {
	return uint32(1 + s.N(int64(len(b.world.Genesis.Accounts))))
}

// audit draws the reads of one: evenly over its time, account after account.
func (b *builder) audit(a *scenarios.Audit) {
	s := b.deskStream(uint32(a.Desk.Value), mockexchange.ReadCustomer, "audit")
	n, first := a.Reads.Value, b.anybody(&s)
	span := (a.Until.Unix - a.At.Unix) / n
	for i := range n {
		account := (uint32(i)+first)%uint32(len(b.world.Genesis.Accounts)) + 1
		b.at(a.At.Unix+i*span+s.N(max(span, 1)), uint32(a.Desk.Value), &s, mockexchange.Command{Kind: mockexchange.ReadCustomer, Account: account}, chain.Key{})
	}
}

// houseMoves draws what treasury sends to where the venue trades.
func (b *builder) houseMoves(staff *scenarios.Staff) error {
	median, err := b.amount(&staff.Move.Median)
	if err != nil {
		return err
	}
	asset, err := b.asset(staff.Coin)
	if err != nil {
		return err
	}
	s := b.stream(0, model.ForStaff+uint64(mockexchange.MoveFunds)<<8)
	for n := range uint32(staff.Partners.Value) {
		to := b.partner(asset, n)
		b.world.Genesis.Known = append(b.world.Genesis.Known, mockexchange.KnownAddress{Address: to.Address()})
	}
	for at := b.model.Start; ; {
		if at += s.Exponential(int64(staff.Every.Value)); at >= b.model.End {
			break
		}
		b.houseMove(&s, at, asset, s.Heavy(median, staff.Move.Spread.PPM), staff)
	}
	for i := range staff.Moves {
		amount, err := b.amount(&staff.Moves[i].Amount)
		if err != nil {
			return err
		}
		c := mockexchange.Command{Kind: mockexchange.MoveFunds, Asset: asset, Amount: amount}
		payee := b.partner(asset, uint32(s.N(staff.Partners.Value)))
		c.Address = payee.Address()
		b.at(staff.Moves[i].At.Unix, b.onDuty(&s, staff, staff.Moves[i].At.Unix), &s, c, payee)
	}
	return nil
}

// houseMove draws one, perhaps with a small one before it.
func (b *builder) houseMove(s *sim.Stream, at int64, asset uint16, worth int64, staff *scenarios.Staff) {
	who := b.onDuty(s, staff, at)
	if clerk := &b.world.Genesis.Staff.Clerks[who-1]; !clerk.Present(at) && !s.Chance(staff.Night.PPM) {
		if at = clerk.NextPresent(at) + s.N(int64(2*time.Hour)); at >= b.model.End {
			return
		}
	}
	payee := b.partner(asset, uint32(s.N(staff.Partners.Value)))
	if s.Chance(staff.New.PPM) {
		payee = chain.DeriveKey(s.Uint64(), "new partner", uint32(asset))
	}
	amount := b.model.FromCurrency(worth, asset)
	c := mockexchange.Command{
		Kind: mockexchange.MoveFunds, Asset: asset, Address: payee.Address(), Amount: max(model.ByHand().Amount(s, amount), 1),
	}
	if s.Chance(staff.Tests.PPM) {
		small := c
		small.Amount = max(b.model.Coins[asset-1].MinWithdrawal/s.Between(1, 20), 1)
		b.at(at, who, s, small, payee)
		at += int64(testPause) + s.N(int64(testPause))
	}
	b.at(at, who, s, c, payee)
}

// onDuty is one of treasury who is at work at a time, or one who is not.
func (b *builder) onDuty(s *sim.Stream, staff *scenarios.Staff, at int64) uint32 {
	first := s.N(staff.Treasury.Value)
	for n := range staff.Treasury.Value {
		who := uint32(staff.Support.Value + (first+n)%staff.Treasury.Value + 1)
		if b.world.Genesis.Staff.Clerks[who-1].Present(at) {
			return who
		}
	}
	return uint32(staff.Support.Value + first + 1)
}

// partner is one whom the house pays often.
func (b *builder) partner(asset uint16, n uint32) chain.Key {
	return chain.DeriveKey(b.world.Genesis.Seed, "partner", uint32(asset)<<16+n)
}
