package drill

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// lintSeeds is how many variants of a scenario a lint draws, beside the record
// at full size.
const lintSeeds = 1

// lintScale is the size of their populations, in parts per million.
const lintScale = sim.Whole / 50

// lintPatience is how long a lint plays the record. What ships takes a second.
const lintPatience = 30 * time.Second

// Lint says what keeps a scenario from being run: what is wrong with its file,
// or else whatever a run would refuse before its first command, on the record
// and in variants, with any shipped defence. Warnings are about what is allowed
// and hardly meant.
func Lint(ctx context.Context, nameOrPath string) (warnings yamldoc.Errors, err error) {
	sc, err := Scenario(nameOrPath)
	if err != nil {
		return nil, err
	}
	for _, name := range bundle.Names() {
		if _, err := bundle.Load(name, sc); err != nil {
			return nil, fmt.Errorf("%s: no run with --defence %s: %w", sc.ID.Pos, name, err)
		}
	}
	whole := lab.Conditions{Scenario: sc, Seed: 1, Scale: sim.Whole, Variation: draw.Record, Lab: lab.Embedded, Engine: "lint"}
	series, err := ready(ctx, whole)
	if err != nil {
		return nil, err
	}
	slow, err := robbed(ctx, whole, lintPatience)
	if err != nil {
		return nil, err
	}
	for seed := range uint64(lintSeeds) {
		variant := whole
		variant.Seed, variant.Scale, variant.Variation = seed+1, lintScale, draw.Perturbed
		if _, err := ready(ctx, variant); err != nil {
			return nil, fmt.Errorf("with --variation perturbed --seed %d: %w", seed+1, err)
		}
	}
	warnings = append(warnings, sc.Warnings...)
	warnings = append(warnings, slow...)
	warnings = append(warnings, largeTransfers(sc, series.Worlds())...)
	warnings = append(warnings, plannedFacts(sc)...)
	_ = warnings.Sorted()
	return warnings, nil
}

// robbed plays the record undefended, with few customers: what nobody is robbed in
// cannot be scored, whatever the reason is. It warns of what it cannot play to the
// end in time.
func robbed(ctx context.Context, c lab.Conditions, patience time.Duration) (slow yamldoc.Errors, _ error) {
	if c.Scenario.Campaign == nil {
		return nil, nil
	}
	c.Scale = lintScale
	s, err := ready(ctx, c)
	if err != nil {
		return nil, err
	}
	within, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = s.Robbed(within)
	if errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil {
		return yamldoc.Errors{{
			Pos: c.Scenario.Clock.Start.Pos, Problem: fmt.Sprintf("a run with a fiftieth of the customers takes more than %v", patience),
			Expected: "less to do in the clock's time; whether anybody is robbed was not seen",
		}}, nil
	}
	return nil, err
}

// ready builds a run as it would begin. That it panics is an error too: whoever
// wrote the file cannot help it.
func ready(ctx context.Context, c lab.Conditions) (s *lab.Series, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: it cannot be built: %v, which is a fault of exdrill's\n%s", c.Scenario.ID.Pos, p, debug.Stack())
		}
	}()
	s, err = lab.NewSeries(c)
	if err != nil {
		return nil, err
	}
	none, err := bundle.Load("none", c.Scenario)
	if err != nil {
		return nil, err
	}
	return s, s.Ready(ctx, none)
}

// signs is the technique whose transfers come out of a hot wallet. Those of
// the others are of coins that he already has.
const signs = "sign_with_stolen_key"

// largeTransfers warns of what the thief is to take that is not there.
func largeTransfers(sc *scenarios.Scenario, worlds []*draw.World) (list yamldoc.Errors) {
	if sc.Campaign == nil {
		return nil
	}
	left := map[string]int64{}
	for _, w := range worlds {
		for i := range w.Genesis.Assets {
			left[w.Genesis.Assets[i].Code] += hot(&w.Genesis, uint16(i+1))
		}
	}
	for i := range sc.Campaign.Steps {
		step := &sc.Campaign.Steps[i]
		if step.Technique.Text != signs || step.Counterfactual {
			continue
		}
		for j := range step.Transfers {
			list = append(list, tooLarge(sc, &step.Transfers[j].Amount, left)...)
		}
	}
	return list
}

// tooLarge takes an amount out of what is left.
func tooLarge(sc *scenarios.Scenario, a *scenarios.Amount, left map[string]int64) yamldoc.Errors {
	asset := sc.Asset(a.Asset.Text)
	units, _ := a.Units(asset.Decimals.Value)
	there := left[a.Asset.Text]
	left[a.Asset.Text] = max(0, there-units)
	if units <= there {
		return nil
	}
	return yamldoc.Errors{{
		Pos: a.Pos, Problem: fmt.Sprintf("the amount is %s %s, more than the hot wallet still has", a.Text, a.Asset.Text),
		Expected: "at most " + (money.Unit{Decimals: uint8(asset.Decimals.Value)}).Trimmed(there) + " " + a.Asset.Text + ", which house_funds, customer_funds and hot_share come to",
	}}
}

// hot is what lies in a hot wallet when the venue opens, with no cap on it.
func hot(g *mockexchange.Genesis, asset uint16) int64 {
	a := &g.Assets[asset-1]
	owed := a.HouseFunds
	for _, b := range g.Balances {
		if b.Asset == asset {
			owed = money.AddCapped(owed, b.Amount)
		}
	}
	units, _ := money.MulDiv(owed, a.HotShare, money.Whole, money.Down)
	return units
}
