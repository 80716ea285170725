package population_test

import (
	"fmt"
	"log"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// A world is drawn once; every run lives through a clone of its people.
func Example() {
	sc, err := scenarios.Load("zaif-api-keys-2018-01")
	if err != nil {
		log.Fatal(err)
	}
	w, err := draw.Build(sc, draw.Options{Seed: 7, Scale: 20_000})
	if err != nil {
		log.Fatal(err)
	}
	venue, err := mockexchange.New(&w.Genesis, nil)
	if err != nil {
		log.Fatal(err)
	}
	people := w.People.Clone()
	var queue sim.Queue
	people.Start(&queue)
	var command mockexchange.Command
	for commands := 0; commands < 1000; {
		now, actor, _ := queue.Pop()
		_, send, next := people.Wake(now, actor, &command)
		if next != 0 {
			queue.Push(next, actor)
		}
		if !send {
			continue
		}
		commands++
		result, _ := venue.Apply(now, &command)
		if extra := people.Observe(now, actor, &command, &result); extra != 0 {
			queue.Push(extra, actor)
		}
	}
	fmt.Println(len(w.Dump), "stolen keys,", len(w.Truth.Accounts), "of them alive")
	// Output: 102 stolen keys, 84 of them alive
}
