package measure

import (
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// wordMeasures are figures about what was said in public.
func wordMeasures() []measure {
	return []measure{
		{"statements", score.JoinSaid, scenarios.UnitCount, "statements of the venue and of others", func(r *reading) score.Measured { return number(len(r.said(anything))) }},
		{"statement_at", score.JoinFirst, scenarios.UnitTime, "the first statement of the venue and of others, of the claim if there is one", func(r *reading) score.Measured { return firstSaid(r.said(r.claims)) }},
		{"false_statements", score.JoinUntrue, scenarios.UnitCount, "statements that were false when made", func(r *reading) score.Measured { return number(len(r.said((*score.Statement).Untrue))) }},
		{"false_statement_at", score.JoinFirst, scenarios.UnitTime, "the first statement that was false when made", func(r *reading) score.Measured { return firstSaid(r.said((*score.Statement).Untrue)) }},
		{"broken_promises", score.JoinBroken, scenarios.UnitCount, "promises in statements that were not kept when they were due", func(r *reading) score.Measured { return number(len(r.said((*score.Statement).Broken))) }},
		{"disclosed_at", score.JoinFirst, scenarios.UnitTime, "the first true admission after the first theft, by whoever", disclosed},
		{"disclosure_minutes", score.JoinMost, scenarios.UnitCount, "whole minutes from the first theft to the first true admission", untilDisclosure(time.Minute)},
		{"disclosure_hours", score.JoinMost, scenarios.UnitCount, "whole hours from the first theft to the first true admission", untilDisclosure(time.Hour)},
		{"disclosure_days", score.JoinMost, scenarios.UnitCount, "whole days from the first theft to the first true admission", untilDisclosure(24 * time.Hour)},
	}
}

func anything(*score.Statement) bool { return true }

// claims reports whether a statement makes the claim that the figure is about.
func (r *reading) claims(s *score.Statement) bool {
	claim, _, _ := strings.Cut(s.Claim, " ")
	return r.claim == "" || claim == r.claim
}

// said lists the statements made by the time of the figure.
func (r *reading) said(which func(*score.Statement) bool) (list []score.Statement) {
	for i := range r.Statements {
		if s := &r.Statements[i]; r.by(s.At) && which(s) {
			list = append(list, *s)
		}
	}
	return list
}

func firstSaid(list []score.Statement) score.Measured {
	if len(list) == 0 {
		return score.Measured{}
	}
	return amount(list[0].At)
}

func disclosed(r *reading) score.Measured {
	theft := firstTheft(r)
	return firstSaid(r.said(func(s *score.Statement) bool {
		return s.Admits() && s.Judged && !s.False && theft.Known && s.At >= theft.Value
	}))
}

func untilDisclosure(unit time.Duration) func(*reading) score.Measured {
	return func(r *reading) score.Measured { return span(firstTheft(r), disclosed(r), unit) }
}
