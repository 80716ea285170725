package score

import "time"

// wordMeasures are figures about what was said in public.
func wordMeasures() []measure {
	return []measure{
		{"statements", JoinSaid, "statements of the venue and of others", func(e evidence) Measured { return number(len(e.said(anything))) }},
		{"false_statements", JoinUntrue, "of these, those that were false when made", func(e evidence) Measured { return number(len(e.said(untrue))) }},
		{"false_statement_at", JoinFirst, "the first of those", func(e evidence) Measured { return firstSaid(e.said(untrue)) }},
		{"disclosed_at", JoinFirst, "the first true admission after the first theft, by whoever", disclosed},
		{"disclosure_minutes", JoinMost, "whole minutes from the first theft to it", untilDisclosure(time.Minute)},
		{"disclosure_hours", JoinMost, "whole hours from the first theft to it", untilDisclosure(time.Hour)},
		{"disclosure_days", JoinMost, "whole days from the first theft to it", untilDisclosure(24 * time.Hour)},
	}
}

func anything(*Statement) bool { return true }

func untrue(s *Statement) bool { return s.Judged && s.False }

// said lists the statements made by the time of the figure.
func (e *evidence) said(which func(*Statement) bool) (list []Statement) {
	for i := range e.statements {
		if s := &e.statements[i]; e.by(s.At) && which(s) {
			list = append(list, *s)
		}
	}
	return list
}

func firstSaid(list []Statement) Measured {
	if len(list) == 0 {
		return Measured{}
	}
	return amount(list[0].At)
}

func disclosed(e evidence) Measured {
	theft := firstTheft(e)
	return firstSaid(e.said(func(s *Statement) bool {
		return s.admits() && s.Judged && !s.False && theft.Known && s.At >= theft.Value
	}))
}

func untilDisclosure(unit time.Duration) func(evidence) Measured {
	return func(e evidence) Measured { return span(firstTheft(e), disclosed(e), unit) }
}
