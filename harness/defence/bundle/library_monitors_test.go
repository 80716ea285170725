package bundle_test

import (
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/baseline"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/history"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// names lists what an answer does.
func names(a defence.Answer) (all []string) {
	for _, act := range a.Actions {
		all = append(all, act.Name)
	}
	return all
}

var _ = Describe("none", func() {
	It("does nothing and never wants to be woken", func() {
		m := defencetest.Watching("none", 1, nil)
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		Expect(defencetest.Step(m, defencetest.Start, mockexchange.Event{Type: mockexchange.SpendUnmatched})).To(BeZero())
		Expect(m.Close()).To(Succeed())
	})
})

var _ = Describe("halt-everything", func() {
	It("halts every market, all withdrawals and all deposits at its first step, for good", func() {
		m := defencetest.Watching("halt-everything", 1, nil)
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		Expect(defencetest.Step(m, defencetest.Start)).To(Equal(defence.Answer{Actions: []defence.Action{
			{Name: "halt_market"}, {Name: "halt_withdrawals"}, {Name: "halt_deposits"},
		}}))
		Expect(defencetest.Step(m, defencetest.Start+defencetest.Interval)).To(BeZero())
		Expect(defencetest.Step(m, defencetest.Start+3*defencetest.Day)).To(BeZero())
	})

	It("takes as long as its actions take", func() {
		d, err := bundle.Load("halt-everything", defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Immediate()).To(BeFalse())
	})
})

var _ = Describe("The closed day", func() {
	It("closes everything at the start and opens everything exactly a day later", func() {
		d := baseline.ClosedDay()
		Expect(d.Immediate()).To(BeTrue())
		m, err := d.Monitor(1, nil)
		Expect(err).NotTo(HaveOccurred())
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		first := defencetest.Step(m, defencetest.Start)
		Expect(names(first)).To(Equal([]string{"halt_market", "halt_withdrawals", "halt_deposits"}))
		Expect(first.WakeAt).To(Equal(defencetest.Start + defencetest.Day))
		Expect(defencetest.Step(m, defencetest.Start+defencetest.Day-defencetest.Interval)).To(Equal(defence.Answer{WakeAt: defencetest.Start + defencetest.Day}))
		Expect(defencetest.Step(m, defencetest.Start+defencetest.Day)).To(Equal(defence.Answer{Actions: []defence.Action{
			{Name: "resume_market"}, {Name: "resume_withdrawals"}, {Name: "resume_deposits"},
		}}))
		Expect(defencetest.Step(m, defencetest.Start+defencetest.Day+defencetest.Interval)).To(BeZero())
	})
})

// record is what an exchange did: it noticed, stopped withdrawals, cut keys and
// went on.
func record() *scenarios.Scenario {
	sc := defencetest.Scenario()
	at := func(hours int64) scenarios.Time {
		return scenarios.Time{Unix: defencetest.Start + hours*defencetest.Hour}
	}
	name := func(s string) scenarios.Name { return scenarios.Name{Text: s} }
	until, coin, book := at(-1000), name("AAA"), name("AAA/EUR")
	sc.History = scenarios.History{
		Alerts: []scenarios.Alert{{
			At: at(10), Names: name(scenarios.AlertComplaining), Title: scenarios.Bilingual{EN: "Customers report thefts"},
		}},
		Actions: []scenarios.Action{
			{At: at(10), Action: name("halt_withdrawals"), Asset: &coin, NewOnly: true},
			{At: at(12), Action: name("restrict_keys"), CreatedUntil: &until, Abused: true, Remove: []scenarios.Name{name("withdraw")}},
			{At: at(12), Action: name("revoke_keys"), Abused: true},
			{At: at(13), Action: name("resume_withdrawals")},
			{At: at(13), Action: name("cancel_only"), Market: &book},
		},
	}
	return sc
}

var _ = Describe("history", func() {
	complaint := func(account uint32, label string) mockexchange.Event {
		return mockexchange.Event{Type: mockexchange.Complained, Account: account, Label: label}
	}
	presented := func(at int64, key uint32) mockexchange.Event {
		return mockexchange.Event{At: at, Type: mockexchange.APICall, Auth: mockexchange.AuthKey, Key: key}
	}

	It("takes effect at the recorded times, without delay", func() {
		d, err := bundle.Load("history", defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Immediate()).To(BeTrue())
		Expect(d.Ranked()).To(BeTrue())
	})

	It("needs a record", func() {
		d, err := bundle.Load("history", nil)
		Expect(err).NotTo(HaveOccurred())
		_, err = d.Monitor(1, nil)
		Expect(err).To(MatchError("history: there is no record without a scenario"))
	})

	It("does what the exchange did, when it did it, and asks to be woken for it", func() {
		m := defencetest.Watching("history", 1, record())
		m.(defence.TruthSeer).See(defence.Truth{FirstCommandAt: defencetest.Start + defencetest.Hour, Keys: []uint32{5, 6, 7}})
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		Expect(defencetest.Step(m, defencetest.Start)).To(Equal(defence.Answer{WakeAt: defencetest.Start + 10*defencetest.Hour}))
		Expect(defencetest.Step(m, defencetest.Start+2*defencetest.Hour,
			presented(defencetest.Start+defencetest.Second, 5), // its owner, before the thief came
			presented(defencetest.Start+defencetest.Hour, 7), presented(defencetest.Start+defencetest.Hour, 9), presented(defencetest.Start+defencetest.Hour+1, 7), presented(defencetest.Start+defencetest.Hour+2, 6),
			complaint(31, history.ComplaintOfTheft), complaint(32, "where is my deposit"),
			complaint(30, history.ComplaintOfTheft), complaint(31, history.ComplaintOfTheft),
		)).To(Equal(defence.Answer{WakeAt: defencetest.Start + 10*defencetest.Hour}))
		Expect(defencetest.Step(m, defencetest.Start+10*defencetest.Hour)).To(Equal(defence.Answer{
			Alerts: []defence.Alert{{
				At: defencetest.Start + 10*defencetest.Hour, Rule: "the record", Title: "Customers report thefts", Level: "high",
				Accounts: []uint32{31, 30},
			}},
			Actions: []defence.Action{{Name: "halt_withdrawals", Asset: "AAA", NewOnly: true}},
			WakeAt:  defencetest.Start + 12*defencetest.Hour,
		}))
		Expect(defencetest.Step(m, defencetest.Start+12*defencetest.Hour)).To(Equal(defence.Answer{
			Actions: []defence.Action{
				{Name: "restrict_keys", Keys: []uint32{7, 6}, CreatedUntil: defencetest.Start - 1000*defencetest.Hour, Scopes: access.Withdraw},
				{Name: "revoke_keys", Keys: []uint32{7, 6}},
			},
			WakeAt: defencetest.Start + 13*defencetest.Hour,
		}))
		Expect(defencetest.Step(m, defencetest.Start+13*defencetest.Hour)).To(Equal(defence.Answer{
			Actions: []defence.Action{{Name: "resume_withdrawals"}, {Name: "cancel_only", Market: "AAAEUR"}},
		}))
		Expect(defencetest.Step(m, defencetest.Start+14*defencetest.Hour)).To(BeZero())
	})

	It("asks for actions that the vocabulary knows", func() {
		m := defencetest.Watching("history", 1, record())
		m.(defence.TruthSeer).See(defence.Truth{FirstCommandAt: defencetest.Start, Keys: []uint32{5}})
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		actions := defencetest.Step(m, defencetest.Start+defencetest.Day, presented(defencetest.Start, 5)).Actions
		Expect(actions).To(HaveLen(5))
		for _, a := range actions {
			_, err := action.Commands(&a, defencetest.Directory())
			Expect(err).NotTo(HaveOccurred())
		}
	})

	It("leaves out what is about abused keys where there are none", func() {
		m := defencetest.Watching("history", 1, record())
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		Expect(names(defencetest.Step(m, defencetest.Start+defencetest.Day, presented(defencetest.Start+defencetest.Hour, 5)))).To(Equal([]string{
			"halt_withdrawals", "restrict_keys", "resume_withdrawals", "cancel_only",
		}))
	})
})

var _ = Describe("oracle", func() {
	const stolen, ofVictim, own, noon = 5, 31, 40, defencetest.Start + 12*defencetest.Hour
	var next *defence.Turn
	var m defence.Monitor
	BeforeEach(func() {
		m = defencetest.Watching("oracle", 1, nil)
		m.(defence.TruthSeer).See(defence.Truth{
			FirstCommandAt: noon, Keys: []uint32{stolen, 6}, Accounts: []uint32{own}, Wallets: []string{"AAA"},
			Next: func() (defence.Turn, bool) {
				if next == nil {
					return defence.Turn{}, false
				}
				return *next, true
			},
		})
	})
	greet := func() { Expect(m.Hello(defencetest.Hello())).To(Succeed()) }
	freezing := func(account uint32) defence.Action {
		return defence.Action{Name: "freeze_accounts", Accounts: []uint32{account}}
	}
	unfreezing := func(account uint32) defence.Action {
		return defence.Action{Name: "unfreeze_accounts", Accounts: []uint32{account}}
	}

	It("sees the ground truth, acts at once and is never ranked", func() {
		d, err := bundle.Load("oracle", defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Immediate()).To(BeTrue())
		Expect(d.Ranked()).To(BeFalse())
	})

	It("freezes an account for the moment in which the thief calls with its key, and his own for good", func() {
		greet()
		next = &defence.Turn{At: noon, Key: stolen, Account: ofVictim}
		Expect(defencetest.Step(m, defencetest.Start)).To(Equal(defence.Answer{WakeAt: noon}))
		Expect(defencetest.Step(m, noon)).To(Equal(defence.Answer{
			Actions: []defence.Action{freezing(own), freezing(ofVictim)}, WakeAt: noon + 1,
		}))
		next = &defence.Turn{At: noon + defencetest.Hour, Key: stolen, Account: ofVictim}
		let := defencetest.Step(m, noon+1)
		Expect(let.Actions).To(Equal([]defence.Action{unfreezing(ofVictim)}))
		Expect(let.WakeAt).To(Equal(next.At))
		Expect(let.Alerts).To(HaveLen(1))
		Expect(let.Alerts[0].Keys).To(Equal([]uint32{stolen, 6}))
		Expect(let.Alerts[0].Accounts).To(Equal([]uint32{own}))
		Expect(let.Alerts[0].Wallets).To(Equal([]string{"AAA"}))
		Expect(defencetest.Step(m, next.At)).To(Equal(defence.Answer{Actions: []defence.Action{freezing(ofVictim)}, WakeAt: next.At + 1}))
	})

	It("goes from one account to the next where turns follow each other at once", func() {
		greet()
		next = &defence.Turn{At: noon, Key: stolen, Account: ofVictim}
		defencetest.Step(m, noon)
		next = &defence.Turn{At: noon + 1, Key: stolen, Account: ofVictim}
		Expect(defencetest.Step(m, noon+1).Actions).To(BeEmpty(), "it is frozen already")
		next = &defence.Turn{At: noon + 2, Key: 6, Account: 32}
		Expect(defencetest.Step(m, noon+2).Actions).To(Equal([]defence.Action{unfreezing(ofVictim), freezing(32)}))
		next = nil
		Expect(defencetest.Step(m, noon+3)).To(Equal(defence.Answer{Actions: []defence.Action{unfreezing(32)}}))
	})

	It("leaves owners of dead keys alone: with these nobody can do anything", func() {
		greet()
		next = &defence.Turn{At: noon, Key: 77, Account: 78}
		Expect(defencetest.Step(m, noon).Actions).To(Equal([]defence.Action{freezing(own)}))
	})

	It("empties a wallet just before the thief may spend from it, and no other", func() {
		greet()
		next = &defence.Turn{At: noon, Wallet: "AAA"}
		Expect(defencetest.Step(m, noon).Actions).To(Equal([]defence.Action{freezing(own), {Name: "sweep_to_cold", Asset: "AAA"}}))
		next = &defence.Turn{At: noon + 1}
		Expect(defencetest.Step(m, noon+1).Actions).To(BeEmpty(), "he moves what is his")
	})

	It("may have hot wallets that one key does not open instead, and then empties none", func() {
		d, err := bundle.Load("oracle", defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Posture).To(BeEmpty())
		digests, signed := map[string]bool{d.Digest: true}, []int{}
		for i := range d.Ways() {
			other := d.Going(i)
			Expect(other.Name).To(Equal("oracle"))
			digests[other.Digest] = true
			if s := other.Settings(defencetest.Settings()); slices.Contains(s.Imposed, reject.Multisig) {
				signed = append(signed, s.Custody.Multisig.People)
			}
		}
		Expect(digests).To(HaveLen(1 + len(d.Ways())))
		Expect(signed).To(Equal([]int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 1, 2}), "machines, any number of people, and both")
		h := defencetest.Hello()
		h.Controls = []string{reject.Multisig.String()}
		Expect(m.Hello(h)).To(Succeed())
		next = &defence.Turn{At: noon, Wallet: "AAA"}
		Expect(defencetest.Step(m, noon).Actions).To(Equal([]defence.Action{freezing(own)}))
	})

	It("may have everything stand still for the moment instead of an account, whose orders would be cancelled", func() {
		d, err := bundle.Load("oracle", defencetest.Scenario())
		Expect(err).NotTo(HaveOccurred())
		m, err = d.Going(0).Monitor(1, nil)
		Expect(err).NotTo(HaveOccurred())
		next = &defence.Turn{At: noon, Key: stolen, Account: ofVictim}
		m.(defence.TruthSeer).See(defence.Truth{
			FirstCommandAt: noon, Keys: []uint32{stolen}, Accounts: []uint32{own}, Next: func() (defence.Turn, bool) { return *next, true },
		})
		greet()
		Expect(names(defencetest.Step(m, noon))).To(Equal([]string{"freeze_accounts", "halt_market", "halt_withdrawals"}))
		next = &defence.Turn{At: noon + 2, Key: stolen, Account: ofVictim}
		Expect(names(defencetest.Step(m, noon+1))).To(Equal([]string{"resume_market", "resume_withdrawals"}))
	})

	It("does nothing where nobody attacks", func() {
		quiet := defencetest.Watching("oracle", 1, nil)
		quiet.(defence.TruthSeer).See(defence.Truth{})
		Expect(quiet.Hello(defencetest.Hello())).To(Succeed())
		Expect(defencetest.Step(quiet, defencetest.Start+defencetest.Day)).To(BeZero())
	})
})

