package drill

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
)

// reproduce is one line that runs a drill again: a command, with scenario and
// defence as the caller named them, or a call where the monitor is Go code that
// no command can reach.
func (s *Stage) reproduce(now *settings, d *defence.Defence) string {
	m := s.series.Meta(d)
	m.Scenario.ID = s.name
	m.Defence.Name = now.defenceName
	if now.inGo {
		return s.reproduceInGo(now)
	}
	return m.Reproduce()
}

// reproduceInGo is again in Go.
func (s *Stage) reproduceInGo(now *settings) string {
	c := &now.conditions
	args := []string{"ctx", strconv.Quote(s.name), fmt.Sprintf("drill.WithMonitor(%q, ...)", now.defenceName), fmt.Sprintf("drill.WithSeed(%d)", c.Seed)}
	if c.Scale != sim.Whole {
		args = append(args, "drill.WithScale("+strconv.FormatFloat(float64(c.Scale)/sim.Whole, 'g', -1, 64)+")")
	}
	if c.Variation != draw.Record {
		args = append(args, fmt.Sprintf("drill.WithVariation(%q)", c.Variation))
	}
	if !c.Salt.IsNone() {
		args = append(args, fmt.Sprintf("drill.WithSalt(/* %s */)", c.Salt))
	}
	if c.Lab != lab.Embedded {
		args = append(args, fmt.Sprintf("drill.WithLab(%q)", c.Lab))
	}
	if c.Adaptation != 0 {
		args = append(args, fmt.Sprintf("drill.WithAdaptation(%d)", c.Adaptation))
	}
	if c.Adoption != 0 {
		args = append(args, "drill.WithAdoption("+strconv.FormatFloat(float64(c.Adoption)/sim.Whole, 'g', -1, 64)+")")
	}
	return "drill.Run(" + strings.Join(args, ", ") + ")"
}

// blame tells with a failure how to see it again.
func (s *Stage) blame(err error, now *settings, d *defence.Defence) error {
	var failure *lab.Failure
	if errors.As(err, &failure) {
		failure.Reproduce = s.reproduce(now, d)
	}
	return err
}

// Again are the conditions of a kept run, to make it again with this engine.
// What ran in containers is played in this process: the two leave the same logs.
// The defence is the caller's to name, and the salt his to know; it is none for
// runs without.
func Again(r *score.Result, salt sim.Salt, engine string) []Option {
	list := []Option{
		WithSeed(r.Seed), WithSalt(salt), WithScale(float64(r.Scale) / sim.Whole), WithVariation(r.Variation),
		WithAdaptation(r.Adaptation), WithLab(lab.Embedded), WithEngine(engine),
	}
	if r.Adoption != 0 {
		list = append(list, WithAdoption(float64(r.Adoption)/sim.Whole))
	}
	return list
}
