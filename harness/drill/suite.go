package drill

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
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

// LoadSuite reads and checks an exdrill.yaml. Errors are scenarios.Errors with
// their places.
func LoadSuite(path string) (*Suite, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	s := &Suite{File: path}
	if err := scenarios.Decode(path, src, s); err != nil {
		return nil, err
	}
	var wrong scenarios.Errors
	reject := func(at scenarios.Position, problem, expected string) {
		wrong = append(wrong, &scenarios.Error{Pos: at, Problem: problem, Expected: expected})
	}
	if s.APIVersion.Text != scenarios.APIVersion {
		reject(s.APIVersion.Pos, "apiVersion is "+s.APIVersion.Text, scenarios.APIVersion)
	}
	if _, err := s.SeedList(); err != nil {
		reject(s.Seeds.Pos, err.Error(), `seeds such as "1-5" or "1, 2, 7"`)
	}
	if _, err := s.ScaleShare(); err != nil {
		reject(s.Scale.Pos, err.Error(), `a share such as 0.1 or "10 %"`)
	}
	if v := s.Variation; v != nil && v.Text != "record" && v.Text != "perturbed" {
		reject(v.Pos, "variation is "+v.Text, "record or perturbed")
	}
	for _, d := range demands() {
		if text := d.text(&s.Thresholds); text != nil {
			if _, err := parseLimit(text.Text, d.unit); err != nil {
				reject(text.Pos, d.name+" is "+strconv.Quote(text.Text), err.Error())
			}
		}
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return s, nil
}

// SeedList is the seeds in order: "1-5" are five, commas separate parts.
func (s *Suite) SeedList() ([]uint64, error) {
	var list []uint64
	for _, part := range strings.Split(s.Seeds.Text, ",") {
		first, last, ranged := strings.Cut(strings.TrimSpace(part), "-")
		from, err := strconv.ParseUint(strings.TrimSpace(first), 10, 64)
		to := from
		if err == nil && ranged {
			to, err = strconv.ParseUint(strings.TrimSpace(last), 10, 64)
		}
		if err != nil || to < from || to-from >= 10_000 {
			return nil, fmt.Errorf("seeds has %q", strings.TrimSpace(part))
		}
		for n := from; n <= to; n++ {
			list = append(list, n)
		}
	}
	return list, nil
}

// ScaleShare is the scale as a share, 1 unless the suite says otherwise.
func (s *Suite) ScaleShare() (float64, error) {
	if s.Scale == nil {
		return 1, nil
	}
	number, percent := strings.CutSuffix(strings.TrimSpace(s.Scale.Text), "%")
	v, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
	if percent {
		v /= 100
	}
	if err != nil || !(v > 0 && v <= 1) {
		return 0, fmt.Errorf("scale is %q", s.Scale.Text)
	}
	return v, nil
}

// DefencePath is the defence as the suite's own folder sees it: a name, or a
// path relative to the file.
func (s *Suite) DefencePath() string { return s.relative(s.Defence.Text) }

func (s *Suite) relative(path string) string {
	if !strings.ContainsAny(path, `/\`) && !strings.HasPrefix(path, ".") || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(filepath.Dir(s.File), path)
}
