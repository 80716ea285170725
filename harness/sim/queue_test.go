package sim_test

import (
	"slices"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/sim"
)

type timer struct {
	at    int64
	actor sim.Actor
}

func earlier(a, b timer) int {
	switch {
	case a.at != b.at:
		return int(a.at - b.at)
	default:
		return int(a.actor) - int(b.actor)
	}
}

func drain(q *sim.Queue) (all []timer) {
	for {
		at, a, ok := q.Pop()
		if !ok {
			return all
		}
		all = append(all, timer{at, a})
	}
}

var _ = Describe("Queue", func() {
	It("orders by time, then by actor, whatever the order of pushing", func() {
		var q sim.Queue
		q.Push(20, 1)
		q.Push(10, 9)
		q.Push(10, 3)
		q.Push(10, 9)
		Expect(drain(&q)).To(Equal([]timer{{10, 3}, {10, 9}, {10, 9}, {20, 1}}))
	})

	It("says that it is empty", func() {
		var q sim.Queue
		_, _, ok := q.Pop()
		Expect(ok).To(BeFalse())
		_, _, ok = q.Peek()
		Expect(ok).To(BeFalse())
		Expect(q.Len()).To(BeZero())
	})

	It("peeks without taking", func() {
		var q sim.Queue
		q.Push(5, 2)
		q.Push(4, 7)
		at, a, ok := q.Peek()
		Expect(timer{at, a}).To(Equal(timer{4, 7}))
		Expect(ok).To(BeTrue())
		Expect(q.Len()).To(Equal(2))
	})

	It("behaves like a sorted list under any sequence of pushes, pops and peeks", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			var q sim.Queue
			var list []timer
			for range rapid.IntRange(0, 200).Draw(t, "steps") {
				switch rapid.IntRange(0, 4).Draw(t, "step") {
				case 0:
					at, a, ok := q.Pop()
					if ok != (len(list) > 0) {
						t.Fatalf("pop says %v with %d timers", ok, len(list))
					}
					if ok {
						if (timer{at, a}) != list[0] {
							t.Fatalf("popped %v, expected %v", timer{at, a}, list[0])
						}
						list = list[1:]
					}
				case 1:
					at, a, ok := q.Peek()
					if ok && (timer{at, a}) != list[0] {
						t.Fatalf("peeked %v, expected %v", timer{at, a}, list[0])
					}
				default:
					one := timer{rapid.Int64Range(0, 50).Draw(t, "at"), sim.Actor(rapid.Uint32Range(0, 5).Draw(t, "actor"))}
					q.Push(one.at, one.actor)
					list = append(list, one)
					slices.SortStableFunc(list, earlier)
				}
				if q.Len() != len(list) {
					t.Fatalf("length %d, expected %d", q.Len(), len(list))
				}
			}
			if !slices.Equal(drain(&q), list) {
				t.Fatal("what was left came out in another order")
			}
		})
	})
})

// BenchmarkQueue is one wake-up among 20,000 waiting actors: the earliest
// timer out, the next one of that actor in.
func BenchmarkQueue(b *testing.B) {
	var q sim.Queue
	s := sim.NewStream(1, 0, 0)
	for a := range sim.Actor(20_000) {
		q.Push(s.N(1e12), a)
	}
	for b.Loop() {
		at, a, _ := q.Pop()
		q.Push(at+s.N(1e12), a)
	}
}
