package mockexchange_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var rewrite = flag.Bool("rewrite", false, "write the golden transcript anew")

// line is an event as people would tell it: time, type, and what is set.
func line(e *mx.Event) string {
	b := &strings.Builder{}
	fmt.Fprintf(b, "%s %4d %-20s %s", time.Unix(0, e.At).UTC().Format("15:04:05"), e.Seq, e.Type, e.Op)
	say := func(name string, value any, zero bool) {
		if !zero {
			fmt.Fprintf(b, " %s=%v", name, value)
		}
	}
	say("code", e.Code, e.Code == reject.OK)
	say("control", e.Control, e.Control == reject.None)
	say("source", e.Source, e.Source == 0)
	say("account", e.Account, e.Account == 0)
	say("key", e.Key, e.Key == 0)
	say("counterparty", e.Counterparty, e.Counterparty == 0)
	say("market", e.Market, e.Market == 0)
	say("asset", e.Asset, e.Asset == 0)
	say("order", e.OrderID, e.OrderID == 0)
	say("maker", e.MakerOrder, e.MakerOrder == 0)
	say("side", e.Side, e.Side == 0)
	say("withdrawal", e.Withdrawal, e.Withdrawal == 0)
	say("first", e.First, !e.First)
	say("count", e.Count, e.Count == 0)
	say("price", e.Price, e.Price == 0)
	say("quantity", e.Quantity, e.Quantity == 0)
	say("amount", e.Amount, e.Amount == 0)
	say("value", e.Value, e.Value == 0)
	say("address", e.Address.String()[:8], e.Address == chain.Address{})
	say("memo", e.Memo, e.Memo == 0)
	say("label", e.Label, e.Label == "")
	say("tx", e.Tx.String()[:8], e.Tx == chain.Hash{})
	say("fee", e.Fee, e.Fee == 0)
	return b.String() + "\n"
}

// day is a small one: customers trade, deposit and withdraw; somebody uses a
// stolen key; the staff answers; and somebody has the hot key, too.
func day() (*venue, string) {
	g := smallGenesis(4)
	g.Settings.Access = access.Policy{AllowLists: true}
	g.Settings.Custody.FirstSeenHold = hour
	g.Settings.Custody.ChainWatch.On = true
	g.Keys[1].Listed = []access.Source{home}
	g.Known = []mx.KnownAddress{{Account: 2, Address: outside(2)}}
	v := openVenue(g)
	text := &strings.Builder{}
	chapter := func(after int64, title string) {
		v.now += after
		fmt.Fprintf(text, "-- %s\n", title)
	}
	tell := func(events []mx.Event) {
		for i := range events {
			text.WriteString(line(&events[i]))
		}
	}
	stolen := func(id uint32, c mx.Command) {
		c.Auth, c.Key, c.Credential, c.Source = mx.AuthKey, id, access.KeyCredential(seed, id), 0xc633_6407
		tell(v.apply(c))
	}
	staff := func(c mx.Command) { tell(v.staff(c)) }
	order := mx.Command{
		Kind: mx.PlaceOrder, Market: xemYen, Side: market.Buy, Type: market.Limit, Price: 1_000_000, Quantity: 50_000_000, Label: "bid",
	}
	send := mx.Command{Kind: mx.RequestWithdrawal, Asset: xem, Amount: 5_000_000, Address: outside(3)}

	chapter(minute, "a seller and two buyers")
	tell(v.key(1, ask(1_000_000, 50)))
	tell(v.key(2, bid(1_000_005, 20)))
	tell(v.key(3, order))
	chapter(minute, "a deposit, by way of two blocks")
	tell(v.paidIn(3, btc, coin/4))
	tell(v.mined(btc))
	tell(v.mined(btc))
	chapter(minute, "a withdrawal to a known address")
	tell(v.key(2, wish(coin, 2)))
	tell(v.pay(btc))
	tell(v.mined(btc))

	chapter(minute, "a thief tries two keys; one has an allow-list")
	stolen(2, mx.Command{Kind: mx.ReadAccount})
	stolen(1, mx.Command{Kind: mx.ReadAccount})
	chapter(minute, "he clears the way, sells and withdraws")
	stolen(1, mx.Command{Kind: mx.CancelOrder, Order: 1, Market: btcYen})
	stolen(1, mx.Command{Kind: mx.PlaceOrder, Market: xemYen, Side: market.Sell, Type: market.Market, Quantity: 70_000_000})
	stolen(1, wish(3*coin, 66))
	chapter(hour/2, "the customer complains, the staff answers")
	tell(v.apply(mx.Command{Kind: mx.Complain, Account: 1, Label: "not me"}))
	staff(mx.Command{Kind: mx.FreezeAccount, Account: 1})
	staff(mx.Command{Kind: mx.RevokeKeys, Account: 1})
	stolen(1, mx.Command{Kind: mx.ReadAccount})
	chapter(hour, "the hold is over, the freeze is not")
	tell(v.pay(btc))
	chapter(minute, "what waits is given back, the account opened")
	staff(mx.Command{Kind: mx.RejectWithdrawal, Withdrawal: 2})
	staff(mx.Command{Kind: mx.UnfreezeAccount, Account: 1})
	tell(v.login(1, mx.Command{Kind: mx.Login}))

	chapter(minute, "somebody has the hot key")
	if err := v.steal(theft{asset: xem, amount: 9_000_000_000}); err != nil {
		panic(err)
	}
	tell(v.mined(xem))
	staff(mx.Command{Kind: mx.Reconcile, Asset: xem, Amount: v.holdings(xem)})
	chapter(minute, "he and the sweep race: he wins, and it is made anew")
	if err := v.steal(theft{asset: xem, amount: 1_000_000}); err != nil {
		panic(err)
	}
	staff(mx.Command{Kind: mx.SweepToCold, Asset: xem})
	staff(mx.Command{Kind: mx.RotateHotKey, Asset: xem})
	staff(mx.Command{Kind: mx.HaltWithdrawals, Asset: xem})
	staff(mx.Command{Kind: mx.Announce, Label: "XEM is closed"})
	tell(v.mined(xem))
	tell(v.mined(xem))
	chapter(minute, "nobody withdraws")
	tell(v.key(3, send))
	chapter(minute, "and on again")
	staff(mx.Command{Kind: mx.ResumeWithdrawals})
	tell(v.key(3, send))
	chapter(hour, "nothing hot to pay with")
	tell(v.pay(xem))
	chapter(4*hour, "coins from cold")
	tell(v.pay(xem))
	tell(v.mined(xem))
	tell(v.pay(xem))
	tell(v.mined(xem))
	return v, text.String()
}

// paidIn is a deposit that leaves no event yet.
func (v *venue) paidIn(customer uint32, asset uint16, amount int64) []mx.Event {
	if err := v.deposit(customer, asset, amount); err != nil {
		panic(err)
	}
	return nil
}

var _ = Describe("A small day", Label("embedded"), func() {
	// To write the transcript anew: go test ./mockexchange -rewrite
	It("is told as in the transcript", func() {
		const file = "testdata/day.txt"
		v, got := day()
		if *rewrite {
			Expect(os.WriteFile(file, []byte(got), 0o644)).To(Succeed())
		}
		want, err := os.ReadFile(file)
		Expect(err).NotTo(HaveOccurred())
		Expect(strings.Split(got, "\n")).To(Equal(strings.Split(string(want), "\n")))
		Expect(v.CheckBooks()).To(Succeed())
		Expect(v.audit(btc)).To(Succeed())
		Expect(v.audit(xem)).To(Succeed())
	})
})
