package draw

import (
	"slices"

	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// logins draws what customers log in with and where from, and gives it to the venue
// as what it has seen of them before, if it keeps a record of that.
func (b *builder) logins() error {
	from := b.venue.Logins
	if from == nil {
		return nil
	}
	for i := range b.members {
		p := b.members[i]
		if b.model.Groups[p.group].Kind != model.Customers {
			continue
		}
		s := b.stream(sim.Customer(uint32(i+1)), model.ForLogins)
		r := &b.model.Holders[i]
		r.Login = b.login(&s, from)
		if err := b.travel(&s, p, &r.Login, from); err != nil {
			return err
		}
		if p.group == b.cohort.group && p.index >= b.cohort.live+b.cohort.deads {
			b.stealLogin(&s, i, p.index-b.cohort.live-b.cohort.deads)
		}
		b.seenBefore(i, r)
	}
	b.sortLogins()
	return nil
}

// stealLogin enters the n-th member behind the cohort among the victims, and sees to
// it that his second factor is one that what the thief holds gets past.
func (b *builder) stealLogin(s *sim.Stream, i, n int) {
	from := b.sc.Compromise
	class := slices.IndexFunc(from.Logins, func(l scenarios.StolenLogins) bool {
		n -= int(l.Accounts.Value)
		return n < 0
	})
	if class < 0 {
		return
	}
	l, r := &from.Logins[class], &b.model.Holders[i]
	one := StolenLogin{Account: uint32(i + 1), Class: l.Name.Text, Holds: l.Holds.Text, Device: newDevice(s)}
	switch l.Holds.Text {
	case scenarios.HoldsPassword:
		r.SecondFactor = false
	case scenarios.HoldsSession:
		one.Device = r.Login.Devices[0]
	case scenarios.HoldsPhone:
		r.SecondFactor, r.Login.Factor = true, access.SMS
	case scenarios.HoldsCode:
		if r.SecondFactor = true; r.Login.Factor == access.HardwareKey {
			r.Login.Factor = access.App
		}
	}
	b.world.Genesis.Accounts[i].Factor = r.SecondFactor
	b.model.Victims = append(b.model.Victims, model.Victim{Account: one.Account, Class: len(from.Victims) + class})
	r.Victim = uint32(len(b.model.Victims))
	b.world.Logins = append(b.world.Logins, one)
}

// sortLogins brings the stolen logins into the order of their classes.
func (b *builder) sortLogins() {
	if b.sc.Compromise == nil {
		return
	}
	class := func(l StolenLogin) int {
		return slices.IndexFunc(b.sc.Compromise.Logins, func(c scenarios.StolenLogins) bool { return c.Name.Text == l.Class })
	}
	slices.SortStableFunc(b.world.Logins, func(x, y StolenLogin) int { return class(x) - class(y) })
}

// login draws a second factor's kind and the devices.
func (b *builder) login(s *sim.Stream, from *scenarios.Logins) (l model.Login) {
	switch n := s.N(sim.Whole); {
	case n < from.SMS.PPM:
		l.Factor = access.SMS
	case n < from.SMS.PPM+from.HardwareKey.PPM:
		l.Factor = access.HardwareKey
	}
	l.Devices[0] = newDevice(s)
	if s.Chance(from.Phone.PPM) {
		l.Devices[1] = newDevice(s)
	}
	if s.Chance(b.ofMonth(from.NewDevice.PPM)) {
		l.Renewed, l.At = newDevice(s), s.Between(b.model.Start, b.model.End)
	}
	return l
}

// newDevice draws what a venue calls a browser.
func newDevice(s *sim.Stream) access.Device { return access.Device(s.Between(1, 1<<32)) }

// ofMonth is a share a month as one of the clock.
func (b *builder) ofMonth(share int64) int64 {
	part, _ := money.MulDiv(share, b.model.End-b.model.Start, 30*model.Day, money.Nearest)
	return min(part, sim.Whole)
}

// travel draws where somebody is away, or his phone is, and for how long he is: for
// two days to a week.
func (b *builder) travel(s *sim.Stream, p groupMember, l *model.Login, from *scenarios.Logins) (err error) {
	leaves := s.Chance(b.ofMonth(from.Travel.PPM))
	if !leaves && l.Devices[1] == 0 {
		return nil
	}
	at := b.sc.Population.Groups[p.group].Sources
	at.Addresses.Exactly(1)
	l.Away, err = b.addresses(s, &at)
	if leaves {
		l.Left = s.Between(b.model.Start, b.model.End)
		l.Comes = l.Left + s.Between(2*model.Day, 7*model.Day)
	}
	return err
}

// seenBefore tells the venue of the devices and networks that somebody logged in
// from before the clock starts.
func (b *builder) seenBefore(i int, r *model.Holder) {
	h := &access.LoginHistory{Devices: []access.Device{r.Login.Devices[0]}}
	if r.Login.Devices[1] != 0 {
		h.Devices = append(h.Devices, r.Login.Devices[1])
	}
	for n := range uint32(r.Sources.Count) {
		h.Networks = append(h.Networks, b.model.Source(r.Sources, n).Network())
	}
	a := &b.world.Genesis.Accounts[i]
	a.Kind, a.Logins = r.Login.Factor, h
}
