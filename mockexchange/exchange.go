// Package mockexchange is one mock exchange: customers, API keys, order books,
// withdrawals and wallets, as a deterministic state machine that is driven by
// commands and tells what happened in events.
//
// [New] makes an [Exchange] of a [Genesis]. [Exchange.Apply] carries out a
// [Command] and answers with a [Result]; a refusal is also an error, a
// *reject.Error with its code. What happened is told by an [Event] each, which
// [Exchange.TakeEvents] hands over. The other methods are views: they read the
// state and change nothing.
//
// A venue asks for credentials and never for intentions: whoever holds a key
// can act. It speaks to chains only through what it wants broadcast and what
// blocks show it, because a thief with its key changes the chain before it
// knows.
package mockexchange

import (
	"fmt"
	"math"

	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Exchange is one venue as a deterministic state machine: its state is the
// fold of the commands applied to it. It reads no clock and starts no
// goroutine; one caller at a time may use it.
type Exchange struct {
	genesis       *Genesis
	signatures    *chain.SignatureCache
	registry      *access.Registry
	ledger        *ledger.Ledger
	books         []*market.Book // market n is element n-1
	withdrawals   *custody.WithdrawalQueue
	wallets       []*custody.Wallet        // asset n is element n-1, nil for money at a bank
	confirmations []*custody.Confirmations // asset n is element n-1
	unitsPerCoin  []int64                  // base units in a whole coin, asset n is element n-1
	hot           []hotState               // asset n is element n-1
	following     []following              // asset n is element n-1
	marketControl []reject.Control         // which action put a market into its state
	tradeHistory  []tradeHistory           // market n is element n-1
	schedule      marketSchedule
	surveillance  surveillance
	relief        feeRelief
	approval      approvalPath
	freeze        marketAnomalyFreeze
	rateLimited   bool // keys' requests are counted
	orderCaps     bool // orders are held against caps on orders, accounts and keys

	protectionShare int64 // share of fees that goes to the protection fund, parts per million

	orders       uint64 // the last order id given
	history      *orderHistory
	fills        []market.Fill            // reused
	openOrders   []market.Order           // reused
	clientOrders map[clientOrderID]uint64 // the newest resting order of each name

	present    int              // how many of the signers were there when somebody last looked
	ceremonies custody.Calendar // of cold storage

	coldTransfers uint32    // asked for so far
	implants      []implant // on the venue's hosts, oldest first

	office office // of the staff

	sequence   uint64
	events     []Event
	unlogged   []unlogged // what the log will have later, by when it will
	broadcasts []Broadcast
}

// hotState is what the staff knows and plans about one asset's hot wallet.
type hotState struct {
	emptiedBy       reject.Control // the action that emptied it on purpose, until it is refilled
	signedAt        int64          // when a pay-out is signed for which signers were asked, 0 for none
	sweepWaits      bool           // a sweep waits for its signers
	refillAt        int64          // when it is refilled from cold, 0 for no plan
	refillFails     bool           // the ceremony for it will bring nothing
	refilling       bool           // a refill is on its way and still wanted
	refillSuspended bool           // nobody refills it: somebody else spent from it, and a hot cap is in force
	unbooked        int64          // what left, miners' fees above all, and nobody's books have borne yet, base units
	keyStolen       bool           // an automatic sweep was due to a theft from this very wallet
	rotateAt        int64          // when its key is rotated after an automatic sweep, 0 for no plan
	migrating       int            // transfers to a new hot address that are not in a block yet
	funding         bool           // so is one to or from the protection fund's wallet
	fundNext        int64          // when the next such transfer may be, virtual nanoseconds
	transfer        *coldTransfer  // out of cold storage, that people are signing
	upgradeWaits    bool           // staff wants new owners for cold storage, and nobody is signing that yet
}

// Broadcast is a transaction that the venue wants sent to an asset's chain.
type Broadcast struct {
	Asset uint16
	Tx    *chain.Transaction
}

// New builds a venue from its genesis. Twins of a run share a cache of
// signatures; nil means none. The error says which part of the genesis is
// impossible.
func New(g *Genesis, signatures *chain.SignatureCache) (*Exchange, error) {
	if err := g.Validate(); err != nil {
		return nil, err
	}
	e := &Exchange{
		genesis: g, signatures: signatures, clientOrders: make(map[clientOrderID]uint64),
		registry:      access.NewRegistry(g.Seed, g.Settings.Access),
		ledger:        ledger.New(len(g.Accounts), len(g.Assets)),
		withdrawals:   custody.NewWithdrawalQueue(g.Settings.Custody, len(g.Accounts), len(g.Assets)),
		hot:           make([]hotState, len(g.Assets)),
		following:     make([]following, len(g.Assets)),
		marketControl: make([]reject.Control, len(g.Markets)),
		tradeHistory:  make([]tradeHistory, len(g.Markets)),
		schedule:      newMarketSchedule(g.Settings.Market, len(g.Markets)),
		relief:        feeRelief{until: math.MaxInt64},
		surveillance:  newSurveillance(g.Settings.Market.Surveillance, g.Start, len(g.Markets)),
		rateLimited:   g.Settings.Access.RateLimit != (access.RateLimit{}),
		present:       len(g.Staff.Signers),
		office:        newOffice(len(g.Staff.Clerks)),
		orderCaps:     g.Settings.Market.PositionCap > 0 || g.Settings.Market.NotionalCap > 0 || g.Settings.Access.DayTurnover > 0,
	}
	if err := e.populate(); err != nil {
		return nil, err
	}
	return e, nil
}

// populate fills the parts from the genesis.
func (e *Exchange) populate() error {
	for _, a := range e.genesis.Accounts {
		id := e.registry.AddAccount(a.Factor, a.Kind)
		if a.Logins != nil {
			e.registry.Remember(id, *a.Logins)
		}
		if a.Book {
			e.withdrawals.KeepBook(id)
		}
	}
	for i, k := range e.genesis.Keys {
		if e.registry.AddKey(k) == 0 {
			return fmt.Errorf("genesis: key %d: account %d, scopes %d: no such account or right", i+1, k.Account, k.Scopes)
		}
	}
	for i := range e.genesis.Markets {
		book := market.NewBook(e.genesis.Markets[i])
		book.Guard(e.genesis.Settings.Market, e.genesis.openingPrice(book.Spec()))
		e.books = append(e.books, book)
	}
	for _, k := range e.genesis.Known {
		e.withdrawals.Know(k.Account, k.Address)
	}
	if err := e.bookOpening(); err != nil {
		return err
	}
	e.setVelocityLimits()
	return nil
}

// bookOpening books what everybody owns at the start, and the coins behind it.
func (e *Exchange) bookOpening() error {
	for i := range e.genesis.Assets {
		a := &e.genesis.Assets[i]
		e.unitsPerCoin = append(e.unitsPerCoin, money.Pow10(a.Decimals))
		e.confirmations = append(e.confirmations, &custody.Confirmations{Required: uint64(max(a.Confirmations, 1))})
		var w *custody.Wallet
		if a.Chain != nil {
			w = e.genesis.Wallet(uint16(i + 1))
			if !w.Endow(a.Coins) {
				return fmt.Errorf("genesis: %s: coins below zero, or more than a chain can hold", a.Code)
			}
		}
		e.wallets = append(e.wallets, w)
		if a.HouseFunds > 0 {
			outside, house := ledger.Pocket{Kind: ledger.Outside}, ledger.Pocket{Kind: ledger.House}
			if c := e.ledger.Post(uint16(i+1), a.HouseFunds, outside, house); c != reject.OK {
				return fmt.Errorf("genesis: %s: house funds %d: %s", a.Code, a.HouseFunds, c)
			}
		}
	}
	for i, w := range e.wallets {
		if on := e.genesis.Assets[i].On; on > 0 {
			w.OnChainOf(e.wallets[on-1])
		}
	}
	for _, b := range e.genesis.Balances {
		to := ledger.Pocket{Kind: ledger.Free, Account: b.Account}
		if c := e.ledger.Post(b.Asset, b.Amount, ledger.Pocket{Kind: ledger.Outside}, to); c != reject.OK {
			return fmt.Errorf("genesis: balance %d of asset %d for account %d: %s", b.Amount, b.Asset, b.Account, c)
		}
		e.withdrawals.Endowed(e.genesis.Start, b.Account, e.genesis.Accounts[b.Account-1].Created)
	}
	return nil
}

// latest is the end of the venue's time, in the year 2116: up to there no sum
// of a time and a span leaves 64 bits.
const latest = int64(1) << 62

// Apply carries out one command at a virtual time, in nanoseconds since the
// Unix epoch; times never go backwards. A refusal comes back as the Result's
// code and as a *reject.Error.
//
// What customers and operators ask leaves an event, refused or not; what the
// venue's schedule asks leaves events of what it found or changed. A command
// of no known kind, or at a time outside the years 1970 to 2116, is refused
// with BadRequest and leaves none.
func (e *Exchange) Apply(now int64, c *Command) (Result, error) {
	if now < 0 || now > latest || c.Kind == kindNone || c.Kind >= kinds {
		return Result{Code: reject.BadRequest}, refusals[reject.BadRequest]
	}
	r := e.apply(now, c)
	if r.Code != reject.OK {
		return r, refusals[r.Code]
	}
	return r, nil
}

// refusals holds one error for every code, so that refusing allocates nothing.
var refusals = func() (all [256]*reject.Error) {
	for i := range all {
		all[i] = reject.New(reject.Code(i), "")
	}
	return all
}()

func (e *Exchange) apply(now int64, c *Command) Result {
	if now >= e.schedule.next {
		e.runSchedule(now)
	}
	if now >= e.surveillance.next {
		e.surveil(now)
	}
	if now >= e.relief.until {
		e.keepRebate()
	}
	account, refused := e.authorize(now, c)
	if refused.Code != reject.OK {
		return refused
	}
	switch c.Kind {
	case PlaceOrder:
		return e.placeOrder(now, account, c)
	case CancelOrder:
		return e.cancelOrder(now, account, c)
	case RequestWithdrawal:
		return e.requestWithdrawal(now, account, c)
	case CancelWithdrawal:
		return e.cancelWithdrawal(now, account, c)
	case Login:
		return e.openSession(now, account, c)
	case CreateKey:
		return e.createKey(now, account, c)
	case DeleteKey:
		return e.deleteKey(now, account, c)
	case ListSource:
		return e.listSource(now, account, c)
	case SetUpFactor:
		return e.setUpFactor(now, account, c)
	case Complain:
		return e.complain(now, account, c)
	case ObserveBlock:
		return e.observeBlock(now, c)
	case PayOut:
		return e.payOut(now, c)
	case Reconcile:
		return e.reconcile(now, c)
	case Consolidate, RebalanceHot, PayHouse:
		return e.keepWallet(now, c)
	case HearFreeze:
		return e.hearFreeze(now, c)
	case Deploy:
		return e.deploy(now, c)
	case TransferCold, UpgradeWallet:
		return e.transferCold(now, c)
	case SignTransfer:
		return e.signTransfer(now, c)
	case PlantImplant:
		return e.plantImplant(c)
	case OpenDesk, ReadCustomer, ChangeCustomer, MoveFunds:
		return e.staffWork(now, c)
	case SpendFromServer:
		return e.spendFromServer(now, c)
	case SetSigningLimit:
		return e.setSigningLimit(now, c)
	}
	if c.Kind >= RevokeKeys {
		return e.operate(now, c)
	}
	return e.read(now, account, c)
}

func (e *Exchange) broadcast(asset uint16, t *chain.Transaction) {
	e.broadcasts = append(e.broadcasts, Broadcast{asset, t})
}

// TakeBroadcasts appends the transactions that the venue wants sent to dst and
// forgets them.
func (e *Exchange) TakeBroadcasts(dst []Broadcast) []Broadcast {
	dst = append(dst, e.broadcasts...)
	e.broadcasts = e.broadcasts[:0]
	return dst
}
