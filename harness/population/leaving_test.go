package population_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/population/populationtest"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// fickle is the record with customers of whom all leave who are turned away, and
// many for reasons of their own.
func fickle(closes int64) *draw.World {
	people := model.Usual()
	people[model.Leaves], people[model.Closes], people[model.Splits] = sim.Whole, closes, 0
	w, err := draw.Build(populationtest.Zaif(), draw.Options{Seed: 5, Scale: populationtest.Small, People: &people})
	Expect(err).NotTo(HaveOccurred())
	return w
}

var _ = Describe("Customers who leave", func() {
	// leaving plays lives at a venue and tells of each account which withdrawals of
	// everything were taken, when the first was asked for, and what it did later.
	type left struct {
		since    int64
		taken    int
		later    []populationtest.Sent
		drivenBy []reject.Control
	}
	leaving := func(w *draw.World, posture func(*mockexchange.Settings)) (all map[uint32]*left, x *mockexchange.Exchange) {
		at := *w
		posture(&at.Genesis.Settings)
		people := w.People.Clone()
		people.Adapt(&at.Genesis)
		x, all = populationtest.Venue(&at), map[uint32]*left{}
		populationtest.PlayAt(x, people, populationtest.End(w), func(d *populationtest.Sent) {
			account := d.Actor.Account()
			of := all[account]
			if d.Command.Kind == mockexchange.RequestWithdrawal && d.Command.Flag {
				if of == nil {
					of = &left{since: d.At}
					all[account] = of
				}
				if d.Result.Code == reject.OK {
					of.taken++
				}
				if d.Attempt.Leaves != reject.None {
					of.drivenBy = append(of.drivenBy, d.Attempt.Leaves)
				}
				return
			}
			if of != nil && d.Command.Kind != mockexchange.Login {
				of.later = append(of.later, *d)
			}
		})
		return all, x
	}

	It("take all that is free, coin by coin, and do nothing else from then on, on a good day", func() {
		w := fickle(8 * sim.Whole / 10)
		all, x := leaving(w, func(*mockexchange.Settings) {})
		Expect(len(all)).To(BeNumerically(">", 20))
		for account, of := range all {
			Expect(of.taken).To(BeNumerically(">", 0))
			Expect(of.drivenBy).To(BeEmpty(), "for reasons of their own")
			Expect(of.later).To(BeEmpty(), "account %d", account)
		}
		emptied := 0
		for account, of := range all {
			free := false
			for _, b := range x.Balances(account) {
				spec := &w.Genesis.Assets[b.Asset-1]
				free = free || spec.Chain != nil && b.Free >= max(spec.MinWithdrawal, 2*spec.WithdrawalFee, 1) && b.Free > 1000
			}
			if !free && of.since < populationtest.End(w)-populationtest.Hours(1) {
				emptied++
			}
		}
		Expect(emptied).To(BeNumerically(">", len(all)*3/4))
	})

	It("are driven away by what refused them for good, and say so once", func() {
		all, _ := leaving(fickle(0), func(s *mockexchange.Settings) { s.Custody.DayLimit = 50_000 })
		Expect(len(all)).To(BeNumerically(">", 20))
		for account, of := range all {
			Expect(of.drivenBy).To(Equal([]reject.Control{reject.WithdrawalLimit}), "account %d", account)
		}
	})

	It("stay where nothing drives them away", func() {
		all, _ := leaving(fickle(0), func(*mockexchange.Settings) {})
		Expect(all).To(BeEmpty())
	})
})
