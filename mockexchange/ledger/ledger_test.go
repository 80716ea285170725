package ledger_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/ledger"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var (
	outside = ledger.Pocket{Kind: ledger.Outside}
	house   = ledger.Pocket{Kind: ledger.House}
)

func free(account uint32) ledger.Pocket { return ledger.Pocket{Kind: ledger.Free, Account: account} }

func locked(account uint32) ledger.Pocket {
	return ledger.Pocket{Kind: ledger.Locked, Account: account}
}

var _ = Describe("A posting", func() {
	var l *ledger.Ledger

	BeforeEach(func() {
		l = ledger.New(2, 2)
		Expect(l.Post(1, 100, outside, free(1))).To(Equal(reject.OK))
	})

	AfterEach(func() { Expect(l.Check()).To(Succeed()) })

	It("takes from one pocket what it puts into the other", func() {
		Expect(l.Post(1, 30, free(1), locked(1))).To(Equal(reject.OK))
		Expect(l.Post(1, 20, locked(1), free(2))).To(Equal(reject.OK))
		Expect(l.Post(1, 5, free(2), house)).To(Equal(reject.OK))

		Expect([]int64{l.Free(1, 1), l.Locked(1, 1), l.Free(2, 1)}).To(Equal([]int64{70, 10, 15}))
		Expect(totals(l, 1)).To(Equal([ledger.Kinds]int64{
			ledger.Free: 85, ledger.Locked: 10, ledger.House: 5, ledger.Outside: -100,
		}))
		Expect(totals(l, 2)).To(BeZero(), "the other asset is untouched")
	})

	It("may end where it began", func() {
		Expect(l.Post(1, 100, free(1), free(1))).To(Equal(reject.OK))
		Expect(l.Free(1, 1)).To(BeEquivalentTo(100))
	})

	It("can take everything, back to nothing", func() {
		Expect(l.Post(1, 100, free(1), outside)).To(Equal(reject.OK))
		Expect(totals(l, 1)).To(BeZero())
	})

	DescribeTable("that cannot be is refused and moves nothing",
		func(asset uint16, amount int64, from, to ledger.Pocket, want reject.Code) {
			before := totals(l, 1)
			Expect(l.Post(asset, amount, from, to)).To(Equal(want))
			Expect(totals(l, 1)).To(Equal(before))
		},
		Entry("more than is there", uint16(1), int64(101), free(1), house, reject.InsufficientBalance),
		Entry("of what the venue does not own", uint16(1), int64(1), house, free(1), reject.InsufficientBalance),
		Entry("nothing", uint16(1), int64(0), free(1), house, reject.BadRequest),
		Entry("less than nothing", uint16(1), int64(-1), house, free(1), reject.BadRequest),
		Entry("from a kind that is none", uint16(1), int64(1), ledger.Pocket{Kind: ledger.Kind(ledger.Kinds)}, house, reject.BadRequest),
		Entry("to a kind that is none", uint16(1), int64(1), free(1), ledger.Pocket{Kind: ledger.Kind(ledger.Kinds)}, reject.BadRequest),
		Entry("asset 0", uint16(0), int64(1), outside, house, reject.UnknownAsset),
		Entry("an asset too many", uint16(3), int64(1), outside, house, reject.UnknownAsset),
		Entry("from account 0", uint16(1), int64(1), free(0), house, reject.UnknownAccount),
		Entry("to account 0", uint16(1), int64(1), free(1), locked(0), reject.UnknownAccount),
		Entry("to an account too many", uint16(1), int64(1), free(1), free(3), reject.UnknownAccount),
		Entry("to an account far too many", uint16(1), int64(1), free(1), free(1<<32-1), reject.UnknownAccount),
		Entry("more than may exist", uint16(1), int64(money.MaxSupply-99), outside, house, reject.Overflow),
		Entry("the most a number holds", uint16(1), int64(1<<63-1), outside, house, reject.Overflow),
	)

	It("can bring in as much as may exist", func() {
		Expect(l.Post(1, money.MaxSupply-100, outside, free(2))).To(Equal(reject.OK))
		Expect(l.Total(ledger.Free, 1)).To(BeEquivalentTo(money.MaxSupply))
	})
})

var _ = Describe("A ledger", func() {
	It("holds nothing for ids that do not exist", func() {
		l := ledger.New(1, 1)
		Expect(l.Post(1, 7, outside, free(1))).To(Equal(reject.OK))
		Expect([]int64{
			l.Free(0, 1), l.Free(2, 1), l.Free(1, 0), l.Free(1, 2), l.Locked(2, 1),
			l.Total(ledger.Free, 0), l.Total(ledger.Free, 2), l.Total(99, 1),
		}).To(HaveEach(BeZero()))
	})

	It("may have no assets at all", func() {
		l := ledger.New(5, 0)
		Expect(l.Accounts()).To(BeZero())
		Expect(l.Check()).To(Succeed())
	})

	It("has a name for every kind", func() {
		names := make([]string, ledger.Kinds)
		for k := range names {
			names[k] = ledger.Kind(k).String()
		}
		Expect(names).To(Equal([]string{"free", "locked", "house", "fees", "withdrawing", "depositing", "outside", "protection"}))
		Expect(ledger.Kind(ledger.Kinds).String()).To(Equal("unknown_kind"))
	})
})

func totals(l *ledger.Ledger, asset uint16) (all [ledger.Kinds]int64) {
	for k := range all {
		all[k] = l.Total(ledger.Kind(k), asset)
	}
	return all
}
