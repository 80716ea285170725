package drill

import (
	"context"
	"time"

	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Judge holds results against a suite, for specs.
var Judge = (*Suite).judge

// Robbed plays a scenario's record as a lint does, for so long.
func Robbed(ctx context.Context, name string, patience time.Duration) (yamldoc.Errors, error) {
	sc, err := Scenario(name)
	if err != nil {
		return nil, err
	}
	return robbed(ctx, lab.Conditions{Scenario: sc, Seed: 1, Variation: draw.Record, Lab: lab.Embedded, Engine: "lint"}, patience)
}
