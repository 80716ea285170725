package report

import (
	"encoding/csv"
	"encoding/json"
	"io"
	"strconv"

	"github.com/exdrill/exdrill/harness/score"
)

// writeJSON writes one result as an object and several as a list.
func writeJSON(w io.Writer, results []score.Result) error {
	if len(results) == 1 {
		return WriteValue(w, &results[0])
	}
	return writeJSONList(w, results)
}

// writeJSONList writes a list, however many results there are.
func writeJSONList(w io.Writer, results []score.Result) error {
	if results == nil {
		results = []score.Result{}
	}
	return WriteValue(w, results)
}

// WriteValue prints a value for programs that read it.
func WriteValue(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// csvColumns are the columns of CSV. Amounts are base units, spans are seconds,
// shares are parts of one; what is undefined is empty.
var csvColumns = []struct {
	name string
	of   func(r *score.Result) string
}{
	{"scenario", func(r *score.Result) string { return r.Scenario.ID }},
	{"scenario_version", func(r *score.Result) string { return strconv.Itoa(r.Scenario.Version) }},
	{"defence", func(r *score.Result) string { return r.Defence.Name }},
	{"defence_digest", func(r *score.Result) string { return r.Defence.Digest }},
	{"seed", func(r *score.Result) string { return strconv.FormatUint(r.Seed, 10) }},
	{"salt_commitment", func(r *score.Result) string { return r.SaltCommitment }},
	{"scale", func(r *score.Result) string { return r.Scale.String() }},
	{"variation", func(r *score.Result) string { return r.Variation }},
	{"lab", func(r *score.Result) string { return r.Lab }},
	{"adaptation", func(r *score.Result) string { return strconv.Itoa(r.Adaptation) }},
	{"engine", func(r *score.Result) string { return r.Engine }},
	{"score", func(r *score.Result) string { return r.Score.String() }},
	{"passed", func(r *score.Result) string { return strconv.FormatBool(r.Passed) }},
	{"currency", func(r *score.Result) string { return r.Loss.Currency }},
	{"decimals", func(r *score.Result) string { return strconv.Itoa(int(r.Loss.Decimals)) }},
	{"loss", func(r *score.Result) string { return amount(r.Loss.Net) }},
	{"undefended", func(r *score.Result) string { return amount(r.Loss.Undefended) }},
	{"harm", func(r *score.Result) string { return amount(r.Harm.Total) }},
	{"closed_day", func(r *score.Result) string { return amount(r.Harm.ClosedDay) }},
	{"availability", func(r *score.Result) string { return r.Harm.Availability.String() }},
	{"detect_seconds", func(r *score.Result) string { return seconds(r.Detection.Seconds) }},
	{"loss_share_gone", func(r *score.Result) string { return decimal(r.Detection.LossShareGone) }},
	{"false_alerts", func(r *score.Result) string { return strconv.FormatInt(r.Detection.Alerts.False, 10) }},
	{"contain_seconds_after_detection", func(r *score.Result) string { return seconds(r.Containment.SecondsAfterDetection) }},
	{"standing", func(r *score.Result) string { return decimal(r.Standing.Score) }},
	{"response", func(r *score.Result) string { return decimal(r.Response.Score) }},
	{"log_head", func(r *score.Result) string { return r.Log.Head }},
	{"reproduce", func(r *score.Result) string { return r.Reproduce }},
}

// writeCSV writes a header and one line for each result.
func writeCSV(w io.Writer, results []score.Result) error {
	lines := make([][]string, len(results)+1)
	for _, c := range csvColumns {
		lines[0] = append(lines[0], c.name)
		for r := range results {
			lines[r+1] = append(lines[r+1], c.of(&results[r]))
		}
	}
	return csv.NewWriter(w).WriteAll(lines)
}

func amount(a score.Amount) string { return strconv.FormatInt(int64(a), 10) }

// decimal writes a share or a score, empty if it is undefined.
func decimal[T interface{ String() string }](v *T) string {
	if v == nil {
		return ""
	}
	return (*v).String()
}

func seconds(e *score.Elapsed) string {
	if e == nil {
		return ""
	}
	text, _ := e.MarshalJSON() // a number cannot fail
	return string(text)
}
