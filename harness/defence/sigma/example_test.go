package sigma_test

import (
	"fmt"

	"github.com/exdrill/exdrill/harness/defence/sigma"
)

func ExampleNewJSON() {
	set, err := sigma.Load([]sigma.File{{Name: "rules.yml", Data: []byte(`
title: Three failures in a minute
correlation:
  type: event_count
  rules: [failure]
  group-by: [User]
  timespan: 1m
  condition: {gte: 3}
---
title: A failure
name: failure
logsource: {product: windows, service: security}
detection:
  selection: {EventID: [529, 4625]}
  condition: selection
`)}}, sigma.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	engine, err := sigma.NewJSON(set, sigma.JSONOptions{Time: "time"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for second := range 3 {
		matches, err := engine.Feed(fmt.Appendf(nil, `{"time":"2024-05-06T07:30:%02dZ","EventID":4625,"User":"x"}`, second))
		if err != nil {
			fmt.Println(err)
		}
		for _, m := range matches {
			fmt.Println(m.Rule.Title, m.Group(), m.Measured())
		}
	}
	// Output: Three failures in a minute [{User x}] 3
}
