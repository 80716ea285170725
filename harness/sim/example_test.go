package sim_test

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/sim"
)

// Whoever was pushed first, the earliest timer comes out first, and at one
// time the lowest actor.
func ExampleQueue() {
	var q sim.Queue
	q.Push(30, sim.FirstCustomer)
	q.Push(10, sim.Attacker)
	q.Push(10, sim.Schedule)
	for at, actor, ok := q.Pop(); ok; at, actor, ok = q.Pop() {
		fmt.Println(at, actor)
	}
	// Output:
	// 10 0
	// 10 2
	// 30 16
}
