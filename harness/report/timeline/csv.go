package timeline

import (
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/score"
)

// CSV writes what happened, one line each, in the order of time: what the thief
// did, what was noticed, done and said.
func (t *Timeline) CSV(w io.Writer) error {
	type line struct {
		at    score.Instant
		cells []string
	}
	var list []line
	add := func(at, until score.Instant, n int, cells ...string) {
		head := []string{moment(at), moment(until), strconv.Itoa(n)}
		list = append(list, line{at, append(head, cells...)})
	}
	for _, d := range t.Deeds {
		note := d.Result
		if d.Refusal != "" {
			note = d.Refusal
		}
		add(d.At, d.Until, d.N, "thief", d.Venue, d.Technique, d.Step, d.Asked, note, t.ids(d.Technique))
	}
	for _, a := range t.Alerts {
		verdict := "false"
		if a.True {
			verdict = "true"
		}
		add(a.At, a.Until, a.N, "alert", a.Venue, a.Rule, a.Level, cmp.Or(a.Title, a.Rule), verdict, a.Names)
	}
	for _, a := range t.Actions {
		add(a.At, a.Until, a.N, "action", a.Venue, a.Name, a.About, "changed "+strconv.FormatUint(uint64(a.Changed), 10), a.Code, "")
	}
	for _, s := range t.Statements {
		verdict := ""
		if s.False != nil {
			verdict = strconv.FormatBool(!*s.False)
		}
		if s.Uncorrected != nil {
			verdict += ", uncorrected for " + time.Duration(*s.Uncorrected).String()
		}
		add(s.At, s.At, 1, "statement", s.By, s.Claim, "", s.Says.EN, verdict, "")
	}
	slices.SortStableFunc(list, func(a, b line) int { return cmp.Compare(a.at, b.at) })
	out := csv.NewWriter(w)
	rows := [][]string{{"at", "until", "n", "who", "venue", "what", "detail", "says", "outcome", "names"}}
	for _, l := range list {
		rows = append(rows, l.cells)
	}
	return out.WriteAll(rows)
}

func moment(at score.Instant) string { return at.Time().Format(time.RFC3339Nano) }

// ids are the taxonomies' names for a technique.
func (t *Timeline) ids(name string) string {
	for _, k := range t.Techniques {
		if k.Name == name {
			return strings.Join(append(slices.Clone(k.ATTACK), k.AADAPT...), " ")
		}
	}
	return ""
}
