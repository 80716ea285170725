package custody_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

const day = int64(24 * 3600 * 1_000_000_000)

func to(n uint32) chain.Address { return chain.ExternalAddress(7, "to", n) }

var _ = Describe("A withdrawal queue", func() {
	var q *custody.WithdrawalQueue
	BeforeEach(func() { q = custody.NewWithdrawalQueue(custody.Policy{}, 3, 2) })
	add := func(now int64, w custody.Withdrawal) *custody.Withdrawal {
		code, _ := q.Check(now, &w)
		Expect(code).To(Equal(reject.OK))
		return q.Add(now, w)
	}
	wish := func(n uint32) custody.Withdrawal {
		return custody.Withdrawal{Account: 1, Asset: 1, Amount: 10, Value: 10, To: to(n)}
	}

	It("keeps a line for every asset, in the order of approval", func() {
		for n := range uint32(4) {
			add(1, wish(n))
		}
		other := wish(9)
		other.Asset = 2
		add(1, other)
		Expect(q.Hold(1, 2, 5)).To(Equal(reject.OK))
		Expect(q.Waiting(1)).To(Equal([]uint32{1, 3, 4}))
		q.Release(5, 1, func(*custody.Withdrawal) {})
		Expect(q.Waiting(1)).To(Equal([]uint32{1, 3, 4, 2}))
		q.Pay(5, 1, []uint32{3, 2}, chain.Hash{1})
		Expect(q.Waiting(1)).To(Equal([]uint32{1, 4}))
		q.Return(1, []uint32{3, 2})
		Expect(q.Waiting(1)).To(Equal([]uint32{3, 2, 1, 4}), "who was to be paid goes first")
		Expect(q.Waiting(2)).To(Equal([]uint32{5}))
	})

	It("releases holds in the order in which they were made, when their time is over", func() {
		for n := range uint32(3) {
			add(1, wish(n))
		}
		q.Hold(1, 3, 10)
		q.Hold(1, 1, 20)
		q.Hold(1, 2, 10)
		var freed []uint32
		note := func(w *custody.Withdrawal) { freed = append(freed, w.ID) }
		q.Release(9, 1, note)
		Expect(freed).To(BeEmpty())
		q.Release(10, 1, note)
		Expect(freed).To(Equal([]uint32{3, 2}))
		q.Release(20, 1, note)
		Expect(freed).To(Equal([]uint32{3, 2, 1}))
	})

	It("passes over once for every reason", func() {
		w := add(1, wish(1))
		Expect(q.Skip(w, reject.None)).To(BeTrue())
		Expect(q.Skip(w, reject.None)).To(BeFalse())
		Expect(q.Skip(w, reject.HaltWithdrawals)).To(BeTrue())
		Expect(q.Skip(w, reject.HaltWithdrawals)).To(BeFalse())
		q.Pay(1, 1, []uint32{w.ID}, chain.Hash{1})
		q.Return(1, []uint32{w.ID})
		Expect(q.Skip(w, reject.None)).To(BeTrue(), "a new wait")
	})

	It("counts 24 hours back, to the nanosecond", func() {
		q.SetDayLimit(1, 25)
		add(1, wish(1))
		add(2, wish(1))
		late := wish(1)
		code, by := q.Check(day, &late)
		Expect([]any{code, by}).To(Equal([]any{reject.LimitExceeded, reject.SetLimit}))
		code, _ = q.Check(day+1, &late)
		Expect(code).To(Equal(reject.OK), "the first is a day old")
	})

	It("does not overflow when it counts", func() {
		q.SetDayLimit(1, 1<<63-1)
		for range 3 {
			w := wish(1)
			w.Value = 1<<63 - 1
			q.Add(1, w)
		}
		w := wish(1)
		code, _ := q.Check(1, &w)
		Expect(code).To(Equal(reject.LimitExceeded))
	})

	It("knows no withdrawal that was never asked for", func() {
		Expect(q.Get(0)).To(BeNil())
		Expect(q.Hold(1, 1, 5)).To(Equal(reject.UnknownWithdrawal))
		Expect(q.Approve(1)).To(Equal(reject.UnknownWithdrawal))
		Expect(q.Reject(1, 1, reject.None)).To(Equal(reject.UnknownWithdrawal))
		Expect(q.Of(9, 0, nil)).To(BeEmpty())
	})

	It("names its states", func() {
		Expect([]string{custody.Held.String(), custody.Rejected.String(), custody.State(9).String()}).To(
			Equal([]string{"held", "rejected", "unknown_state"}))
	})
})

var _ = Describe("The confirmations of deposits", func() {
	It("credits in the order of arrival, each once, and keeps the others", func() {
		c := &custody.Confirmations{Required: 3}
		c.Add(custody.Deposit{Account: 1, Amount: 1, Height: 10})
		c.Add(custody.Deposit{Account: 2, Amount: 2, Height: 10, NotBefore: 100})
		c.Add(custody.Deposit{Account: 1, Amount: 3, Height: 11})
		var got []int64
		credit := func(now int64, height uint64) []int64 {
			got = nil
			c.Credit(now, height, func(d *custody.Deposit) { got = append(got, d.Amount) })
			return got
		}
		Expect(credit(5, 11)).To(BeEmpty())
		Expect(credit(6, 12)).To(Equal([]int64{1}))
		Expect(credit(99, 13)).To(Equal([]int64{3}))
		Expect(credit(100, 14)).To(Equal([]int64{2}))
		Expect(credit(101, 15)).To(BeEmpty())
		Expect(c.Of(1, nil)).To(HaveLen(2))
	})
})
