package mockexchange

import (
	"slices"
	"strconv"

	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// office is where the venue's staff works: those who answer customers, and those who
// look after the house's own account, out of which they send coins to where it
// trades. Whoever has the machine at somebody's desk can do all that he can, at any
// hour; the venue knows the machine, and not who sits before it.
type office struct {
	desks    []desk              // number n is element n-1
	proposed []proposal          // oldest first
	last     uint64              // number of the last proposal or move
	waiting  []move              // for coins from cold storage, oldest first
	sent     map[chain.Hash]bool // transactions of moves, which are on record
}

// desk is one of the staff's. Its session is that of the machine and outlives the
// shift: nobody logs out at night.
type desk struct{ suspended bool }

// proposal is what somebody asks for and another is to agree to.
type proposal struct {
	id      uint64
	at      int64 // when another has looked at it, and the time lock is over
	asks    bool  // he asks whose order it is
	command Command
}

func newOffice(clerks int) office { return office{desks: make([]desk, clerks)} }

// Desk is the name of the host at which somebody of the staff works, from 1 on.
func Desk(who uint32) string { return "desk-" + strconv.FormatUint(uint64(who), 10) }

// AtDesk is a command as the machine at a desk sends it, without its proof.
func (g *Genesis) AtDesk(host string, c Command) Command {
	c.Auth = AuthStaff
	for i := range g.Staff.Clerks {
		if who := uint32(i + 1); Desk(who) == host {
			c.Target, c.Device, c.Source = who, access.DeskDevice(g.Seed, who), access.DeskSource(g.Seed, who)
		}
	}
	return c
}

// What of a customer staff changes.
const (
	ChangeContact = "contact"          // where the venue writes to
	ChangeLimit   = "withdrawal_limit" // of a day, his own in place of everybody's
)

// checkDesk decides whether somebody of the staff may work now.
func (e *Exchange) checkDesk(c *Command) access.Verdict {
	v := access.Verdict{Account: c.Account}
	switch {
	case c.Target == 0 || int(c.Target) > len(e.office.desks):
		v.Code = reject.UnknownStaff
	case c.Credential != access.DeskCredential(e.genesis.Seed, c.Target):
		v.Code = reject.BadCredential
	case e.office.desks[c.Target-1].suspended:
		v.Code, v.Control = reject.NoSession, reject.SuspendStaff
	}
	return v
}

// staffWork is what somebody of the staff does at his desk.
func (e *Exchange) staffWork(now int64, c *Command) Result {
	if c.Kind == OpenDesk {
		e.logWork(now, DeskOpened, c)
		return Result{Count: 1}
	}
	if code := e.checkWork(c); code != reject.OK || c.Kind == ReadCustomer {
		e.logWork(now, workEvents[c.Kind], c).Code = code
		return Result{Code: code}
	}
	if e.genesis.Settings.Custody.FourEyes.On {
		return e.propose(now, c)
	}
	return e.doWork(now, c, 0)
}

// workEvents are what the log calls what staff does.
var workEvents = [kinds]EventType{ReadCustomer: CustomerRead, ChangeCustomer: CustomerChanged, MoveFunds: FundsMoved}

// checkWork says whether a request makes sense.
func (e *Exchange) checkWork(c *Command) reject.Code {
	switch {
	case c.Kind != MoveFunds && !e.registry.HasAccount(c.Account):
		return reject.UnknownAccount
	case c.Kind == ReadCustomer:
		return reject.OK
	case c.Kind == ChangeCustomer && c.Label != ChangeContact && c.Label != ChangeLimit, c.Amount < 0:
		return reject.BadRequest
	case c.Kind == ChangeCustomer:
		return reject.OK
	case e.wallet(c.Asset) == nil:
		return reject.UnknownAsset
	case c.Amount == 0:
		return reject.BadRequest
	case c.Address == chain.Address{}:
		return reject.BadAddress
	}
	return reject.OK
}

// logWork writes down what somebody of the staff did.
func (e *Exchange) logWork(now int64, t EventType, c *Command) *Event {
	ev := e.log(now, t, c)
	ev.Count, ev.Label, ev.Address, ev.Amount = c.Target, c.Label, c.Address, c.Amount
	if c.Kind == MoveFunds && ev.Asset != 0 {
		ev.Value, ev.First = e.value(c.Asset, c.Amount), !e.withdrawals.Knows(house, c.Address)
	}
	return ev
}

// house stands for the house where accounts are told apart by what they paid before.
const house = 0

// doWork does it; its number is that of a proposal, or 0.
func (e *Exchange) doWork(now int64, c *Command, id uint64) Result {
	if c.Kind == MoveFunds {
		return e.moveFunds(now, c, id)
	}
	if c.Label == ChangeLimit {
		e.withdrawals.SetOwnLimit(c.Account, c.Amount)
	}
	e.logWork(now, CustomerChanged, c).OrderID = id
	return Result{Count: 1}
}

// move is one of the house's coins that waits until enough of them lies hot.
type move struct {
	id      uint64
	command Command
}

// moveFunds sends coins out of the house's own account, as far as no customer has to
// wait for them, and not while pay-outs are halted: the wallet server signs both. A
// co-signer with a limit of his own holds these to it as well. Where too little lies
// hot somebody goes to cold storage for it, and the move waits.
func (e *Exchange) moveFunds(now int64, c *Command, id uint64) Result {
	r := Result{}
	switch {
	case e.withdrawals.Halted(c.Asset):
		r = Result{Code: reject.WithdrawalsHalted, Control: reject.HaltWithdrawals}
	case e.withdrawals.IsBlocked(c.Address):
		r = Result{Code: reject.AddressBlocked, Control: reject.BlockAddress}
	case e.houseFunds(c.Asset) < c.Amount:
		r.Code = reject.InsufficientBalance
	case !e.withdrawals.Cosigned(now, c.Asset, c.Amount):
		r = Result{Code: reject.LimitExceeded, Control: reject.SignerVelocity}
	default:
		if id == 0 {
			e.office.last++
			id = e.office.last
		}
		if !e.sendFunds(now, &move{id, *c}) {
			return e.waitForFunds(now, &move{id, *c})
		}
		return Result{Count: 1}
	}
	ev := e.logWork(now, FundsMoved, c)
	ev.Code, ev.Control, ev.OrderID = r.Code, r.Control, id
	return r
}

// sendFunds sends what lies hot and nobody waits for.
func (e *Exchange) sendFunds(now int64, m *move) bool {
	w, pay := e.wallet(m.command.Asset), m.command
	pay.Kind = PayHouse
	if !e.hasQuorum(now, pay.Asset) || e.payHouse(now, &pay, w).Code != reject.OK {
		return false
	}
	if e.office.sent == nil {
		e.office.sent = make(map[chain.Hash]bool)
	}
	e.office.sent[e.broadcasts[len(e.broadcasts)-1].Tx.ID()] = true
	e.logWork(now, FundsMoved, &m.command).OrderID = m.id
	e.withdrawals.Know(house, pay.Address)
	return true
}

// waitForFunds has a move wait for coins from cold storage.
func (e *Exchange) waitForFunds(now int64, m *move) Result {
	asset := m.command.Asset
	by := e.shortfallControl(now, asset)
	e.office.waiting = append(e.office.waiting, *m)
	e.planRefill(now, asset, by)
	ev := e.logWork(now, FundsMoved, &m.command)
	ev.Code, ev.Control, ev.OrderID = reject.HotWalletEmpty, by, m.id
	return Result{Control: by}
}

// sendWaiting sends what waited, oldest first, as far as it goes.
func (e *Exchange) sendWaiting(now int64, asset uint16) {
	o := &e.office
	for i := 0; i < len(o.waiting); i++ {
		if m := o.waiting[i]; m.command.Asset == asset && !e.withdrawals.Halted(asset) {
			if !e.sendFunds(now, &m) {
				e.planRefill(now, asset, e.shortfallControl(now, asset))
				return
			}
			o.waiting = slices.Delete(o.waiting, i, i+1)
			i--
		}
	}
}

// movesDue is what moves wait for.
func (e *Exchange) movesDue(asset uint16) (sum int64) {
	for i := range e.office.waiting {
		if c := &e.office.waiting[i].command; c.Asset == asset {
			sum += c.Amount + e.genesis.Assets[asset-1].Chain.MinFee
		}
	}
	return sum
}

// suspendStaff keeps somebody of the staff from working, and drops what he asked for,
// or lets him work again.
func (e *Exchange) suspendStaff(c *Command) Result {
	if c.Target == 0 || int(c.Target) > len(e.office.desks) {
		return Result{Code: reject.UnknownStaff}
	}
	d := &e.office.desks[c.Target-1]
	if d.suspended == (c.Kind == SuspendStaff) {
		return Result{Code: reject.NothingToDo}
	}
	d.suspended = c.Kind == SuspendStaff
	if d.suspended {
		e.dropProposals(c.Target)
	}
	return Result{Count: 1}
}
