package population

import "github.com/exdrill/exdrill/mockexchange"

// present lets a program that its owner forgot try its deleted key once more.
// The venue refuses; nobody reads the answer.
func (p *Population) present(now int64, i int, c *mockexchange.Command) (next int64) {
	m, g := &p.members[i], &p.model.groups[p.model.roles[i].group]
	c.Kind = mockexchange.ReadAccount
	switch n := m.stream.N(10); {
	case n < 3:
		c.Kind = mockexchange.ReadOpenOrders
	case n < 4:
		c.Kind = mockexchange.ReadRights
	}
	p.identify(now, i, true, c)
	m.arrival = now + max(g.every+m.stream.Between(-g.jitter, g.jitter), 1)
	m.schedule(now, p.model.end)
	return m.next
}
