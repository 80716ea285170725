package population

import (
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// What customers complain of.
const (
	// ComplaintTheft says that money left which the owner did not send. Honest
	// people say so, too, when they forgot what they or their program did.
	ComplaintTheft = "withdrawal not mine"

	complaintDeposit    = "deposit missing"
	complaintWithdrawal = "withdrawal slow"
	complaintLogin      = "cannot log in"
	complaintOrder      = "order not filled"
)

// noise is what somebody complains of who was not robbed.
func noise(s *sim.Stream) string {
	switch n := s.N(100); {
	case n < 35:
		return complaintDeposit
	case n < 65:
		return complaintWithdrawal
	case n < 80:
		return complaintLogin
	case n < 92:
		return complaintOrder
	}
	return ComplaintTheft
}

func (p *Population) complain(now int64, i int, label string, c *mockexchange.Command) {
	c.Kind, c.Label = mockexchange.Complain, label
	p.signByLogin(now, i, p.customers[i].source, c)
}
