package operator_test

import (
	"context"
	"errors"
	"net/netip"
	"sync"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/journal"
	"github.com/exdrill/exdrill/mockexchange/operator"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

func openVenue(o operator.Options) *operator.Venue {
	GinkgoHelper()
	g, _ := smallVenue()
	v := must(operator.Open(g, o))
	DeferCleanup(func() { v.Close() })
	return v
}

// apply gives one command a turn of its own.
func apply(v *operator.Venue, at int64, c *mockexchange.Command) (r mockexchange.Result) {
	GinkgoHelper()
	Expect(v.Turn(func(t *operator.Turn) { r, _ = t.Apply(at, c) })).To(Succeed())
	return r
}

var _ = Describe("A venue", func() {
	It("gives turns, one at a time", func() {
		v := openVenue(operator.Options{})
		var clients sync.WaitGroup
		for range 8 {
			clients.Go(func() {
				defer GinkgoRecover()
				for range 50 {
					Expect(apply(v, 0, sellOrder("")).Code).To(Equal(reject.OK))
				}
			})
		}
		clients.Wait()
		events := v.Telemetry.Read(nil, 1, 1000)
		Expect(events).To(HaveLen(400))
		for i, e := range events {
			Expect(e.Seq).To(Equal(uint64(i + 1)))
			Expect(e.OrderID).To(Equal(uint64(i + 1)))
		}
		Expect(v.Journal().Len()).To(Equal(uint64(400)))
	})

	It("starts from its journal where it ended", func() {
		dir := GinkgoT().TempDir()
		g, _ := smallVenue()
		reopen := func() *operator.Venue {
			j := must(journal.Open(dir, g, journal.Options{}))
			return openVenue(operator.Options{Journal: j})
		}
		v := reopen()
		apply(v, start+5, sellOrder("one"))
		apply(v, start+6, byKey(1, mockexchange.Command{Kind: mockexchange.ReadAccount}))
		before := v.Telemetry.Read(nil, 1, 10)
		Expect(v.Close()).To(Succeed())

		v = reopen()
		Expect(v.Telemetry.Read(nil, 1, 10)).To(Equal(before))
		Expect(v.Present()).To(Equal(start + 6))
		Expect(apply(v, 0, sellOrder("two")).Order).To(Equal(uint64(2)))
		Expect(v.Telemetry.Len()).To(Equal(uint64(3)))
	})

	It("never goes back in time", func() {
		v := openVenue(operator.Options{})
		apply(v, start+10, sellOrder(""))
		Expect(v.SetClock(start + 9)).To(MatchError(operator.ErrBackwards))
		Expect(v.SetClock(start + 20)).To(Succeed())
		apply(v, start+11, sellOrder(""))
		events := v.Telemetry.Read(nil, 1, 10)
		Expect(events[0].At).To(Equal(start + 10))
		Expect(events[1].At).To(Equal(start + 20))
	})

	It("follows the wall clock until it is set", func() {
		v := openVenue(operator.Options{Clock: operator.WallClock()})
		Expect(v.Present()).To(BeNumerically("~", time.Now().UnixNano(), int64(time.Minute)))
		later := time.Now().Add(time.Hour).UnixNano()
		Expect(v.SetClock(later)).To(Succeed())
		Expect(v.Present()).To(Equal(later))
		Expect(v.Clock.Wall()).To(BeFalse())
	})

	It("shows nothing that its journal does not have", func() {
		g, _ := smallVenue()
		j := must(journal.Open(GinkgoT().TempDir(), g, journal.Options{}))
		v := openVenue(operator.Options{Journal: j})
		Expect(j.Close()).To(Succeed())

		err := v.Turn(func(t *operator.Turn) { t.Apply(0, sellOrder("")) })
		Expect(err).To(MatchError(operator.ErrBroken))
		Expect(v.Telemetry.Len()).To(BeZero())
		Expect(v.Turn(func(*operator.Turn) {})).To(MatchError(operator.ErrBroken))
	})

	It("is out of order after it stopped in the middle of a turn", func() {
		v := openVenue(operator.Options{})
		Expect(func() { v.Turn(func(*operator.Turn) { panic("books") }) }).To(PanicWith("books"))
		Expect(v.Turn(func(*operator.Turn) {})).To(MatchError(operator.ErrBroken))
	})

	It("tells its watch of every command, and stops when the watch cannot follow", func() {
		var seen []mockexchange.Kind
		lost := errors.New("chain lost")
		v := openVenue(operator.Options{Watch: func(_ int64, c *mockexchange.Command, _ []mockexchange.Broadcast) error {
			seen = append(seen, c.Kind)
			if c.Kind == mockexchange.ReadStatus {
				return lost
			}
			return nil
		}})
		apply(v, 0, sellOrder(""))
		Expect(v.Turn(func(t *operator.Turn) {
			t.Apply(0, &mockexchange.Command{Kind: mockexchange.ReadStatus})
		})).To(MatchError(lost))
		Expect(seen).To(Equal([]mockexchange.Kind{mockexchange.PlaceOrder, mockexchange.ReadStatus}))
	})
})

var _ = Describe("Telemetry", func() {
	It("wakes those who wait for the next event", func() {
		v := openVenue(operator.Options{})
		came := make(chan bool)
		go func() { came <- v.Telemetry.Wait(context.Background(), 2) }()
		apply(v, 0, sellOrder(""))
		Consistently(came, "20ms").ShouldNot(Receive())
		apply(v, 0, sellOrder(""))
		Eventually(came).Should(Receive(BeTrue()))
	})

	It("lets them go when they leave or the venue closes", func() {
		v := openVenue(operator.Options{})
		ctx, leave := context.WithCancel(context.Background())
		leave()
		Expect(v.Telemetry.Wait(ctx, 1)).To(BeFalse())
		came := make(chan bool)
		go func() { came <- v.Telemetry.Wait(context.Background(), 1) }()
		Expect(v.Close()).To(Succeed())
		Eventually(came).Should(Receive(BeFalse()))
	})

	It("gives any part of the log, however long it grew", func() {
		v := openVenue(operator.Options{})
		const n = 10_000
		Expect(v.Turn(func(t *operator.Turn) {
			for range n {
				t.Apply(0, &mockexchange.Command{Kind: mockexchange.ReadStatus})
			}
		})).To(Succeed())
		Expect(v.Telemetry.Len()).To(Equal(uint64(n)))
		part := v.Telemetry.Read(nil, 4095, 4)
		Expect(part).To(HaveLen(4))
		for i, e := range part {
			Expect(e.Seq).To(Equal(uint64(4095 + i)))
		}
		Expect(v.Telemetry.Read(nil, n+1, 5)).To(BeEmpty())
	})
})

var _ = DescribeTable("A caller",
	func(remote, stands string) {
		var p operator.Peers
		p.Set(map[netip.Addr]access.Source{
			netip.MustParseAddr("172.17.0.3"): 0x05060708,
			netip.MustParseAddr("fd00::1"):    0x01020304,
		})
		Expect(p.Source(remote).String()).To(Equal(stands))
	},
	Entry("with an entry stands for its address", "172.17.0.3:5000", "5.6.7.8"),
	Entry("with an entry, over IPv6", "[::ffff:172.17.0.3]:5000", "5.6.7.8"),
	Entry("with an entry for an IPv6 address", "[fd00::1%eth0]:5000", "1.2.3.4"),
	Entry("without an entry stands for itself", "172.17.0.4:5000", "172.17.0.4"),
	Entry("on the loopback", "[::1]:5000", "127.0.0.1"),
	Entry("from an IPv6 address has no place in the log", "[2001:db8::1]:5000", "0.0.0.0"),
	Entry("from nowhere", "pipe", "0.0.0.0"),
)