var _ = Describe("random", func() {
	const steps = 360 * 2000

	// life is telemetry with a few names in it.
	life := []mockexchange.Event{
		{Type: mockexchange.APICall, Account: 3, Key: 30},
		{Type: mockexchange.OrderAccepted, Account: 4, Key: 40},
		{Type: mockexchange.WithdrawalRequested, Account: 5, Withdrawal: 50, Address: defencetest.Here, Value: 777},
		{Type: mockexchange.WithdrawalConfirmed, Account: 5, Withdrawal: 50, Address: defencetest.Here, Value: 777},
	}

	// play runs a monitor for some steps and collects what it did.
	play := func(seed uint64, n int) (all []defence.Action) {
		m := defencetest.Watching("random", seed, nil)
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		for i := range n {
			now := defencetest.Start + int64(i)*defencetest.Interval
			answer, err := m.Step(&defence.Batch{Now: now, Events: life})
			if err != nil || answer.WakeAt != now+defencetest.Interval || len(answer.Actions) > 1 || len(answer.Alerts) > 0 {
				Fail("a step gave what it should not")
			}
			all = append(all, answer.Actions...)
		}
		return all
	}

	It("acts once in 360 steps on average", func() {
		Expect(len(play(1, steps))).To(BeNumerically("~", 2000, 150)) // 3.4 standard deviations
	})

	It("draws every action evenly, and only possible ones", func() {
		count := make(map[string]int)
		for _, a := range play(2, steps) {
			count[a.Name]++
			commands, err := action.Commands(&a, defencetest.Directory())
			Expect(err).NotTo(HaveOccurred(), "%+v", a)
			Expect(commands).To(HaveLen(1), "%+v", a)
		}
		for _, name := range action.Names() {
			Expect(count[name]).To(BeNumerically("~", 2000/len(action.Names()), 45), name)
		}
	})

	It("draws targets evenly among those that the telemetry has shown", func() {
		keys, accounts, markets := map[uint32]int{}, map[uint32]int{}, map[string]int{}
		for _, a := range play(3, steps) {
			for _, id := range a.Keys {
				keys[id]++
			}
			for _, id := range a.Accounts {
				accounts[id]++
			}
			markets[a.Market]++
			for _, id := range a.Withdrawals {
				Expect(id).To(Equal(uint32(50)))
			}
			for _, to := range a.Addresses {
				Expect(to).To(Equal(defencetest.Here))
			}
			if a.Name == "set_limit" {
				Expect(a.Amount).To(Equal(int64(777)))
			}
		}
		Expect(keys).To(And(HaveLen(2), HaveKey(uint32(30)), HaveKey(uint32(40))))
		Expect(accounts).To(And(HaveLen(3), HaveKey(uint32(3)), HaveKey(uint32(4)), HaveKey(uint32(5))))
		Expect(keys[30]).To(BeNumerically("~", keys[40], 45))
		Expect(accounts[3]).To(BeNumerically("~", accounts[5], 60))
		Expect(markets["AAAEUR"]).To(BeNumerically("~", markets["BBBEUR"], 60))
	})

	It("is the same for the same seed and another for another", func() {
		Expect(play(4, 36_000)).To(Equal(play(4, 36_000)))
		Expect(play(4, 36_000)).NotTo(Equal(play(5, 36_000)))
	})

	It("has no target before the telemetry shows one", func() {
		m := defencetest.Watching("random", 6, nil)
		Expect(m.Hello(defencetest.Hello())).To(Succeed())
		for i := range int64(100_000) {
			for _, a := range defencetest.Step(m, defencetest.Start+i*defencetest.Interval).Actions {
				Expect(len(a.Keys) + len(a.Accounts) + len(a.Withdrawals) + len(a.Addresses)).To(BeZero())
			}
		}
	})
})

