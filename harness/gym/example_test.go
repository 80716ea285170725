package gym_test

import (
	"context"
	"fmt"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/gym"
)

// Somebody who never does anything loses what an undefended venue does.
func Example() {
	ctx := context.Background()
	e, err := gym.New("zaif-api-keys-2018-01", 3, drill.WithScale(0.01))
	if err != nil {
		fmt.Println(err)
		return
	}
	defer e.Close()
	sum := 0.0
	o, err := e.Reset(ctx, gym.Reset{Services: []string{"custody"}})
	for ; err == nil && !o.Done; o, err = e.Step(ctx, []byte(`{}`)) {
		sum += o.Reward
	}
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("rewards %.0f, score %s\n", sum+o.Reward, o.Score)
	// Output: rewards -100, score 0.00
}
