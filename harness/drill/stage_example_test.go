package drill_test

import (
	"context"
	"fmt"
	"time"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// Defences that run on one stage meet the same customers and the same thief,
// and share what it costs to build them.
func ExampleOpen() {
	stage, err := drill.Open("zaif-api-keys-2018-01", drill.WithSeed(3), drill.WithScale(0.02))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, name := range []string{"none", "oracle"} {
		result, err := stage.Run(context.Background(), drill.WithDefence(name))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: saved something: %t, hurt somebody: %t\n",
			name, result.Loss.Net < result.Loss.Undefended, result.Harm.Total > 0)
	}
	// Output:
	// none: saved something: false, hurt somebody: false
	// oracle: saved something: true, hurt somebody: false
}

// A run that is only watched has no twins and no score, and may go by without
// the thief.
func ExampleStage_Watch() {
	stage, err := drill.Open("zaif-api-keys-2018-01", drill.WithSeed(1), drill.WithScale(0.02))
	if err != nil {
		fmt.Println(err)
		return
	}
	deposits := 0
	count := func(_ *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
		for i := range events {
			if events[i].Type == mockexchange.DepositCredited {
				deposits++
			}
		}
		return nil
	}
	outcome, err := stage.Watch(context.Background(), drill.WithoutAttack(), drill.WithObserver(drill.Observer{Command: count}))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("lost:", outcome.Tally.Net(), "deposits:", deposits > 0)
	fmt.Println("hours:", time.Duration(stage.End()-stage.World().Genesis.Start).Hours())
	// Output:
	// lost: 0 deposits: true
	// hours: 168
}

func ExampleParseSeeds() {
	seeds, err := drill.ParseSeeds("1-3, 7")
	fmt.Println(seeds, err)
	_, err = drill.ParseSeeds("3-1")
	fmt.Println(err)
	// Output:
	// [1 2 3 7] <nil>
	// seeds has "3-1", expected seeds such as "1-5" or "1, 2, 7", each once
}
