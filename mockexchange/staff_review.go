package mockexchange

import (
	"slices"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// propose puts down what somebody of the staff asks for, until another of them has
// looked at it and the time lock is over.
func (e *Exchange) propose(now int64, c *Command) Result {
	rule, o := &e.genesis.Settings.Custody.FourEyes, &e.office
	o.last++
	a := e.genesis.Staff.Agreement(c.Target, now, (e.genesis.Seed^o.last<<20^uint64(now))*0x9e3779b97f4a7c15)
	o.proposed = append(o.proposed, proposal{
		id: o.last, at: max(a.At+rule.Takes, now+rule.Lock), asks: a.Asks, command: *c,
	})
	ev := e.logWork(now, WorkProposed, c)
	ev.OrderID, ev.Control = o.last, reject.FourEyes
	return Result{Control: reject.FourEyes}
}

// decideWork does what another of the staff has agreed to, with the pay-out after
// that. Who asks whose order it is, and hears of nobody, has whoever seems to have
// asked for it called: it was not he, and he works no more until his machine has been
// looked at.
func (e *Exchange) decideWork(now int64) {
	o := &e.office
	for i := 0; i < len(o.proposed); {
		p := o.proposed[i]
		if p.at > now {
			i++
			continue
		}
		o.proposed = slices.Delete(o.proposed, i, i+1)
		if p.asks && p.command.Memo == 0 {
			e.refuseWork(now, &p)
			i = 0 // others of his are gone, too
			continue
		}
		before := len(e.events)
		e.doWork(now, &p.command, p.id)
		for n := range e.events[before:] {
			if ev := &e.events[before+n]; ev.OrderID == p.id && ev.Control == reject.None {
				ev.Control = reject.FourEyes
			}
		}
	}
}

// refuseWork turns a proposal down.
func (e *Exchange) refuseWork(now int64, p *proposal) {
	ev := e.logWork(now, WorkRefused, &p.command)
	ev.OrderID, ev.Code, ev.Control = p.id, reject.NoOrder, reject.FourEyes
	e.office.desks[p.command.Target-1].suspended = true
	e.dropProposals(p.command.Target)
}

// dropProposals forgets what somebody asked for.
func (e *Exchange) dropProposals(who uint32) {
	e.office.proposed = slices.DeleteFunc(e.office.proposed, func(p proposal) bool { return p.command.Target == who })
	e.office.waiting = slices.DeleteFunc(e.office.waiting, func(m move) bool { return m.command.Target == who })
}
