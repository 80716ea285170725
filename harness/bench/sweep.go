package bench

import (
	"fmt"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/bench/runs"
	"github.com/exdrill/exdrill/harness/bench/statistics"
	"github.com/exdrill/exdrill/harness/defence/bundle"
)

// Setting is a value of a bundle that a sweep goes through, by its path; see
// bundle.Variant.
type Setting struct {
	Path   string   `json:"path"`
	Values []string `json:"values"`
}

// ParseSetting reads "rules.burst.threshold=3,5,8".
func ParseSetting(text string) (Setting, error) {
	path, list, ok := strings.Cut(text, "=")
	s := Setting{Path: strings.TrimSpace(path)}
	for _, v := range strings.Split(list, ",") {
		v = strings.TrimSpace(v)
		if v == "" || slices.Contains(s.Values, v) || strings.ContainsAny(v+path, "[]") {
			ok = false
		}
		s.Values = append(s.Values, v)
	}
	if !ok || s.Path == "" {
		return s, fmt.Errorf("set %q, expected a path and its values, each once, such as posture.first_seen_hold.for=1h,6h,24h", text)
	}
	return s, nil
}

// Variants names a defence once for every combination of the settings' values.
func Variants(name string, settings []Setting) []string {
	names := []string{name}
	for _, s := range settings {
		var more []string
		for _, n := range names {
			for _, v := range s.Values {
				more = append(more, bundle.Variant(n, s.Path, v))
			}
		}
		names = more
	}
	return names
}

// Curve is what a defence prevents against what it costs while one value of it
// changes and others stay.
type Curve struct {
	Defence string       `json:"defence"` // with the values that stay
	Setting Setting      `json:"setting"` // the one that changes
	Points  []CurvePoint `json:"points"`  // in the order of the values
}

// CurvePoint is one value of a sweep. Shares are means over runs, 1 for all.
type CurvePoint struct {
	Value     string               `json:"value"`
	N         int                  `json:"n"`
	Prevented *float64             `json:"prevented"` // of the undefended loss; null where nobody attacks
	Harm      float64              `json:"harm"`      // of a closed day
	Score     float64              `json:"score"`     // points
	Interval  *statistics.Interval `json:"interval,omitempty"`
}

// Curves are the curves of a sweep: one for each defence and each choice of the
// values of all settings but the last.
func Curves(rows []*runs.Row, settings []Setting) (list []Curve) {
	if len(settings) == 0 {
		return nil
	}
	last := settings[len(settings)-1]
	suffix := func(v string) string { return bundle.Variant("", last.Path, v) }
	for _, name := range defencesOf(rows) {
		base, ok := strings.CutSuffix(name, suffix(last.Values[0]))
		if !ok {
			continue
		}
		c := Curve{Defence: base, Setting: last}
		for _, v := range last.Values {
			if mine := only(rows, func(r *runs.Row) bool { return r.Defence == base+suffix(v) }); len(mine) > 0 {
				c.Points = append(c.Points, pointOf(v, mine))
			}
		}
		list = append(list, c)
	}
	return list
}

func pointOf(value string, rows []*runs.Row) CurvePoint {
	p := CurvePoint{Value: value, N: len(rows)}
	rows = runs.Told(rows)
	if lost := mean(runs.Shares(rows, (*runs.Row).LostShare)); lost != nil {
		prevented := 1 - *lost
		p.Prevented = &prevented
	}
	if harm := mean(runs.Shares(rows, (*runs.Row).HarmedShare)); harm != nil {
		p.Harm = *harm
	}
	scores := scoresOf(rows)
	p.Score, p.Interval = statistics.Mean(scores), within(scores)
	return p
}
