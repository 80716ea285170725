// Package bill says what a defence costs a venue in a year, in money: thefts at
// a stated rate, each with what is lost and the harm done while it lasts, and
// ordinary days with the harm done to honest customers on them.
//
// Runs have many currencies, sizes and scales. What they share are proportions:
// the part of the undefended loss that was lost, and harm as a part of a closed
// day. Rates say what one undefended theft of each kind and one closed day come
// to at the venue that the bill is for, and how often they come.
package bill

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"

	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Rates are what a year brings to a venue.
type Rates struct {
	APIVersion scenarios.Name   `key:"apiVersion"`
	Currency   scenarios.Name   `key:"currency"`   // that all amounts are whole units of
	ClosedDay  scenarios.Number `key:"closed_day"` // what a day with everything closed costs customers
	Thefts     []Theft          `key:"thefts"`
	Days       []Days           `key:"days"`
}

// Theft is one kind of theft.
type Theft struct {
	Name       string           `key:"name"`
	Scenarios  []scenarios.Name `key:"scenarios"`     // whose attacked runs measure it, each counting the same
	Years      scenarios.Number `key:"once_in_years"` // between two of them
	Undefended scenarios.Number `key:"undefended"`    // what one takes where nobody defends
}

// Days are one kind of day on which nobody attacks.
type Days struct {
	Name      string           `key:"name"`
	Scenarios []scenarios.Name `key:"scenarios"` // whose runs without a thief measure it, each counting the same
	Number    scenarios.Number `key:"a_year"`
}

// DefaultText is the file of the default rates, with a reason for each.
//
//go:embed rates.yaml
var DefaultText string

// Default are the rates of DefaultText.
func Default() *Rates {
	r, err := Parse("rates.yaml", []byte(DefaultText))
	if err != nil {
		panic(fmt.Sprintf("the rates that ship do not load: %v", err))
	}
	return r
}

// Load reads a file of rates.
func Load(path string) (*Rates, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, yamldoc.Errors{{Pos: yamldoc.Top(filepath.ToSlash(path)), Problem: "cannot be read", Expected: `a file of rates, such as "exdrill new rates" writes`}}
	}
	return Parse(path, src)
}

// Parse reads rates. The error is of type yamldoc.Errors, with places.
func Parse(file string, src []byte) (*Rates, error) {
	r := &Rates{}
	if err := scenarios.Decode(file, src, r); err != nil {
		return nil, err
	}
	var wrong complaints
	if r.APIVersion.Text != scenarios.APIVersion {
		wrong.add(r.APIVersion.Pos, "apiVersion is "+r.APIVersion.Text, scenarios.APIVersion)
	}
	if r.ClosedDay.Lo == 0 {
		wrong.add(r.ClosedDay.Pos, "closed_day is 0", "what it costs to close, 1 or more")
	}
	r.checkThefts(&wrong)
	r.checkDays(&wrong)
	if len(wrong) > 0 {
		return nil, yamldoc.Errors(wrong)
	}
	return r, nil
}

func (r *Rates) checkThefts(wrong *complaints) {
	seen := make(map[string]bool)
	for i := range r.Thefts {
		t := &r.Thefts[i]
		if t.Years.Lo == 0 {
			wrong.add(t.Years.Pos, "once_in_years is 0", "years between two thefts, 1 or more")
		}
		wrong.once(t.Scenarios, seen, t.Years.Pos, "thefts")
	}
}

func (r *Rates) checkDays(wrong *complaints) {
	sum, seen := int64(0), make(map[string]bool)
	for i := range r.Days {
		d := &r.Days[i]
		sum += d.Number.Value
		wrong.once(d.Scenarios, seen, d.Number.Pos, "days")
	}
	if sum > 366 {
		wrong.add(r.Days[0].Number.Pos, fmt.Sprintf("days sum to %d", sum), "at most the days of a year")
	}
}

// complaints gathers what is wrong with rates.
type complaints yamldoc.Errors

func (c *complaints) add(at yamldoc.Position, problem, expected string) {
	*c = append(*c, &yamldoc.Error{Pos: at, Problem: problem, Expected: expected})
}

// once sees that a kind has scenarios, and none that another kind has.
func (c *complaints) once(list []scenarios.Name, seen map[string]bool, at yamldoc.Position, what string) {
	if len(list) == 0 {
		c.add(at, "scenarios is empty", "at least one scenario that measures it")
	}
	for _, s := range list {
		if seen[s.Text] {
			c.add(s.Pos, s.Text+" is in two kinds of "+what, "each scenario in one")
		}
		seen[s.Text] = true
	}
}

// names are the names of scenarios.
func names(list []scenarios.Name) (texts []string) {
	for _, n := range list {
		texts = append(texts, n.Text)
	}
	return texts
}
