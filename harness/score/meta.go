package score

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/scenarios"
)

// The variations of a scenario.
const (
	Record    = "record"    // the incident as documented
	Perturbed = "perturbed" // redrawn from seed and salt
)

// The defences on whose runs documented figures are checked.
const (
	DefenceNone    = "none"
	DefenceHistory = "history"
)

// Meta is what a result says about its run beside what was measured.
type Meta struct {
	Scenario       ScenarioRef
	Defence        DefenceRef
	Seed           uint64
	SaltCommitment string // of the secret salt, which no result holds; empty for none
	Scale          Share
	Variation      string // Record or Perturbed
	Lab            string // embedded or containers
	Adaptation     int
	Adoption       Share  // of voluntary controls, times the scenario's; 0 for as many
	Engine         string // version of exdrill
	Unconfined     string // why nothing kept the defence from looking around; empty if something did
	Taxonomy       Taxonomy
	Zone           string // of the venue, such as Asia/Tokyo
	Facts          []Fact // as in Setup
	Floor          Share  // of availability
	AlertBudget    int64  // false cases a day
	// TariffDigest is that of the prices of the scenario as documented: variants
	// may count in smaller coins.
	TariffDigest string
	Log          LogRef
	Timing       Timing
}

// result is the part of a result that needs no measuring.
func (m *Meta) result() Result {
	return Result{
		Schema: Schema, Scenario: m.Scenario, Defence: m.Defence,
		Seed: m.Seed, SaltCommitment: m.SaltCommitment, Scale: m.Scale, Variation: m.Variation, Lab: m.Lab,
		Adaptation: m.Adaptation, Adoption: m.Adoption, Engine: m.Engine, Unconfined: m.Unconfined, Taxonomy: m.Taxonomy,
		Reproduce: m.Reproduce(), Log: m.Log, Timing: m.Timing,
	}
}

// Reproduce is the command that runs this again. What is the default is left
// out. A salt stands there by its commitment: whoever has it runs this again.
func (m *Meta) Reproduce() string {
	words := []string{"exdrill", "run", quote(m.Scenario.ID), "--defence", quote(m.Defence.Name), "--seed", strconv.FormatUint(m.Seed, 10)}
	if m.Variation != "" && m.Variation != Record {
		words = append(words, "--variation", m.Variation)
	}
	if m.SaltCommitment != "" {
		words = append(words, "--salt", quote(m.SaltCommitment))
	}
	if m.Scale != money.Whole {
		words = append(words, "--scale", m.Scale.String())
	}
	if m.Lab != "" && m.Lab != "embedded" {
		words = append(words, "--lab", m.Lab)
	}
	if m.Adaptation != 0 {
		words = append(words, "--adaptation", strconv.Itoa(m.Adaptation))
	}
	if m.Adoption != 0 {
		words = append(words, "--adoption", m.Adoption.String())
	}
	return strings.Join(words, " ")
}

// Command is the command that makes the run again, for whoever names its
// scenario and its defence so.
func (r *Result) Command(scenario, defence string) string {
	m := Meta{
		Scenario: ScenarioRef{ID: scenario}, Defence: DefenceRef{Name: defence}, Seed: r.Seed, SaltCommitment: r.SaltCommitment, Scale: r.Scale,
		Variation: r.Variation, Lab: r.Lab, Adaptation: r.Adaptation, Adoption: r.Adoption,
	}
	return m.Reproduce()
}

// quote makes one word of a text for a POSIX shell.
func quote(text string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_./:@+=,", r)
	}
	if text != "" && strings.TrimFunc(text, plain) == "" {
		return text
	}
	return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'"
}

// applies reports whether a fact is checked on this run: what is about the
// response holds where the exchange's own response is replayed, what is about
// the attack also where nobody responds. On other runs facts are only shown.
func (m *Meta) applies(f *Fact) bool {
	if m.Variation != Record || m.Adoption != 0 || f.Kind == scenarios.FactRecorded {
		return false
	}
	return m.Defence.Name == DefenceHistory || m.Defence.Name == DefenceNone && !f.Response
}

// facts holds every documented figure against the run.
func (m *Meta) facts(t *Tally) []FactResult {
	list := make([]FactResult, 0, len(m.Facts))
	for i := range m.Facts {
		f := &m.Facts[i]
		r := FactResult{
			Name: f.Name, Says: f.Says, Expected: f.expected(), Kind: cmp.Or(f.Kind, scenarios.FactMeasured), About: "attack",
			AsOf: Instant(f.AsOf), From: f.From, Source: append([]string{}, f.Sources...), Also: f.Also,
		}
		if f.Response {
			r.About = "response"
		}
		if i < len(t.Facts) && t.Facts[i].Known {
			text := f.text(t.Facts[i])
			r.Measured = &text
		}
		if i < len(t.Facts) && m.applies(f) {
			holds := f.holds(t.Facts[i])
			r.Holds = &holds
		}
		list = append(list, r)
	}
	return list
}
