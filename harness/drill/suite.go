package drill

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Suite is an exdrill.yaml: which defence has to hold which thresholds in
// which scenarios.
type Suite struct {
	APIVersion scenarios.Name   `key:"apiVersion"`
	Defence    scenarios.Text   `key:"defence"`
	Scenarios  []scenarios.Text `key:"scenarios"`
	Seeds      scenarios.Text   `key:"seeds"`              // "1-5" or "1, 2, 7"
	Scale      *scenarios.Text  `key:"scale,optional"`     // "0.1" or "10 %"
	Variation  *scenarios.Text  `key:"variation,optional"` // record or perturbed
	Thresholds Thresholds       `key:"thresholds,optional"`
	Baseline   *scenarios.Text  `key:"baseline,optional"` // file of scores to hold against

	File string `key:"-"`
}

// Thresholds are what a suite demands of every run, each in words such as
// ">= 80".
type Thresholds struct {
	Score        *scenarios.Text `key:"score,optional"`        // points, of the mean over the seeds
	Detect       *scenarios.Text `key:"detect,optional"`       // time, of the slowest seed
	Contain      *scenarios.Text `key:"contain,optional"`      // time, of the slowest seed
	Loss         *scenarios.Text `key:"loss,optional"`         // per cent of the undefended loss, of the worst seed
	Harm         *scenarios.Text `key:"harm,optional"`         // per cent of a closed day, of the worst seed
	Availability *scenarios.Text `key:"availability,optional"` // per cent, of the worst seed
	FalseAlerts  *scenarios.Text `key:"false_alerts,optional"` // a day, of the worst seed
}

// aSuite says what an exdrill.yaml holds.
const aSuite = "a suite with apiVersion, defence, scenarios and seeds"

// LoadSuite reads an exdrill.yaml and checks it whole: its own words, and the
// scenarios and the defence that it names. Errors are yamldoc.Errors with
// their places.
func LoadSuite(path string) (*Suite, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, yamldoc.Errors{unreadable(path, err, aSuite)}
	}
	s := &Suite{File: path}
	if err := scenarios.Decode(path, src, s); err != nil {
		return nil, err
	}
	var wrong complaints
	s.checkWords(&wrong)
	s.checkThresholds(&wrong)
	if len(wrong) == 0 {
		s.checkNames(&wrong)
	}
	if len(wrong) > 0 {
		return nil, yamldoc.Errors(wrong)
	}
	return s, nil
}

// checkWords checks everything but thresholds and names.
func (s *Suite) checkWords(wrong *complaints) {
	if s.APIVersion.Text != scenarios.APIVersion {
		wrong.add(s.APIVersion.Pos, "apiVersion is "+s.APIVersion.Text, scenarios.APIVersion)
	}
	if len(s.Scenarios) == 0 {
		wrong.add(s.APIVersion.Pos, "scenarios is empty", "at least one scenario")
	}
	if _, err := s.SeedList(); err != nil {
		var seeds *seedsError
		errors.As(err, &seeds)
		wrong.add(s.Seeds.Pos, seeds.problem, seedsWanted)
	}
	if _, err := s.ScaleShare(); err != nil {
		wrong.add(s.Scale.Pos, "scale is "+strconv.Quote(s.Scale.Text), shareWanted)
	}
	if v := s.Variation; v != nil && v.Text != draw.Record && v.Text != draw.Perturbed {
		wrong.add(v.Pos, "variation is "+v.Text, "record or perturbed")
	}
}

func (s *Suite) checkThresholds(wrong *complaints) {
	for _, d := range demands() {
		if text := d.text(&s.Thresholds); text != nil {
			if _, err := parseLimit(text.Text, d.unit); err != nil {
				wrong.add(text.Pos, d.name+" is "+strconv.Quote(text.Text), err.Error())
			}
		}
	}
}

// checkNames loads what the suite names, so that nothing runs before all of it
// is known to be there.
func (s *Suite) checkNames(wrong *complaints) {
	for i := range s.Scenarios {
		sc, err := Scenario(s.relative(s.Scenarios[i].Text))
		wrong.at(s.Scenarios[i].Pos, err)
		if sc == nil {
			continue
		}
		if _, err := bundle.Load(s.DefencePath(), sc); err != nil {
			wrong.at(s.Defence.Pos, err)
			return
		}
	}
}

// complaints gathers what is wrong with a suite.
type complaints yamldoc.Errors

func (c *complaints) add(at yamldoc.Position, problem, expected string) {
	*c = append(*c, &yamldoc.Error{Pos: at, Problem: problem, Expected: expected})
}

// at notes what loading something named here came to: the name's own place if
// nothing has that name, otherwise the places in the files that it stands for.
func (c *complaints) at(here yamldoc.Position, err error) {
	var nobody *yamldoc.UnknownError
	var inside yamldoc.Errors
	switch {
	case err == nil:
	case errors.As(err, &nobody):
		*c = append(*c, &yamldoc.Error{
			Pos: here, Problem: "no " + nobody.What + " is called " + strconv.Quote(nobody.Name), Nearest: nobody.Nearest,
			Expected: "one of " + strings.Join(nobody.Known, ", ") + ` or a path such as "./mine"`,
		})
	case errors.As(err, &inside):
		*c = append(*c, inside...)
	default:
		c.add(here, err.Error(), "something that can be read")
	}
}

// unreadable says why a file could not be read, in the words of other errors.
func unreadable(path string, err error, expected string) *yamldoc.Error {
	problem := "no such file"
	if !errors.Is(err, fs.ErrNotExist) {
		problem = err.Error()
		var inner *fs.PathError
		if errors.As(err, &inner) {
			problem = inner.Err.Error()
		}
	}
	return &yamldoc.Error{Pos: yamldoc.Position{File: filepath.ToSlash(path), Line: 1, Column: 1}, Problem: problem, Expected: expected}
}

// SeedList is the suite's seeds in order.
func (s *Suite) SeedList() ([]uint64, error) { return ParseSeeds(s.Seeds.Text) }

// ScaleShare is the scale as a share, 1 unless the suite says otherwise.
func (s *Suite) ScaleShare() (float64, error) {
	if s.Scale == nil {
		return 1, nil
	}
	return ParseShare(s.Scale.Text)
}

// DefencePath is the defence as the suite's own folder sees it: a name, or a
// path relative to the file.
func (s *Suite) DefencePath() string { return s.relative(s.Defence.Text) }

func (s *Suite) relative(path string) string {
	if !strings.ContainsAny(path, `/\`) && !strings.HasPrefix(path, ".") || filepath.IsAbs(path) {
		return path
	}
	whole := filepath.Join(filepath.Dir(s.File), path)
	if !strings.ContainsAny(whole, `/\`) {
		whole = "." + string(filepath.Separator) + whole // still a path, not a name
	}
	return whole
}
