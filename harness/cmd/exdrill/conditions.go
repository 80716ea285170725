package main

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
)

// conditionFlags are the flags that every command shares which runs a drill.
type conditionFlags struct {
	seed       uint64
	scale      string
	variation  choiceFlag
	salt       saltFlag
	lab        choiceFlag
	adaptation int
	adoption   float64
}

func (f *conditionFlags) add(c *cobra.Command) {
	f.variation = choiceFlag{"record", []string{"record", "perturbed"}}
	f.lab = choiceFlag{"embedded", []string{"embedded", "containers"}}
	c.Flags().Uint64Var(&f.seed, "seed", 1, "what chance brings: the number `N` of a drawing")
	c.Flags().StringVar(&f.scale, "scale", "", "`SHARE` of the population that may shrink, such as 0.1 or \"10 %\" (default 1; 0.02 in containers)")
	c.Flags().Var(&f.variation, "variation", "the incident `HOW`: record, as documented; perturbed, with names, dates, addresses and amounts redrawn")
	addSalt(c, &f.salt)
	c.Flags().Var(&f.lab, "lab", "`WHERE` the drill runs: embedded or containers")
	c.Flags().IntVar(&f.adaptation, "adaptation", 0, "`LEVEL` at which the attacker takes refusals: 0 replays the record, 1 asks again, 2 pivots, 3 probes the limits")
	c.Flags().Float64Var(&f.adoption, "adoption", 1, "how many times as many customers use voluntary controls as the scenario says: a `MULTIPLE`")
}

// options turns the flags into options of a drill. A salt's commitment is told
// aside, before anything runs.
func (f *conditionFlags) options(aside io.Writer) ([]drill.Option, error) {
	scale := 1.0
	if f.lab.value == "containers" {
		scale = 0.02
	}
	if f.scale != "" {
		var err error
		if scale, err = drill.ParseShare(f.scale); err != nil {
			return nil, fmt.Errorf("--%w", err)
		}
	}
	salt, err := f.salt.one(aside)
	if err != nil {
		return nil, err
	}
	return []drill.Option{
		drill.WithSeed(f.seed), drill.WithScale(scale), drill.WithVariation(f.variation.value), drill.WithSalt(salt),
		drill.WithLab(f.lab.value), drill.WithAdaptation(f.adaptation), drill.WithAdoption(f.adoption), drill.WithEngine(engine()),
	}, nil
}
