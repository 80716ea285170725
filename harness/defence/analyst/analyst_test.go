package analyst_test

import (
	"encoding/binary"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
)

// guard is an analyst on duty at a small venue whose clock runs.
type guard struct {
	monitor defence.Monitor
	now     int64
	next    uint32
}

func onDuty() *guard {
	g := &guard{monitor: defencetest.Watching("analyst", 1, nil), now: defencetest.Start}
	Expect(g.monitor.Hello(defencetest.Hello())).To(Succeed())
	return g
}

// see lets ten seconds pass and hands over what happened.
func (g *guard) see(events ...mockexchange.Event) defence.Answer {
	g.now += 10 * defencetest.Second
	for i := range events {
		events[i].At = g.now
	}
	return defencetest.Step(g.monitor, g.now, events...)
}

// to is an address, home the one from which a customer calls.
func to(n uint32) (a chain.Address) {
	binary.BigEndian.PutUint32(a[:], n)
	return a
}

func home(account uint32) access.Source { return access.Source(account<<16 | 1) }

func (g *guard) withdrawal(account uint32, value int64, from access.Source, payee uint32, first bool) mockexchange.Event {
	g.next++
	return mockexchange.Event{
		Type: mockexchange.WithdrawalRequested, Op: mockexchange.RequestWithdrawal, Auth: mockexchange.AuthLogin, Account: account, Withdrawal: g.next,
		Asset: 2, Amount: value, Value: value, Source: from, Address: to(payee), First: first,
	}
}

// days are three ordinary days: a hundred customers who withdraw what they always
// do, from where they always call, and the venue that pays them.
func (g *guard) days() (answers []defence.Answer) {
	for i := range uint32(3 * 8640) {
		account := i%100 + 1
		if i%20 != 0 {
			answers = append(answers, g.see(mockexchange.Event{Type: mockexchange.APICall, Auth: mockexchange.AuthLogin, Account: account, Source: home(account)}))
			continue
		}
		account = i/20%100 + 1
		paid := g.withdrawal(account, 10_000<<(i/20%7), home(account), account, i < 2000)
		sent := paid
		sent.Type, sent.Tx = mockexchange.WithdrawalBroadcast, chain.Hash{byte(i), byte(i >> 8), byte(i >> 16), 1}
		spent := mockexchange.Event{Type: mockexchange.ChainSpend, Asset: 2, Value: -sent.Value, Amount: -sent.Value, Address: sent.Address, Tx: sent.Tx}
		answers = append(answers, g.see(paid, sent, spent))
	}
	return answers
}

// names are those of all actions of answers.
func names(answers ...defence.Answer) (list []string) {
	for _, a := range answers {
		for _, act := range a.Actions {
			list = append(list, act.Name)
		}
	}
	return list
}

