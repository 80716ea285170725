package scenarios_test

import (
	"math/bits"
	"net/netip"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

// What an event shows beside what it says, each cut into eight bins.
const (
	subSecond    = iota // where in its second the event lies
	inStep              // where in a step of ten seconds
	inMinute            // where in its minute
	inHour              // where in its hour
	sequence            // its number in the log, modulo 8
	accountID           // where the account's number lies among all
	keyID               // and the key's
	orderID             // numbers of orders and withdrawals, modulo 8
	lastByte            // of the address
	network             // that the address is in
	gap                 // time since the request before it
	density             // how many other accounts act in its step of ten seconds
	filled              // which descriptive fields are not empty, hashed
	amountDigits        // how many noughts an amount ends in, among those of its size
	priceDigits         // how many noughts a price ends in, among those of its size on its market
	keyAge              // in powers of two of days
	deviceFirst         // of the browser that a login is used in, the first three bits of its number
	deviceLast          // and the last three
	sinceLogin          // time since the account's last login, of what is done then
	features
)

var featureNames = [features]string{
	"fraction of the second", "second of the step", "second of the minute", "minute of the hour", "number in the log",
	"account's id", "key's id", "order's id", "last byte of the address", "network", "time since the request before",
	"events in the step", "fields that are filled", "noughts of the amount", "noughts of the price", "age of the key",
	"first bits of the device", "last bits of the device", "time since the login",
}

const step = 10_000_000_000 // of the telemetry, ten seconds

// trace is one event as the classifier sees it.
type trace struct {
	thief   bool
	kind    uint64 // type, request, way of logging in and answer
	step    int64
	account uint32
	bins    [features]uint8
	absent  [features]bool
	size    [2]uint64 // of amount and price, with what they are of
}

// witness turns the events of customers' commands into traces. Market makers
// and momentum traders, whom every venue knows by name, are no customers.
type witness struct {
	world    *draw.World
	networks []netip.Prefix
	last     int64
	steps    map[int64]map[uint32]bool
	logins   map[uint32]int64 // when each account was logged in to last
	seen     []trace
}

func newWitness(w *draw.World) *witness {
	t := &witness{world: w, steps: map[int64]map[uint32]bool{}, logins: map[uint32]int64{}}
	for i := range w.Scenario.Population.Networks {
		p, err := netip.ParsePrefix(w.Scenario.Population.Networks[i].Prefix.Text)
		if err != nil {
			panic(err)
		}
		t.networks = append(t.networks, p)
	}
	return t
}

func (w *witness) command(e *sim.Envelope, events []mockexchange.Event) {
	since := e.At - w.last
	if len(events) > 0 {
		w.last = e.At
	}
	thief := e.Actor == sim.Attacker
	for i := range events {
		ev := &events[i]
		if ev.Account > 0 && ev.Auth != mockexchange.AuthNone {
			if w.steps[ev.At/step] == nil {
				w.steps[ev.At/step] = map[uint32]bool{}
			}
			w.steps[ev.At/step][ev.Account] = true
		}
		if thief || w.customer(e.Actor) {
			w.seen = append(w.seen, w.trace(ev, thief, since))
		}
		if ev.Type == mockexchange.LoggedIn {
			w.logins[ev.Account] = ev.At
		}
	}
}

func (w *witness) customer(a sim.Actor) bool {
	account := a.Account()
	return account > 0 && w.world.AccountWeight[account-1] > 0
}

func (w *witness) trace(ev *mockexchange.Event, thief bool, since int64) trace {
	g := &w.world.Genesis
	t := trace{
		thief: thief, step: ev.At / step, account: ev.Account,
		kind: uint64(ev.Type)<<24 | uint64(ev.Op)<<16 | uint64(ev.Auth)<<8 | uint64(ev.Code),
	}
	t.bins = [features]uint8{
		subSecond: uint8(ev.At % 1e9 * 8 / 1e9),
		inStep:    uint8(ev.At % step * 8 / step),
		inMinute:  uint8(ev.At % 60e9 * 8 / 60e9),
		inHour:    uint8(ev.At % hour * 8 / hour),
		sequence:  uint8(ev.Seq % 8),
		accountID: uint8(int(ev.Account) * 7 / len(g.Accounts)),
		keyID:     uint8(int(ev.Key) * 7 / len(g.Keys)),
		orderID:   uint8((ev.OrderID + uint64(ev.Withdrawal)) % 8),
		lastByte:  uint8(ev.Source) / 32,
		network:   w.network(ev.Source),
		gap:       uint8(min(bits.Len64(uint64(max(since, 0)/1_000_000))/2, 7)),
		filled:    filledFields(ev),
	}
	t.numbers(ev, g)
	w.session(&t, ev)
	// A key that its owner made while the clock ran has the next number, after an
	// event of its own that says whose it is: the number tells that it is new, which
	// everybody was told, and nothing else. Who has keys of a list has old ones.
	t.absent[keyID] = int(ev.Key) > len(g.Keys)
	if t.absent[keyAge] = ev.Key == 0 || t.absent[keyID]; !t.absent[keyAge] {
		days := (g.Start - g.Keys[ev.Key-1].Created) / (24 * hour)
		t.bins[keyAge] = uint8(min(bits.Len64(uint64(days))*7/11, 7)) // 2^11 days are more than five years
	}
	return t
}

// session notes what a venue that keeps a record of devices tells of a login.
func (w *witness) session(t *trace, ev *mockexchange.Event) {
	t.absent[deviceFirst], t.absent[deviceLast] = ev.Device == 0, ev.Device == 0
	t.bins[deviceFirst], t.bins[deviceLast] = uint8(ev.Device>>29), uint8(ev.Device%8)
	last, known := w.logins[ev.Account]
	t.absent[sinceLogin] = ev.Device == 0 || !known || ev.Type == mockexchange.LoggedIn
	t.bins[sinceLogin] = uint8(min(bits.Len64(uint64(ev.At-last)/1_000_000_000), 7)) // up to a minute and more
}

// numbers notes what a caller wrote: fills and what is left over are the
// market's doing. Amounts are counted in its steps, prices in its ticks.
func (t *trace) numbers(ev *mockexchange.Event, g *mockexchange.Genesis) {
	switch ev.Type {
	case mockexchange.OrderAccepted, mockexchange.OrderRefused, mockexchange.WithdrawalRequested, mockexchange.WithdrawalRefused:
	default:
		t.absent[amountDigits], t.absent[priceDigits] = true, true
		return
	}
	amount, of, tick := ev.Amount, uint64(ev.Asset), int64(1)
	if ev.Market > 0 {
		m := &g.Markets[ev.Market-1]
		tick = max(m.Tick, 1)
		if ev.Quantity > 0 {
			amount, of = ev.Quantity/max(m.Step, 1), 1<<8|uint64(ev.Market)
		}
	}
	t.digits(amountDigits, 0, amount, of)
	t.digits(priceDigits, 1, ev.Price/tick, 1<<8|uint64(ev.Market))
}

// digits notes the noughts of a number, and how large it is: large ones have
// more digits, whoever writes them, and that thieves take much is no secret.
func (t *trace) digits(f, n int, amount int64, of uint64) {
	if t.absent[f] = amount <= 0; t.absent[f] {
		return
	}
	length, noughts := 0, 0
	for r := amount; r > 0; r /= 10 {
		length++
	}
	for r := amount; r%10 == 0; r /= 10 {
		noughts++
	}
	t.bins[f] = uint8(min(noughts, 7))
	t.size[n] = of<<8 | uint64(length)
}

func (w *witness) network(s access.Source) uint8 {
	a := netip.AddrFrom4([4]byte{byte(s >> 24), byte(s >> 16), byte(s >> 8), byte(s)})
	for i, p := range w.networks {
		if p.Contains(a) {
			return uint8(i + 1)
		}
	}
	return 0
}

// by gives what a feature tells of all events. tamper may give the thief away.
func (w *witness) by(f int, tamper func(*labelled)) (all []labelled) {
	for i := range w.seen {
		t := &w.seen[i]
		if t.absent[f] {
			continue
		}
		l := labelled{likeness{group: t.kind}, t.bins[f], t.thief}
		switch f {
		case density: // busy hours are no news
			l.bin = w.others(t)
			l.like.cell = uint64(t.step * step / hour)
		case gap:
			l.like.cell = uint64(t.step * step / hour)
		case amountDigits:
			l.like.cell, l.like.group = t.size[0], t.kind<<8|t.size[0]&0xff
		case priceDigits:
			l.like.cell, l.like.group = t.size[1], t.kind<<8|t.size[1]&0xff
		}
		if tamper != nil {
			tamper(&l)
		}
		all = append(all, l)
	}
	return all
}

// others is how many other accounts act in the step of an event.
func (w *witness) others(t *trace) uint8 {
	n := len(w.steps[t.step])
	if w.steps[t.step][t.account] {
		n--
	}
	return uint8(min(n, bins-1))
}

// filledFields folds which descriptive fields an event fills into three bits.
func filledFields(e *mockexchange.Event) uint8 {
	mask := uint8(0)
	for i, yes := range []bool{e.Source != 0, e.Key != 0, e.Account != 0, e.Label != "", e.Memo != 0, e.Control != 0} {
		if yes {
			mask ^= uint8(i*5+3) & 7
		}
	}
	return mask
}
