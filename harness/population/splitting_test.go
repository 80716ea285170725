package population_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// paid is what somebody got of one withdrawal that he set out to make.
type paid struct {
	parts       int
	asked, got  int64 // base units
	left        int64 // what he still means to ask for, in the currency
	first, last int64 // virtual nanoseconds
	refusals    int
}

// withdrawing is what became of everybody's withdrawals under a posture.
func withdrawing(w *draw.World, hours int64, posture func(*mockexchange.Settings), see func(*populationtest.Sent)) map[[2]uint32]*paid {
	all := map[[2]uint32]*paid{}
	living(w, hours, true, posture, func(d *populationtest.Sent) {
		if see != nil {
			see(d)
		}
		if d.Attempt.Kind != sim.IntentWithdrawal || d.Command.Kind != mockexchange.RequestWithdrawal {
			return
		}
		of := [2]uint32{d.Actor.Account(), d.Attempt.Intent}
		if all[of] == nil {
			all[of] = &paid{asked: d.Command.Amount, first: d.At}
		}
		p := all[of]
		if d.Result.Code != reject.OK {
			p.refusals++
			return
		}
		p.parts, p.got, p.left, p.last = p.parts+1, p.got+d.Command.Amount, d.Attempt.Rest, d.At
	})
	return all
}

var _ = Describe("Customers who want more than may leave at once", Ordered, func() {
	const limit = 300_000 // yen
	var w *draw.World
	BeforeAll(func() { w = busy() })

	byDay := func(s *mockexchange.Settings) { s.Custody.DayLimit = limit }
	atOnce := func(s *mockexchange.Settings) {
		s.Custody.VelocityLimits = custody.VelocityLimits{
			Window: populationtest.Hours(24), PerRequest: []custody.CoinAmount{{Asset: "BTC", Amount: "0.2"}},
		}
	}
	unseen := func(s *mockexchange.Settings) {
		s.Custody.ManualApproval = custody.ManualApproval{Above: limit, Quorum: 2, Takes: populationtest.Hours(2)}
	}
	split := func(all map[[2]uint32]*paid) (list []*paid) {
		for _, p := range all {
			if p.parts > 1 {
				list = append(list, p)
			}
		}
		return list
	}

	It("take it in parts, never more than they wanted, a day between them where the limit is one of the day", func() {
		list, whole := split(withdrawing(w, 96, byDay, nil)), 0
		Expect(len(list)).To(BeNumerically(">", 15))
		for _, p := range list {
			Expect(p.refusals).To(BeNumerically(">", 0), "nobody told them")
			Expect(p.got).To(BeNumerically("<=", p.asked))
			if p.left == 0 {
				Expect(p.got).To(Equal(p.asked))
				whole++
			}
		}
		Expect(whole).To(BeNumerically(">", len(list)/3))
	})

	It("take it in one sitting where the limit is on each request", func() {
		list := split(withdrawing(w, 48, atOnce, nil))
		Expect(len(list)).To(BeNumerically(">", 15))
		for _, p := range list {
			Expect(p.last - p.first).To(BeNumerically("<", populationtest.Hours(4)))
		}
	})

	It("pay in parts below what has to be approved, if they know the rule and cannot wait", func() {
		above, below := 0, 0
		list := split(withdrawing(w, 48, unseen, func(d *populationtest.Sent) {
			switch {
			case d.Result.Control == reject.ManualApproval:
				above++
			case d.Attempt.PutOff == reject.ManualApproval:
				Expect(d.Attempt.Value).To(BeNumerically(">", limit))
				Expect(d.Attempt.Urgency).To(BeNumerically(">=", sim.Whole))
				below++
			}
		}))
		Expect(above).To(BeNumerically(">", below), "most can wait, or do not know")
		Expect(below).To(BeNumerically(">", 5))
		Expect(len(list)).To(BeNumerically(">", below/2))
	})

	It("do not where nothing is too much", func() {
		Expect(split(withdrawing(w, 48, func(*mockexchange.Settings) {}, nil))).To(BeEmpty())
	})

	It("want the same, whatever they are let have", func() {
		wants := func(posture func(*mockexchange.Settings)) map[[2]uint32]int64 {
			all := map[[2]uint32]int64{}
			living(w, 20, true, posture, func(d *populationtest.Sent) {
				if a := d.Attempt; a.Kind == sim.IntentWithdrawal && a.Intent != 0 && !a.Again {
					all[[2]uint32{d.Actor.Account(), a.Intent}] = a.Value
				}
			})
			return all
		}
		free := wants(func(*mockexchange.Settings) {})
		for _, posture := range []func(*mockexchange.Settings){byDay, atOnce, unseen} {
			wanted := wants(posture)
			Expect(len(wanted)).To(BeNumerically(">", len(free)*99/100), "but for those who have left")
			for of, value := range wanted {
				Expect(value).To(Equal(free[of]))
			}
		}
	})
})