var _ = Describe("Shipped defences", func() {
	DescribeTable("that are a posture alone",
		func(name string, posture control.Posture) {
			d, err := bundle.Load(name, defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			Expect(d.Posture).To(ConsistOf(posture))
			Expect(d.Watches()).To(BeFalse())
		},
		Entry("static-limits: half a million yen a day", "static-limits", control.Posture{control.WithdrawalLimit{PerDay: 4_000_00}}),
		Entry("guardrails: what careful venues have", "guardrails", control.Posture{
			control.KeyAllowList{},
			control.WithdrawalOptIn{},
			control.ScopeSeparation{},
			control.PriceBand{BidUp: 2_000_000, BidDown: 200_000, AskUp: 6_000_000, AskDown: 800_000, Over: time.Minute},
			control.PriceRangeExecution{Most: 750_000, Over: 5 * time.Minute},
			control.MarketAnomalyFreeze{Move: 1_000_000, Over: 10 * time.Minute, For: 40 * time.Minute},
			control.BatchCheck{Share: 500_000, Window: time.Hour, Hold: 6 * time.Hour},
			control.Multisig{M: 2, N: 3, Separate: true, People: 1},
			control.HotCap{Share: 100_000},
			control.AutomaticSweep{RotateAfter: 4 * time.Hour, After: 3 * time.Minute},
			control.ChainWatch{After: 3 * time.Minute},
			control.Reconciliation{Every: 5 * time.Minute},
			control.IndependentDecoding{Separate: true},
			control.CodeAttestation{Every: time.Hour, Look: 45 * time.Minute, Stop: true},
		}),
	)

	It("that are a monitor alone impose nothing", func() {
		for _, name := range []string{"none", "history", "halt-everything", "random", "oracle", "analyst"} {
			d, err := bundle.Load(name, defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			Expect(d.Settings(defencetest.Settings())).To(Equal(defencetest.Settings()), name)
			Expect(d.Watches()).To(Equal(name != "none"), name)
		}
	})
})
