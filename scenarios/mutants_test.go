package scenarios_test

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/exdrill/exdrill/scenarios"
)

// mutant is a scenario's file with one thing changed.
type mutant struct{ what, src string }

// storied are the sections that tell what happened, and when.
var storied = []string{"incident", "clock", "compromise", "campaign", "history", "statements", "facts"}

// changes gives a mutant for every figure of those sections.
func changes(s *scenarios.Scenario, src string) (all []mutant) {
	lines := strings.SplitAfter(src, "\n")
	starts := make([]int, len(lines))
	for i := 1; i < len(lines); i++ {
		starts[i] = starts[i-1] + len(lines[i-1])
	}
	for _, leaf := range s.Leaves {
		if section, _, _ := strings.Cut(leaf.Path, "."); !slices.Contains(storied, strings.Split(section, "[")[0]) {
			continue
		}
		line := []rune(lines[leaf.Pos.Line-1])
		at := starts[leaf.Pos.Line-1] + len(string(line[:leaf.Pos.Column-1]))
		if src[at] == '"' {
			at++
		}
		if strings.HasPrefix(src[at:], leaf.Text) {
			what := fmt.Sprintf("line %d: %s is %s", leaf.Pos.Line, leaf.Path, changed(leaf.Text))
			all = append(all, mutant{what, src[:at] + changed(leaf.Text) + src[at+len(leaf.Text):]})
		}
	}
	return all
}

// changed is another figure of the same kind, as near as may be: a minute
// later, a day later, the last digit one up, or other words.
func changed(text string) string {
	if t, err := time.Parse(time.RFC3339, text); err == nil {
		return t.Add(time.Minute).Format(time.RFC3339)
	}
	if day, zone, found := strings.Cut(text, "+"); found {
		if t, err := time.Parse(time.DateOnly, day); err == nil {
			return t.AddDate(0, 0, 1).Format(time.DateOnly) + "+" + zone
		}
	}
	number, unit, _ := strings.Cut(text, " ")
	i := strings.LastIndexAny(number, "0123456789")
	if i < 0 {
		return text + "x"
	}
	digit := '0' + (number[i]-'0'+1)%10
	return strings.TrimSuffix(number[:i]+string(rune(digit))+number[i+1:]+" "+unit, " ")
}

// omissions gives a mutant for every item of a list in those sections that
// holds a figure: a transfer, a step, an action, an alert, a fact, a rung.
func omissions(src string) (all []mutant) {
	lines := strings.SplitAfter(src, "\n")
	section := ""
	for i, line := range lines {
		if key, _, found := strings.Cut(line, ":"); found && line[0] != ' ' && line[0] != '#' {
			section = key
		}
		if !slices.Contains(storied, section) || !strings.HasPrefix(strings.TrimLeft(line, " "), "- ") {
			continue
		}
		end := i + 1
		for end < len(lines) && indent(lines[end]) > indent(line) {
			end++
		}
		item := strings.Join(lines[i:end], "")
		if section == "incident" || !strings.ContainsAny(item, "0123456789") {
			continue // sources and what is unknown; words
		}
		rest := strings.Join(lines[:i], "") + strings.Join(lines[end:], "")
		all = append(all, mutant{fmt.Sprintf("line %d, %s, left out", i+1, strings.TrimSpace(line)), rest})
	}
	return all
}

// indent is how far a line stands in. Empty lines belong to what is above.
func indent(line string) int {
	if strings.TrimSpace(line) == "" {
		return 1 << 10
	}
	return len(line) - len(strings.TrimLeft(line, " "))
}
