package population

import "github.com/exdrill/exdrill/harness/sim"

// tempos works out how often the members of a group do what: without a key,
// with one, and the owners of stolen keys, who only look.
// It gives the number of the first.
func (b *builder) tempos(g int) uint16 {
	first := uint16(len(b.cast.tempos))
	for s := range b.cast.groups[g].seasons {
		for n := range variants {
			b.cast.tempos = append(b.cast.tempos, b.tempo(g, s, n&1 == 1, n&2 == 2))
		}
	}
	return first
}

func (b *builder) tempo(n, at int, keyed, quiet bool) tempo {
	g := &b.cast.groups[n]
	r := &g.seasons[at]
	t := tempo{rhythm: g.rhythm}
	// The scenario counts test sends among the withdrawals.
	tests := r.firstTime * r.testSend / sim.Whole
	daily := [chores]int64{
		look: r.reads, place: r.orders,
		withdraw: r.withdrawals * sim.Whole / (sim.Whole + tests), grumble: r.complaints,
	}
	if quiet {
		daily[place], daily[withdraw], daily[grumble] = 0, 0, 0
	}
	t.kinds[visit] = r.logins
	for chore, kind := range programs() {
		byKey := int64(0)
		if keyed && kind != visit {
			byKey = daily[chore] / 1000 * g.byAPI / 1000
		}
		t.kinds[kind] += byKey
		if r.logins > 0 {
			t.visit[chore] = (daily[chore] - byKey) * 1000 / r.logins * 1000
		}
	}
	t.gap = gap(t.kinds[visit] + t.kinds[keyRead] + t.kinds[keyOrder] + t.kinds[keyWithdrawal])
	return t
}

// programs tells as which kind of arrival a program does a chore.
func programs() [chores]int {
	return [chores]int{look: keyRead, place: keyOrder, withdraw: keyWithdrawal, grumble: visit}
}

// lives tells everybody how often he does what, and victims how they notice.
func (b *builder) lives() error {
	c := b.cast
	rates := make([]uint16, len(c.groups))
	for g := range c.groups {
		rates[g] = b.tempos(g)
	}
	for i := range c.roles {
		r := &c.roles[i]
		r.tempo = rates[r.group]
		if r.key != 0 {
			r.tempo++
		}
		if r.victim != 0 {
			r.tempo += 2
		}
	}
	if b.sc.Compromise.Credentials() {
		c.notices = readNotices(&b.sc.Compromise.Complaints)
	}
	return nil
}

// people sets everybody's plans to their beginnings.
func (b *builder) people() error {
	b.world.People = New(b.cast)
	return nil
}