var _ = Describe("The analyst", func() {
	It("lets ordinary days pass", func() {
		Expect(names(onDuty().days()...)).To(BeEmpty())
	})

	It("holds for six hours what is unlike anything, and says by what", func() {
		g := onDuty()
		g.days()
		answer := g.see(g.withdrawal(5, 1<<40, home(777), 9999, true))
		Expect(answer.Actions).To(Equal([]defence.Action{{Name: "hold", Withdrawals: []uint32{g.next}, Until: g.now + 6*defencetest.Hour}}))
		Expect(answer.Alerts).To(HaveLen(1))
		Expect(answer.Alerts[0].Title).To(MatchRegexp(`most of all by its size.*: \d\d bits`))
		Expect(answer.Alerts[0].Accounts).To(Equal([]uint32{5}))
	})

	It("turns down what an address asks for with several accounts, and all that it asks for later", func() {
		g := onDuty()
		g.days()
		var did []string
		for account := range uint32(6) {
			e := g.withdrawal(account+1, 2_000_000, home(777), 5000+account, true)
			e.Auth, e.Key = mockexchange.AuthKey, account+1
			did = append(did, names(g.see(e))...)
		}
		Expect(did).To(ContainElements("reject", "restrict_keys"))
		e := g.withdrawal(50, 20_000, home(777), 50, false)
		e.Auth, e.Key = mockexchange.AuthKey, 50
		Expect(names(g.see(e))).To(Equal([]string{"reject", "restrict_keys"}))
		Expect(names(g.see(g.withdrawal(51, 20_000, home(51), 51, false)))).To(BeEmpty(), "another, from home")
	})

	It("believes an owner who stops what was held", func() {
		g := onDuty()
		g.days()
		held := g.withdrawal(5, 1<<40, home(777), 9999, true)
		Expect(names(g.see(held))).To(Equal([]string{"hold"}))
		stopped := held
		stopped.Type, stopped.Op = mockexchange.WithdrawalRejected, mockexchange.CancelWithdrawal
		Expect(names(g.see(stopped))).To(Equal([]string{"reject"}))
		Expect(names(g.see(g.withdrawal(6, 20_000, home(777), 60, false)))).To(Equal([]string{"reject"}))
	})

	// trade is a purchase with a key, of a market that is at 1000 for five thousand.
	trade := func(account, counterparty uint32, price int64, from access.Source) []mockexchange.Event {
		order := mockexchange.Event{Type: mockexchange.OrderAccepted, Auth: mockexchange.AuthKey, Key: account, Account: account, Source: from, Market: 1}
		fill := order
		fill.Type, fill.Counterparty, fill.Side, fill.Asset, fill.Price, fill.Amount, fill.Value = mockexchange.Traded, counterparty, market.Buy, 1, price, price, 1000
		return []mockexchange.Event{order, fill}
	}
	market := func(g *guard) {
		for i := range uint32(5000) {
			Expect(names(g.see(trade(i%50+1, i%7+60, 1000+int64(i%9), home(i%50+1))...))).To(BeEmpty())
		}
	}

	DescribeTable("freezes who wins in a market from keys that one address uses, and undoes it when the ring is known", func(winners uint32) {
		g, frozen := onDuty(), map[uint32]bool{}
		market(g)
		for account := range uint32(8) {
			for _, a := range g.see(trade(account+1, 90+account%winners, 50_000, home(777))...).Actions {
				Expect(a.Name).NotTo(Equal("rollback_trades"))
				for _, who := range a.Accounts {
					frozen[who] = true
				}
			}
		}
		later := defencetest.Step(g.monitor, g.now+11*60*defencetest.Second)
		Expect(frozen).To(HaveLen(int(winners)))
		Expect(later.Actions).To(ConsistOf(And(HaveField("Name", "rollback_trades"), HaveField("Market", "AAAEUR"), HaveField("Accounts", HaveLen(int(winners))))))
	},
		Entry("one", uint32(1)),
		Entry("many, from each of whom too little is known alone", uint32(7)),
	)

	It("lets alone who wins from customers who order from home", func() {
		g := onDuty()
		market(g)
		for account := range uint32(8) {
			Expect(names(g.see(trade(account+1, 90, 50_000, home(account+1))...))).To(BeEmpty())
		}
	})

	It("sends to cold storage what is left where much leaves that is on no record, and all of it the second time", func() {
		g := onDuty()
		g.days()
		spend := func(asset uint16, value int64, n byte) mockexchange.Event {
			return mockexchange.Event{Type: mockexchange.ChainSpend, Asset: asset, Value: -value, Amount: -value, Address: to(70_000 + uint32(n)), Tx: chain.Hash{9, n}}
		}
		Expect(names(g.see(mockexchange.Event{Type: mockexchange.WalletMoved, Asset: 2, Tx: chain.Hash{9, 1}}, spend(2, 1<<45, 1)))).To(BeEmpty(), "on record")
		answer := g.see(spend(2, 1<<45, 2))
		Expect(answer.Actions).To(Equal([]defence.Action{{Name: "sweep_to_cold", Asset: "AAA"}}))
		Expect(answer.Alerts[0].Wallets).To(Equal([]string{"AAA"}))
		Expect(names(g.see(spend(2, 1<<45, 3)))).To(BeEmpty(), "it is on its way already")
		Expect(g.see(spend(3, 1<<45, 4)).Actions).To(Equal([]defence.Action{{Name: "sweep_to_cold"}}))
	})

	It("stands whatever it is told", func() {
		g := onDuty()
		for _, t := range mockexchange.EventTypes() {
			g.see(mockexchange.Event{Type: t},
				mockexchange.Event{Type: t, Account: 1 << 31, Key: 1 << 31, Market: 60_000, Asset: 60_000, Price: -1, Value: -1 << 63, Amount: -1 << 63, Source: 1},
				mockexchange.Event{Type: t, Account: 7, Market: 1, Asset: 1, Price: 1<<63 - 1, Value: 1<<63 - 1, Amount: 1<<63 - 1, Counterparty: 7})
		}
	})
})
