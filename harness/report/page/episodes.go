package page

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/timeline"
	"github.com/exdrill/exdrill/harness/score"
)

// fewDeeds is up to how many deeds of the thief the table shows one by one.
const fewDeeds = 30

// episodes are the thief's rows of the table. Where he did much, what he did
// between two answers of the others, or within a round span of time, is one.
func (v *view) episodes(others []row) (list []row) {
	deeds := v.Timeline.Deeds
	if len(deeds) <= fewDeeds {
		return v.deedRows()
	}
	focus := v.focus()
	width := roundSpan((focus.To - focus.From) / 12)
	var open []timeline.Deed
	last, lastAnswered := int64(-1), -1
	for _, d := range deeds {
		// Which answer came last, and which span it is, tell episodes apart.
		answered, _ := slices.BinarySearchFunc(others, d.At, func(r row, at score.Instant) int { return int(min(max(int64(r.At-at), -1), 1)) })
		now := int64(answered)<<32 + (int64(d.At)-focus.From)/width
		if len(open) > 0 && answered == lastAnswered && v.took(open[0].At, d.At) == 0 {
			now = last // he tries on, in vain
		}
		if now != last && len(open) > 0 {
			list, open = append(list, v.episode(open, d.At-1)), nil
		}
		open, last, lastAnswered = append(open, d), now, answered
	}
	if len(open) > 0 {
		list = append(list, v.episode(open, v.Timeline.End))
	}
	return list
}

// roundSpan is the next round span of time.
func roundSpan(least int64) int64 {
	for _, d := range []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 72 * time.Hour} {
		if int64(d) >= least {
			return int64(d)
		}
	}
	return int64(7 * 24 * time.Hour)
}

// episode sums several deeds up: how often he did what, and what he got by it
// until the next began. A theft on a chain counts when a block has it.
func (v *view) episode(deeds []timeline.Deed, next score.Instant) row {
	counts := make(map[string]int)
	var order []string
	refused := 0
	for _, d := range deeds {
		if !slices.Contains(order, d.Technique) {
			order = append(order, d.Technique)
		}
		counts[d.Technique] += d.N
		if d.Refusal != "" || d.Skipped {
			refused += d.N
		}
	}
	parts := make([]string, len(order))
	for i, name := range order {
		parts[i] = plain(name) + " ×" + report.Count(int64(counts[name]))
	}
	r := row{At: deeds[0].At, Until: deeds[len(deeds)-1].Until, Lane: laneThief, Venue: venueOf(deeds), N: 1}
	took := v.took(r.At, next)
	if took > 0 {
		r.Text = fmt.Sprintf(v.W.Took, v.money(took))
	}
	if r.Text == "" {
		r.Text, parts = parts[0], parts[1:]
		r.Hollow = true
	}
	if refused > 0 {
		parts = append(parts, fmt.Sprintf(v.W.RefusedN, report.Count(int64(refused))))
	}
	r.Note = strings.Join(parts, ", ")
	return r
}

func venueOf(deeds []timeline.Deed) string {
	for _, d := range deeds {
		if d.Venue != deeds[0].Venue {
			return ""
		}
	}
	return deeds[0].Venue
}

const millisecond = int64(time.Millisecond)

// took is by how much what the thief has grew in a span of time, to the
// millisecond: a kept timeline knows the points no better.
func (v *view) took(from, to score.Instant) score.Amount {
	var before, after int64
	for _, p := range v.Timeline.Loss.Run[:len(v.Timeline.Loss.Run)-1] {
		if p.At/millisecond < int64(from)/millisecond {
			before = p.Value
		}
		if p.At/millisecond <= int64(to)/millisecond {
			after = p.Value
		}
	}
	return score.Amount(after - before)
}
