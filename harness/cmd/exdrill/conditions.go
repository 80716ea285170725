package main

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
)

// conditionFlags are the flags that every command shares which runs a drill.
type conditionFlags struct {
	seed       uint64
	scale      string
	variation  string
	salt       string
	lab        string
	adaptation int
}

func (f *conditionFlags) add(c *cobra.Command) {
	c.Flags().Uint64Var(&f.seed, "seed", 1, "what chance brings")
	c.Flags().StringVar(&f.scale, "scale", "", `share of the population that may shrink, such as 0.1 or "10 %" (default 1; 0.02 in containers)`)
	c.Flags().StringVar(&f.variation, "variation", "record", "record, or perturbed: names, dates, addresses, amounts redrawn")
	c.Flags().StringVar(&f.salt, "salt", "", "changes everything that is drawn")
	c.Flags().StringVar(&f.lab, "lab", "embedded", "embedded or containers")
	c.Flags().IntVar(&f.adaptation, "adaptation", 0, "how the attacker takes refusals: 0 replays the record, 1 asks again")
}

// options turns the flags into options of a drill.
func (f *conditionFlags) options() ([]drill.Option, error) {
	scale := 1.0
	if f.lab == "containers" {
		scale = 0.02
	}
	if f.scale != "" {
		var err error
		if scale, err = parseShare(f.scale); err != nil {
			return nil, fmt.Errorf("--scale: %w", err)
		}
	}
	return []drill.Option{
		drill.WithSeed(f.seed), drill.WithScale(scale), drill.WithVariation(f.variation), drill.WithSalt(f.salt),
		drill.WithLab(f.lab), drill.WithAdaptation(f.adaptation), drill.WithEngine(version),
	}, nil
}

// parseShare reads "0.1" or "10 %".
func parseShare(s string) (float64, error) {
	number, percent := strings.CutSuffix(strings.TrimSpace(s), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if err != nil {
		return 0, fmt.Errorf("%q, expected a number such as 0.1 or a percentage such as 10 %%", s)
	}
	if percent {
		v /= 100
	}
	return v, nil
}
