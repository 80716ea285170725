package technique

import (
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Op is which request a Call makes.
type Op uint8

// The requests that a technique can ask for, each one request on the wire.
const (
	OpNone Op = iota
	OpRights
	OpBalances
	OpOpenOrders
	OpDepth
	OpCancel
	OpPlace
	OpWithdraw

	OpHeld    // what an address holds on a chain
	OpUnspent // the coins of an address
	OpNonce   // the next nonce of an address
	OpSubmit  // a transaction for a chain's relay

	OpDeploy // code, through the venue's build server

	OpLogin   // opens a session at the website
	OpMakeKey // makes an API key in it

	OpOwner // whose policy rules an address, on a chain
	OpPlant // an implant on a host that he holds
	OpWork  // at a desk whose machine he holds
	OpLimit // a co-signer's limit, by the wallet server that he holds
	OpSpend // a payment that the venue's signers sign, by the wallet server that he holds
)

var opNames = [...]string{
	"", "rights", "balances", "open_orders", "depth", "cancel", "place", "withdraw",
	"held", "unspent", "nonce", "submit", "deploy", "login", "make_key", "owner", "plant", "work", "limit", "spend",
}

// String is the request's name in a thief's log; empty for OpNone.
func (o Op) String() string { return opNames[o] }

// depthLevels is how much of a book the thief looks at: he only wants to know
// where the best price is.
const depthLevels = 5

// Call is one request as data, so that it can be made again word by word.
type Call struct {
	Op Op
	// Partner says that the call is made with the key of the step's partner.
	Partner bool

	Market   string // OpDepth, OpCancel
	OrderID  uint64 // OpCancel
	Order    attacker.Order
	Transfer attacker.Transfer

	Chain   string             // those on a chain: the asset's code
	Address chain.Address      // OpHeld, OpUnspent, OpNonce, OpOwner, OpSpend
	Tx      *chain.Transaction // OpSubmit; never changed

	Server attacker.BuildServer // OpDeploy
	Build  attacker.Build

	Host    string           // OpPlant, OpWork, OpLimit, OpSpend: its name
	Implant attacker.Implant // OpPlant
	Work    attacker.Work    // OpWork
	Amount  int64            // OpLimit, OpSpend: base units
}

// Answer is what came back. Which fields are set depends on the Call.
type Answer struct {
	Refusal    attacker.Refusal
	Rights     attacker.Rights
	Balances   []attacker.Balance
	Orders     []attacker.OpenOrder
	Depth      attacker.Depth
	Placed     attacker.Placed
	Withdrawal string           // the venue's id of it
	Key        attacker.KeyPair // that was made

	// Taken is what came of a call that was made in several pieces, in what the
	// call counts; 0 when it was made as asked.
	Taken int64

	Amount int64        // base units
	Coins  []chain.Coin // oldest first
	Nonce  uint64
	Owner  chain.Address
}

// Make makes the request to a venue. The error is not nil only when the venue
// could not be reached.
func (c Call) Make(v attacker.Venue, a attacker.Access) (answer Answer, err error) {
	switch c.Op {
	case OpRights:
		answer.Rights, answer.Refusal, err = v.Rights(a)
	case OpBalances:
		answer.Balances, answer.Refusal, err = v.Balances(a)
	case OpOpenOrders:
		answer.Orders, answer.Refusal, err = v.OpenOrders(a)
	case OpDepth:
		answer.Depth, answer.Refusal, err = v.Depth(a.From, c.Market, depthLevels)
	case OpCancel:
		answer.Refusal, err = v.Cancel(a, c.Market, c.OrderID)
	case OpPlace:
		answer.Placed, answer.Refusal, err = v.Place(a, c.Order)
	case OpWithdraw:
		answer.Withdrawal, answer.Refusal, err = v.Withdraw(a, c.Transfer)
	case OpDeploy:
		answer.Refusal, err = v.Deploy(a.From, c.Server, c.Build)
	case OpLogin:
		answer.Refusal, err = v.Login(a)
	case OpMakeKey:
		answer.Key, answer.Refusal, err = v.MakeKey(a)
	default:
		err = fmt.Errorf("no request has the number %d", c.Op)
	}
	return answer, err
}

// OnChain says that the request goes to a public chain, or to a host that he holds,
// and not to the venue.
func (o Op) OnChain() bool { return o >= OpHeld && o <= OpSubmit || o >= OpOwner }

// Send makes a request to a public chain. The error is not nil only when the
// chain could not be reached.
func (c Call) Send(to attacker.Chain) (answer Answer, err error) {
	switch c.Op {
	case OpHeld:
		answer.Amount, err = to.Balance(c.Address)
	case OpUnspent:
		answer.Coins, err = to.Unspent(c.Address)
	case OpNonce:
		answer.Nonce, err = to.NextNonce(c.Address)
	case OpOwner:
		answer.Owner, err = to.Owner(c.Address)
	case OpSubmit:
		answer.Refusal, err = relayed(to.Submit(c.Tx))
	default:
		err = fmt.Errorf("no chain answers to request %d", c.Op)
	}
	return answer, err
}

// relayed tells a chain's refusal from a chain that could not be reached.
func relayed(err error) (attacker.Refusal, error) {
	var why chain.Refusal
	if err == nil || !errors.As(err, &why) {
		return attacker.Accepted, err
	}
	switch why {
	case chain.ErrSignature:
		return attacker.KeyRefused, nil
	case chain.ErrFunds:
		return attacker.FundsRefused, nil
	case chain.ErrSpent, chain.ErrNonce, chain.ErrConflict, chain.ErrUnknownInput:
		return attacker.RaceRefused, nil
	}
	return attacker.OtherRefused, nil
}
