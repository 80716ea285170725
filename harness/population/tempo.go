package population

import "time"

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
	tests := r.firstTime * r.testSend / Whole
	daily := [chores]int64{
		look: r.reads, place: r.orders,
		withdraw: r.withdrawals * Whole / (Whole + tests), grumble: r.complaints,
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

// people sets everybody's plans to their beginnings.
func (b *builder) people() error {
	c := b.cast
	p := &Population{cast: c, members: make([]member, len(c.roles)), errands: make([]errand, 1)}
	b.world.People = p
	tempos := make([]uint16, len(c.groups))
	for g := range c.groups {
		tempos[g] = b.tempos(g)
	}
	for i := range c.roles {
		r := &c.roles[i]
		variant := uint16(0)
		if r.key != 0 {
			variant |= 1
		}
		if r.victim != 0 {
			variant |= 2
		}
		r.tempo = tempos[r.group] + variant
		b.begin(i)
	}
	p.owners = make([]owner, len(c.victims))
	if b.sc.Compromise.Credentials() {
		c.notices = readNotices(&b.sc.Compromise.Complaints)
	}
	b.desks()
	b.followers()
	return nil
}

// begin sets somebody's first wake-up.
func (b *builder) begin(i int) {
	c, m := b.cast, &b.world.People.members[i]
	r := &c.roles[i]
	g := &c.groups[r.group]
	m.stream = b.stream(Actor(uint32(i+1)), forPlan)
	s := &m.stream
	switch {
	case g.kind == foreign, r.idle:
	case g.kind == maker:
		m.arrival = c.start + s.Between(int64(time.Millisecond), int64(2*time.Second))
	case g.kind == momentum, g.kind == forgotten:
		m.arrival = c.start + s.Between(1, max(g.every, 1))
	case r.victim != 0:
		// Their old orders go into the books at once.
		m.arrival = c.start + s.Between(int64(time.Minute), hour)
		m.left[place] = uint8(b.sc.Compromise.Victims[c.victims[r.victim-1].class].OpenOrders.Value)
	default:
		m.arrival = c.sets(s, r, c.start)
	}
	m.schedule(c.start, c.end)
}
