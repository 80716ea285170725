package drill_test

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// deadKeys revokes every key that is used from an address which has presented
// dead keys of two accounts. A forgotten program presents one, for ever.
type deadKeys struct {
	dead map[access.Source][]uint32 // accounts whose dead keys an address presented
	live map[access.Source][]uint32 // keys that it used, not yet revoked
}

func newDeadKeys() (defence.Monitor, error) {
	return &deadKeys{map[access.Source][]uint32{}, map[access.Source][]uint32{}}, nil
}

func (d *deadKeys) Hello(*defence.Hello) error { return nil }
func (d *deadKeys) Close() error               { return nil }

func (d *deadKeys) Step(b *defence.Batch) (defence.Answer, error) {
	var answer defence.Answer
	for _, e := range b.Events {
		switch {
		case e.Key == 0 || e.Source == 0:
			continue
		case e.Code == reject.DeadKey:
			d.dead[e.Source] = with(d.dead[e.Source], e.Account)
		default:
			d.live[e.Source] = with(d.live[e.Source], e.Key)
		}
		if keys := d.live[e.Source]; len(d.dead[e.Source]) >= 2 && len(keys) > 0 {
			answer.Alerts = append(answer.Alerts, defence.Alert{
				Rule: "dead keys", Level: "high", Keys: keys, Sources: []access.Source{e.Source},
			})
			answer.Actions = append(answer.Actions, defence.Action{Name: "revoke_keys", Keys: keys})
			delete(d.live, e.Source)
		}
	}
	return answer, nil
}

func with(ids []uint32, id uint32) []uint32 {
	if slices.Contains(ids, id) {
		return ids
	}
	return append(ids, id)
}

func Example_monitor() {
	result, err := drill.Run(context.Background(), "zaif-api-keys-2018-01",
		drill.WithMonitor("dead keys", newDeadKeys), drill.WithSeed(1), drill.WithScale(0.02))
	if err != nil {
		fmt.Println(err)
		return
	}
	took := time.Duration(*result.Detection.Seconds).Round(time.Minute)
	fmt.Printf("scored %s, alert after %s, %d false\n", result.Score, took, result.Detection.Alerts.False)
	fmt.Println("again:", result.Reproduce)
	// Output:
	// scored 50.74, alert after 5h10m0s, 0 false
	// again: drill.Run(ctx, "zaif-api-keys-2018-01", drill.WithMonitor("dead keys", ...), drill.WithSeed(1), drill.WithScale(0.02))
}

func ExampleRun() {
	result, err := drill.Run(context.Background(), "zaif-api-keys-2018-01",
		drill.WithDefence("guardrails"), drill.WithSeed(1), drill.WithScale(0.02))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Score > 5000, result.Harm.OK)
	fmt.Println(result.Reproduce)
	// Output:
	// true true
	// exdrill run zaif-api-keys-2018-01 --defence guardrails --seed 1 --scale 0.02
}
