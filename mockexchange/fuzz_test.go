package mockexchange_test

import (
	"encoding/binary"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// FuzzApply gives a venue commands made of arbitrary bytes, half of them with
// the right proof, and shows it blocks that no chain would make. Nothing may
// panic, the ledger and the books stay sound, events stay gapless, and a venue
// made of the same genesis goes the same way.
func FuzzApply(f *testing.F) {
	f.Add([]byte("withdraw, sweep, rotate"), byte(0))
	for kind := mockexchange.ReadStatus; kind <= mockexchange.MigrateWallet; kind++ {
		var script []byte
		for i := range byte(12) {
			script = append(script, byte(kind), i&3, 1+i&3, i, i*31, i*17, i*7, i)
		}
		f.Add(script, byte(kind))
	}
	f.Fuzz(func(t *testing.T, script []byte, at byte) {
		g := smallGenesis(3)
		g.Accounts[2].Factor = true
		if at%4 < 2 {
			everyControl(&g.Settings.Custody)
			g.Settings.Custody.SignerVelocity = custody.SignerVelocity{Share: 100_000, Window: hour}
			g.Accounts[0].Book = true
		}
		g.Settings.Custody.HotCap, g.Settings.Custody.HotCapTotal = int64(at)*3_900, int64(at/2)*3_900
		g.Settings.Custody.DayLimit, g.Settings.Custody.FirstSeenHold = 1<<50, int64(at)*minute
		if at%2 == 1 {
			controlTightly(&g.Settings)
		}
		v := openVenue(g)
		twin, err := mockexchange.New(g, nil)
		if err != nil {
			t.Fatal(err)
		}
		d := &dice{left: script}
		for n := 0; len(d.left) > 0 && n < 400; n++ {
			now, c := d.command(v)
			if try(t, v, twin, now, &c) && c.Kind == mockexchange.ObserveBlock {
				d.heights[c.Asset] = c.Block.Height
			}
		}
		for _, one := range []*mockexchange.Exchange{v.Exchange, twin} {
			if err := one.CheckBooks(); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// try applies one command to a venue and to its twin. It reports whether the
// venue took it.
func try(t *testing.T, v *venue, twin *mockexchange.Exchange, now int64, c *mockexchange.Command) bool {
	t.Helper()
	before := len(v.Logged())
	got, err := v.Apply(now, c)
	if reject.Of(err) != got.Code {
		t.Fatalf("%s: code %s, error %v", c.Kind, got.Code, err)
	}
	for i, ev := range v.Logged()[before:] {
		if ev.Seq != uint64(before+i+1) || ev.At != now || int(ev.Market) > 2 || int(ev.Asset) > 3 || ev.Type.String() == "unknown_event" {
			t.Fatalf("%s: event %d: %+v", c.Kind, before+i+1, ev)
		}
	}
	if again, _ := twin.Apply(now, c); again != got || len(twin.Logged()) != len(v.Logged()) {
		t.Fatalf("%s: %+v, but the twin: %+v", c.Kind, got, again)
	}
	return got.Code == reject.OK
}

// dice draws values out of bytes, small ones mostly and extreme ones often.
type dice struct {
	left    []byte
	clock   int64
	heights [256]uint64 // of the last block that each asset's wallet took
}

func (d *dice) byte() byte {
	if len(d.left) == 0 {
		return 0
	}
	b := d.left[0]
	d.left = d.left[1:]
	return b
}

func (d *dice) int64() int64 {
	b := d.byte()
	switch b % 16 {
	case 0:
		return math.MaxInt64
	case 1:
		return math.MinInt64
	case 2:
		return -int64(d.byte())
	case 3:
		return 1 << (d.byte() % 64)
	case 4:
		var raw [8]byte
		for i := range raw {
			raw[i] = d.byte()
		}
		return int64(binary.LittleEndian.Uint64(raw[:]))
	case 5:
		return d.clock + int64(d.byte())*minute
	case 6, 7, 8:
		return int64(d.byte()) * 1_000_000
	case 9, 10:
		return int64(d.byte()) * 10_000
	}
	return int64(b >> 4)
}

// small is an id that mostly exists.
func (d *dice) small() uint32 {
	b := d.byte()
	if b > 250 {
		return math.MaxUint32 - uint32(b)
	}
	return uint32(b % 5)
}

func (d *dice) address(v *venue) chain.Address {
	b := d.byte()
	all := append(v.Addresses(btc), v.Addresses(xem)...)
	switch {
	case b%4 == 0:
		return chain.Address{}
	case b%4 == 1:
		return all[int(b)%len(all)]
	}
	return chain.ExternalAddress(seed, "customer", uint32(b%3))
}

// command draws a command and when it comes.
func (d *dice) command(v *venue) (now int64, c mockexchange.Command) {
	d.clock = max(d.clock, start) + int64(d.byte())*int64(d.byte())*minute/16
	now = d.clock
	if b := d.byte(); b == 255 {
		now = d.int64()
	}
	c = mockexchange.Command{
		Kind: mockexchange.Kind(d.byte() % 56), Auth: mockexchange.Auth(d.byte() % 5),
		Source: access.Source(d.byte()), Key: d.small(), Account: d.small(), Factor: uint32(d.byte()),
		Market: uint16(d.small()), Asset: uint16(d.small()), Side: market.Side(d.byte() % 4), Type: market.Type(d.byte() % 5),
		TimeInForce: market.TimeInForce(d.byte() % 5), Scopes: access.Scopes(d.byte()), Flag: d.byte()%2 == 0,
		Price: d.int64(), Quantity: d.int64(), Quote: d.int64(), Amount: d.int64(),
		Order: uint64(d.small()), Withdrawal: d.small(), Address: d.address(v), Memo: uint64(d.small()),
		Until: d.int64(), Limit: d.small(), Target: d.small(), Since: d.int64(), Label: string([]byte{d.byte()})[:d.byte()%2],
	}
	d.sensible(&c)
	if d.byte()%32 == 0 {
		c.Refused = reject.Code(d.byte())
	}
	if d.byte()%4 != 0 {
		d.prove(&c, now)
	}
	if c.Kind == mockexchange.ObserveBlock {
		c.Block = d.block(v, c.Asset)
	}
	return now, c
}

// sensible makes half of the commands ones that a venue takes all day, so that
// the other half meets one that is in use.
func (d *dice) sensible(c *mockexchange.Command) {
	b := d.byte()
	r := rand.New(rand.NewPCG(uint64(b), uint64(d.byte())))
	switch b % 16 {
	case 0, 1, 2, 3:
		o := anyOrder(r)
		o.Key, o.Account, o.Label = c.Key, c.Account, c.Label
		*c = o
	case 4, 5:
		c.Kind, c.Asset, c.Amount = mockexchange.RequestWithdrawal, uint16(btc+r.IntN(2)), 1_000_000*(1+r.Int64N(100))
	case 6:
		c.Kind, c.Asset = mockexchange.PayOut, uint16(btc+r.IntN(2))
	case 7:
		c.Kind, c.Asset = mockexchange.ObserveBlock, uint16(btc+r.IntN(2))
	}
}

// prove gives a command the proof that it needs.
func (d *dice) prove(c *mockexchange.Command, now int64) {
	switch {
	case c.Kind >= mockexchange.ObserveBlock:
		c.Auth, c.Credential = mockexchange.AuthOperator, access.OperatorCredential(seed)
	case c.Kind == mockexchange.Login || d.byte()%2 == 0:
		c.Auth, c.Credential = mockexchange.AuthLogin, access.LoginCredential(seed, c.Account)
		c.Factor = access.FactorCode(seed, c.Account, now)
	default:
		c.Auth, c.Credential = mockexchange.AuthKey, access.KeyCredential(seed, c.Key)
	}
}

// block draws a block: of what the venue sent, of thefts of its coins, of
// payments to it, or of nonsense.
func (d *dice) block(v *venue, asset uint16) *chain.Block {
	b := &chain.Block{Height: d.heights[byte(asset)] + 1, At: d.clock}
	switch d.byte() % 16 {
	case 0:
		return nil
	case 1:
		b.Height = uint64(d.int64())
	}
	for range d.byte() % 4 {
		b.Transactions = append(b.Transactions, d.transaction(v))
	}
	return b
}

func (d *dice) transaction(v *venue) *chain.Transaction {
	sent := v.TakeBroadcasts(nil)
	switch b := d.byte(); {
	case b%16 == 0:
		return nil
	case b%3 == 0 && len(sent) > 0:
		return sent[int(b)%len(sent)].Tx
	}
	t := &chain.Transaction{From: d.address(v), Nonce: uint64(d.byte() % 4), Fee: d.int64()}
	coins := v.Genesis().Assets[btc-1].Coins
	for range d.byte() % 4 {
		t.Inputs = append(t.Inputs, coins[int(d.byte())%len(coins)].OutPoint)
	}
	for range d.byte() % 4 {
		t.Outputs = append(t.Outputs, chain.Output{To: d.address(v), Amount: d.int64(), Memo: uint64(d.small())})
	}
	return t
}
