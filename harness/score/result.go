package score

import (
	_ "embed" // the schema travels in the binary
	"slices"
)

// Schema names the form of a Result.
const Schema = "exdrill.result/v1"

//go:embed result.schema.json
var resultSchema []byte

// ResultSchema is the JSON Schema (draft 2020-12) that every Result obeys.
func ResultSchema() []byte { return slices.Clone(resultSchema) }

// Result is what `exdrill run --format json` prints: one run with its score.
type Result struct {
	Schema         string      `json:"schema"`
	Scenario       ScenarioRef `json:"scenario"`
	Defence        DefenceRef  `json:"defence"`
	Seed           uint64      `json:"seed"`
	SaltCommitment string      `json:"salt_commitment,omitempty"` // of the secret salt; absent for none
	Scale          Share       `json:"scale"`
	Variation      string      `json:"variation"`
	Lab            string      `json:"lab"`
	Adaptation     int         `json:"adaptation"`
	Adoption       Share       `json:"adoption,omitempty"` // of voluntary controls, times the scenario's; absent for 1
	Engine         string      `json:"engine"`
	Unconfined     string      `json:"unconfined,omitempty"` // why nothing kept the defence from looking around; absent if something did
	Taxonomy       Taxonomy    `json:"taxonomy"`
	Reproduce      string      `json:"reproduce"` // one command to paste

	Clock       Clock             `json:"clock"`
	Facts       []FactResult      `json:"facts"`
	Detection   Detection         `json:"detection"`
	Containment Containment       `json:"containment"`
	Loss        Loss              `json:"loss"`
	Harm        Harm              `json:"harm"`
	Standing    Part              `json:"standing"`
	Response    Part              `json:"response"`
	Statements  []StatementResult `json:"statements"`
	Disclosure  Disclosure        `json:"disclosure"`

	Score  Points `json:"score"`
	Passed bool   `json:"passed"`

	Log    LogRef `json:"log"`
	Timing Timing `json:"timing"`
}

// ScenarioRef names a scenario.
type ScenarioRef struct {
	ID      string `json:"id"`
	Title   string `json:"title,omitempty"`
	Version int    `json:"version"`
	Digest  string `json:"digest,omitempty"`
	Holds   string `json:"holds,omitempty"` // what the attacker holds in this drawing: see scenarios.Holdings; "none" without one
}

// DefenceRef names a defence.
type DefenceRef struct {
	Name    string `json:"name"`
	Version string `json:"version,omitempty"`
	Digest  string `json:"digest,omitempty"`
	Kind    string `json:"kind,omitempty"` // posture, monitor, both, ...: see defence.Kind
}

// Taxonomy pins the catalogues that technique ids refer to.
type Taxonomy struct {
	ATTACK string `json:"attack"`
	AADAPT string `json:"aadapt"`
}

// Clock is the virtual time that the run covers.
type Clock struct {
	Start   Instant `json:"start"`
	End     Instant `json:"end"`
	TailEnd Instant `json:"tail_end"`
	Zone    string  `json:"zone"`
}

// FactResult is one documented figure against this run.
type FactResult struct {
	Name     string   `json:"name"`
	Says     string   `json:"says,omitempty"`
	Expected string   `json:"expected"`
	Measured *string  `json:"measured"` // null if it is recorded only, or nothing was seen
	Holds    *bool    `json:"holds"`    // null where the fact does not apply to this run
	Kind     string   `json:"kind"`     // measured, given or recorded
	About    string   `json:"about"`    // attack or response
	AsOf     Instant  `json:"as_of"`
	From     string   `json:"from"`
	Source   []string `json:"source"`
	Also     []string `json:"also,omitempty"` // what others say, where the figure is disputed
}

// Detection says how the thief was noticed.
type Detection struct {
	FirstActionAt Instant            `json:"first_action_at"`
	DetectedAt    Instant            `json:"detected_at"`
	Seconds       *Elapsed           `json:"seconds"`          // from the one to the other
	LossShareGone *Share             `json:"loss_share_gone"`  // of the undefended loss, by then
	Chance        *Share             `json:"chance,omitempty"` // that an alert of this defence comes as soon by itself; above Luck it is no detection; absent without a true one
	Threshold     Share              `json:"threshold"`        // how much of what an alert names has to be guilty
	Alerts        Alerts             `json:"alerts"`
	Coverage      map[string]*Share  `json:"coverage"`  // by kind of entity: of what the thief used, how much alerts named
	Precision     map[string]*Share  `json:"precision"` // by kind of entity: of what alerts named, how much was compromised
	NAB           map[string]*Points `json:"nab"`       // by profile
}

