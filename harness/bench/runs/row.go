package runs

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Identity is everything that determines a run. Two runs of one identity have
// one result.
type Identity struct {
	Scenario       string `json:"scenario"`
	ScenarioDigest string `json:"scenario_digest"`
	Defence        string `json:"defence"`
	DefenceDigest  string `json:"defence_digest"`
	Seed           uint64 `json:"seed"`
	Salt           string `json:"salt"`  // its commitment; empty for none
	Scale          int64  `json:"scale"` // parts per million
	Variation      string `json:"variation"`
	Lab            string `json:"lab"`
	Adaptation     int    `json:"adaptation"`
	Adoption       int64  `json:"adoption,omitempty"` // of voluntary controls, times the scenario's, parts per million; 0 for as many
	Engine         string `json:"engine"`
}

// Key names the identity: SHA-256 over it, in hexadecimal.
func (i *Identity) Key() string {
	text, err := json.Marshal(i)
	if err != nil {
		panic(fmt.Sprintf("an identity of texts and numbers has no JSON: %v", err))
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Job is the run in words: scenario, defence, seed, and what else is not as
// usual.
func (i *Identity) Job() string {
	text := fmt.Sprintf("%s against %s, seed %d", i.Scenario, i.Defence, i.Seed)
	if i.Salt != "" {
		text += ", salt " + i.Salt
	}
	if i.Adaptation != 0 {
		text += fmt.Sprintf(", adaptation %d", i.Adaptation)
	}
	if i.Adoption != 0 {
		text += fmt.Sprintf(", adoption %g", float64(i.Adoption)/money.Whole)
	}
	return text
}

// Row is one run in a store.
type Row struct {
	Identity

	ScenarioVersion int
	DefenceVersion  string
	Tariff          string
	Taxonomy        score.Taxonomy

	Attack        bool
	Score         score.Points // score.Worst where the defence failed
	Standing      *score.Points
	Response      *score.Points
	Loss          score.Amount
	Undefended    score.Amount
	Harm          score.Amount
	ClosedDay     score.Amount
	Currency      string
	Decimals      uint8
	Availability  score.Share
	Passed        bool
	DetectedAfter *score.Elapsed

	Unconfined string // why nothing kept the defence from looking around; empty if something did

	Failure  string // why the defence ended the run; empty if it did not
	WallMS   int64
	Commands int64
	Result   *score.Result // nil where the defence failed
}

// RowOf is the row of a scored run.
func RowOf(id Identity, r *score.Result) *Row {
	return &Row{
		Identity: id, ScenarioVersion: r.Scenario.Version, DefenceVersion: r.Defence.Version,
		Tariff: r.Harm.Tariff, Taxonomy: r.Taxonomy,
		Attack: r.Loss.Undefended > 0, Score: r.Score, Standing: r.Standing.Score, Response: r.Response.Score,
		Loss: r.Loss.Net, Undefended: r.Loss.Undefended, Harm: r.Harm.Total, ClosedDay: r.Harm.ClosedDay,
		Currency: r.Loss.Currency, Decimals: r.Loss.Decimals, Availability: r.Harm.Availability,
		Passed: r.Passed, DetectedAfter: r.Detection.Seconds,
		Unconfined: r.Unconfined, WallMS: r.Timing.WallMS, Commands: r.Timing.Commands, Result: r,
	}
}

// Failed is the row of a run that the defence ended by a crash, by silence or
// by words that nobody understands: it counts as the worst score there is.
func Failed(id Identity, why string) *Row {
	return &Row{Identity: id, Score: score.Worst, Failure: why}
}
