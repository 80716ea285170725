// Package drilltest is for those who assert on drills in Ginkgo suites, or
// wherever Gomega's matchers are welcome. A program that only runs drills does
// not import it, and links no test library.
package drilltest

import (
	"errors"
	"fmt"
	"time"

	"github.com/onsi/gomega/types"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/score"
)

// matcher is a claim about a result. Its failure message says what was wanted,
// what was measured, and how to see the run again.
type matcher struct {
	wanted string
	test   func(r *score.Result) (ok bool, measured string)
	got    string
	again  string
}

// Match implements Gomega's matcher.
func (m *matcher) Match(actual any) (bool, error) {
	r, err := resultOf(actual)
	if err != nil {
		return false, err
	}
	ok, got := m.test(r)
	m.got, m.again = got, r.Reproduce
	return ok, nil
}

// FailureMessage implements Gomega's matcher.
func (m *matcher) FailureMessage(any) string {
	return fmt.Sprintf("wanted the defence to %s\nmeasured: %s\nto see it again: %s", m.wanted, m.got, m.again)
}

// NegatedFailureMessage implements Gomega's matcher.
func (m *matcher) NegatedFailureMessage(any) string {
	return fmt.Sprintf("wanted the defence not to %s\nmeasured: %s\nto see it again: %s", m.wanted, m.got, m.again)
}

func resultOf(actual any) (*score.Result, error) {
	switch r := actual.(type) {
	case *drill.Result:
		if r == nil {
			return nil, errors.New("no result, expected one of drill.Run")
		}
		return &r.Result, nil
	case drill.Result:
		return &r.Result, nil
	case *score.Result:
		return r, nil
	case score.Result:
		return &r, nil
	}
	return nil, fmt.Errorf("%T, expected a result of drill.Run", actual)
}

// DetectWithin succeeds if a true alert that is no chance came no later than d after the
// attacker's first visible action, or if nobody attacked.
func DetectWithin(d time.Duration) types.GomegaMatcher {
	return within("detect", d, (*score.Result).DetectedAfter)
}

// ContainWithin succeeds if no command of the attacker moved value any more
// from d after his first visible action on, or if he never took anything.
func ContainWithin(d time.Duration) types.GomegaMatcher {
	return within("contain", d, (*score.Result).ContainedAfter)
}

// within is a claim about a time after the thief's first visible action.
func within(do string, d time.Duration, of func(*score.Result) (time.Duration, bool)) types.GomegaMatcher {
	return &matcher{wanted: do + " within " + d.String(), test: func(r *score.Result) (bool, string) {
		after, ok := of(r)
		switch {
		case !ok:
			return false, "never " + do + "ed"
		case r.Detection.FirstActionAt == 0:
			return true, "nobody attacked"
		}
		return after <= d, do + "ed after " + after.Round(time.Second).String()
	}}
}

// LoseAtMost succeeds if the loss is at most so many per cent of what an
// undefended venue loses.
func LoseAtMost(percent float64) types.GomegaMatcher {
	return &matcher{wanted: fmt.Sprintf("lose at most %g %% of the undefended loss", percent), test: func(r *score.Result) (bool, string) {
		lost := r.LossPercent()
		return lost <= percent, fmt.Sprintf("lost %.2f %%", lost)
	}}
}

// HarmAtMost succeeds if the harm is at most so many per cent of what closing
// the venue for a day costs honest customers.
func HarmAtMost(percent float64) types.GomegaMatcher {
	return &matcher{wanted: fmt.Sprintf("do harm of at most %g %% of a closed day", percent), test: func(r *score.Result) (bool, string) {
		harm := r.HarmPercent()
		return harm <= percent, fmt.Sprintf("did harm of %.2f %% of a closed day", harm)
	}}
}

// ScoreAtLeast succeeds if the score is at least so many points, of -100 to
// 100.
func ScoreAtLeast(points float64) types.GomegaMatcher {
	return &matcher{wanted: fmt.Sprintf("score at least %g", points), test: func(r *score.Result) (bool, string) {
		return float64(r.Score)/100 >= points, "scored " + r.Score.String()
	}}
}

// ReproduceTheRecord succeeds if every documented figure that applies to the
// run holds, and at least one does apply.
func ReproduceTheRecord() types.GomegaMatcher {
	return &matcher{wanted: "reproduce the record", test: func(r *score.Result) (bool, string) {
		held := 0
		for _, f := range r.Facts {
			switch {
			case f.Holds == nil:
			case *f.Holds:
				held++
			default:
				return false, fmt.Sprintf("%s is %s, the record says %s", f.Name, measured(f), f.Expected)
			}
		}
		return held > 0, fmt.Sprintf("%d figures hold", held)
	}}
}

func measured(f score.FactResult) string {
	if f.Measured == nil {
		return "not seen"
	}
	return *f.Measured
}