// Alerts counts alerts, and what they cost those who read them.
type Alerts struct {
	True   int64 `json:"true"`      // at least the threshold of what they name is guilty
	False  int64 `json:"false"`     // the others, but for those about the thief before he shows himself
	Cases  int64 `json:"cases"`     // innocents named, each once an hour, in whichever alerts
	Budget int64 `json:"budget"`    // cases a day
	Worst  int64 `json:"worst_day"` // the most cases of one day

	Peace *PeacefulDay `json:"without_thief,omitempty"` // absent where no true alert was held against peace
}

// PeacefulDay is the worst day of the desk in the same run without the thief, or
// before he came, with cases about customers.
type PeacefulDay struct {
	Budget int64 `json:"budget"`    // of such cases a day: a desk's for the customers who are played
	Worst  int64 `json:"worst_day"` // the most of one day
}

// Overrun reports whether the desk gets more false cases on a day than it looks
// into, with the thief or without him.
func (a *Alerts) Overrun() bool {
	return a.Worst > a.Budget || a.Peace != nil && a.Peace.Worst > a.Peace.Budget
}

// Containment says when the thief was stopped.
type Containment struct {
	ContainedAt           Instant  `json:"contained_at"`
	SecondsAfterDetection *Elapsed `json:"seconds_after_detection"`
	AttemptsRefused       uint64   `json:"attempts_refused"`
	Actions               int64    `json:"actions"`
}

// Loss is what the thief took and what the house gave away.
type Loss struct {
	Currency   string `json:"currency"`
	Decimals   uint8  `json:"decimals"`
	Undefended Amount `json:"undefended"`
	Taken      Amount `json:"taken"`
	Recovered  Amount `json:"recovered"`
	Given      Amount `json:"given"` // away, by the house beyond what was stolen
	Net        Amount `json:"net"`   // taken, less recovered, and given away
}

// Harm is what the defence cost honest people.
type Harm struct {
	Currency     string     `json:"currency"`
	Decimals     uint8      `json:"decimals"`
	Tariff       string     `json:"tariff"`
	TariffDigest string     `json:"tariff_digest,omitempty"` // of the prices of the scenario as documented; none in results of before there was any
	Total        Amount     `json:"total"`
	ClosedDay    Amount     `json:"closed_day"`
	Unit         Amount     `json:"unit"`    // what costs a hundred points: see HarmUnit
	UnitIs       string     `json:"unit_is"` // UnitClosedDay or UnitLoss, whichever decides
	Items        []HarmItem `json:"items"`
	Availability Share      `json:"availability"`
	Floor        Share      `json:"floor"`
	OK           bool       `json:"ok"`

	// ClosedDayItems are the rows of ClosedDay, so that a reader can price both
	// bills anew; none in results of before there were any.
	ClosedDayItems []HarmItem `json:"closed_day_items,omitempty"`
}

// What decides the unit of harm.
const (
	UnitClosedDay = "closed_day"                // harm of closing the venue for a day
	UnitLoss      = "one_percent_of_undefended" // the greater, where much is stolen
)

// HarmItem is one row of the bill.
type HarmItem struct {
	Kind  string `json:"kind"`
	Count int64  `json:"count"`
	Value Amount `json:"value"`
	Price Amount `json:"price"`
}

// Part is the score of a part of the defence; null where it was not run.
type Part struct {
	Score *Points `json:"score"`
}

// StatementResult is one thing said in public.
type StatementResult struct {
	At    Instant `json:"at"`
	Claim string  `json:"claim"`
	By    string  `json:"by,omitempty"` // who said it; absent for the venue
	False *bool   `json:"false"`        // null where nobody can tell

	Due         Instant  `json:"due"`                 // by when a promise was to be kept; null for what is none
	CorrectedAt Instant  `json:"corrected_at"`        // when a false one was taken back, or came true; null for never
	Uncorrected *Elapsed `json:"uncorrected_seconds"` // for how long it stood, to the end of the run if it was never; null for a true one
}

// Disclosure says how long the public waited for the truth.
type Disclosure struct {
	FirstTheftAt Instant  `json:"first_theft_at"`
	DisclosedAt  Instant  `json:"disclosed_at"` // first true admission after that, by whoever
	Seconds      *Elapsed `json:"seconds"`      // from the one to the other
}

// LogRef points to the run's log.
type LogRef struct {
	Head string `json:"head"`
	Path string `json:"path,omitempty"`
}

// Timing is what the run cost on the wall.
type Timing struct {
	WallMS    int64 `json:"wall_ms"`
	Commands  int64 `json:"commands"`
	PerSecond int64 `json:"commands_per_s"`
}
