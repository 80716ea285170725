package explain_test

import (
	"context"
	"fmt"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/explain"
)

// Zaif noticed at last, and halted withdrawals. What did that bring about, and
// whom did it hit?
func Example() {
	stage, err := drill.Open("zaif-api-keys-2018-01", drill.WithDefence("history"), drill.WithScale(0.01))
	if err != nil {
		fmt.Println(err)
		return
	}
	recorder := explain.NewRecorder(stage)
	run, err := stage.Run(context.Background(), recorder.Options()...)
	if err != nil {
		fmt.Println(err)
		return
	}
	x := recorder.Explain(run, "")
	for _, a := range x.Actions {
		for _, e := range a.Effects {
			fmt.Println(a.Action.Name, "led to", e.Count, e.Type)
		}
	}
	for _, o := range x.Obstacles {
		fmt.Println(o.Control, "was in the way of", o.Customers, "customers")
	}
	// Output:
	// halt_withdrawals led to 1 operated
	// announce led to 1 operated
	// restrict_keys led to 1019 key_restricted
	// restrict_keys led to 85 operated
	// resume_withdrawals led to 1 operated
	// announce led to 1 operated
	// halt_withdrawals led to 1 operated
	// resume_withdrawals led to 1 operated
	// halt_withdrawals led to 1 operated
	// enforce_allow_lists led to 1 operated
	// halt_withdrawals was in the way of 38 customers
	// restrict_keys was in the way of 291 customers
}
