package mockexchange_test

import (
	"math/rand/v2"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// live lets n random things happen and returns the events.
func (v *venue) live(n int, dice uint64) (events []mx.Event) {
	r := rand.New(rand.NewPCG(dice, 1))
	for range n {
		anything(v, r)
		events = v.TakeEvents(events)
	}
	return events
}

// restless is a venue with everything switched on.
func restless() *venue {
	g := smallGenesis(customersOfSmall)
	g.Assets[btc-1].Chain.Relay = chain.ReplaceByFee
	everyControl(&g.Settings.Custody)
	controlTightly(&g.Settings)
	for i := range g.Accounts {
		g.Accounts[i].Book = i%3 == 0
	}
	g.Balances = g.Balances[:len(g.Balances)-3] // the last customer is new
	return openVenue(g)
}

// everyControl switches on all controls on custody but the co-signer, short
// enough that they run out now and then.
func everyControl(p *custody.Policy) {
	p.FirstSeenHold, p.DayLimit, p.LimitTimeLock = 3*minute, 50_000_000_00, hour
	p.HotCap, p.HotCapTotal = 300_000, 400_000
	p.ConfirmationsByAmount = custody.ConfirmationsByAmount{Above: 500_000_00, Confirmations: 3}
	p.AddressBook = custody.AddressBook{Hold: 10 * minute}
	p.VelocityLimits = custody.VelocityLimits{
		Window: hour, Asset: 10_000, Venue: 10_000,
		PerRequest: []custody.CoinAmount{{Asset: "BTC", Amount: "0.09"}}, PerCustomer: []custody.CoinAmount{{Asset: "XEM", Amount: "10"}},
	}
	p.ManualApproval = custody.ManualApproval{Above: 80_000_00, Quorum: 2, Takes: 5 * minute, Opens: 9 * hour, Closes: 8 * hour}
	p.BatchCheck = custody.BatchCheck{Share: 100_000, Window: hour, Hold: 20 * minute}
	p.FreshDepositHold = custody.FreshDepositHold{First: hour, Later: 20 * minute}
	p.ProbeDetector = custody.ProbeDetector{Dust: 10_000_00, Times: 5, Window: hour, Hold: 20 * minute}
	p.AutomaticSweep = custody.AutomaticSweep{On: true, All: true, Rotate: 8 * hour}
}

var _ = Describe("A venue", Label("embedded"), func() {
	It("does the same again with the same commands", func() {
		one, two := restless().live(5_000, 42), restless().live(5_000, 42)
		Expect(len(one)).To(BeNumerically(">", 5_000))
		Expect(slices.Equal(one, two)).To(BeTrue())
		for i, e := range one {
			Expect(e.Seq).To(Equal(uint64(i+1)), "gapless")
		}
	})

	It("keeps its books under every control on custody, all of which show", func() {
		v := restless()
		r := rand.New(rand.NewPCG(5, 6))
		var by [reject.Controls]int
		for i := range 40_000 {
			anything(v, r)
			for _, e := range v.TakeEvents(nil) {
				by[e.Control]++
			}
			if i%20 == 0 {
				Expect(v.audit(btc)).To(Succeed())
				Expect(v.audit(xem)).To(Succeed())
			}
			if i%2_000 == 0 {
				Expect(v.CheckBooks()).To(Succeed())
				v.now += hour
				v.do(mx.Command{Kind: mx.RotateHotKey, Asset: uint16(btc + i/2_000%2)})
			}
		}
		for _, c := range []reject.Control{
			reject.FirstSeenHold, reject.ConfirmationsByAmount, reject.AddressBook, reject.VelocityLimits, reject.ManualApproval,
			reject.BatchCheck, reject.FreshDepositHold, reject.ProbeDetector, reject.AutomaticSweep,
		} {
			Expect(by[c]).To(BeNumerically(">", 5), c.String())
		}
	})

	It("numbers events on when they are taken, and shows those that are not", func() {
		v := openVenue(smallGenesis(1))
		for n := uint64(1); n <= 3; n++ {
			c := mx.Command{Kind: mx.ReadStatus}
			_, _ = v.Apply(v.now, &c)
			Expect(v.Logged()).To(HaveLen(1))
			got := v.TakeEvents(nil)
			Expect([]any{len(got), got[0].Seq, got[0].At}).To(Equal([]any{1, n, v.now}))
			Expect(v.Logged()).To(BeEmpty())
		}
	})

	It("answers a refusal as an error of its code", func() {
		v := openVenue(smallGenesis(1))
		c := mx.Command{Kind: mx.ReadDepth}
		r, err := v.Apply(v.now, &c)
		Expect(err).To(MatchError("unknown_market"))
		Expect(r.Code.String()).To(Equal("unknown_market"))
		c.Market = btcYen
		_, err = v.Apply(v.now, &c)
		Expect(err).NotTo(HaveOccurred())
	})
})
