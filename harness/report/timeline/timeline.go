// Package timeline is a run over time, compact enough for a page: what the
// thief took, with and without the defence, what was noticed, done and said,
// what the coins and prices did. A Chronicle listens to a run; Compose makes a
// Timeline of it, which a run folder keeps as JSON.
package timeline

import (
	"encoding/json"
	"fmt"

	"github.com/exdrill/exdrill/harness/score"
)

// Schema names the format and its version.
const Schema = "exdrill.timeline/v1"

// File is its name in a run folder.
const File = "timeline.json"

// Timeline is a run over time. Lists are in the order of time. Long ones are
// thinned: neighbours that are alike stand together in one entry.
type Timeline struct {
	Schema   string        `json:"schema"`
	Start    score.Instant `json:"start"`
	ClockEnd score.Instant `json:"clock_end"`
	End      score.Instant `json:"end"` // of the settlement tail
	Offset   int           `json:"utc_offset"`
	Currency string        `json:"currency"`
	Decimals uint8         `json:"decimals"`
	Venues   []string      `json:"venues,omitempty"` // where there are several

	Loss       Loss        `json:"loss"`
	Alerts     []Alert     `json:"alerts"`
	Actions    []Action    `json:"actions"`
	Statements []Statement `json:"statements"`
	Deeds      []Deed      `json:"deeds"`
	Techniques []Technique `json:"techniques"`
	Balances   []Balance   `json:"balances"`
	Prices     []Price     `json:"prices"`
	Obstacles  []Obstacle  `json:"obstacles"`
	Facts      []Fact      `json:"facts"`
	About      About       `json:"about"`
}

// Loss is what the thief had taken, and not lost again, at each time: base
// units of the currency.
type Loss struct {
	Run        []Point `json:"run"`
	Undefended []Point `json:"undefended"`
}

// Alert is one finding, or several of one rule that came close together.
type Alert struct {
	At    score.Instant `json:"at"`
	Until score.Instant `json:"until"` // the last of them
	N     int           `json:"n"`
	Venue string        `json:"venue,omitempty"`
	Rule  string        `json:"rule"`
	Title string        `json:"title,omitempty"`
	Level string        `json:"level"`
	True  bool          `json:"true"`            // named something compromised
	Names string        `json:"names,omitempty"` // how many of what, of the first
}

// Action is one action of the defence, or several of a kind that came close
// together.
type Action struct {
	At      score.Instant `json:"at"`
	Until   score.Instant `json:"until"`
	N       int           `json:"n"`
	Venue   string        `json:"venue,omitempty"`
	Name    string        `json:"name"`
	About   string        `json:"about,omitempty"`
	Code    string        `json:"code"`    // "ok", or the first refusal
	Changed uint32        `json:"changed"` // keys, accounts, orders, withdrawals
}

// Statement is something said in public, held against the truth.
type Statement struct {
	At    score.Instant `json:"at"`
	By    string        `json:"by,omitempty"`
	Claim string        `json:"claim"`
	Says  Text          `json:"says"`
	False *bool         `json:"false"` // null where nobody can tell
	Due   score.Instant `json:"due"`   // by when a promise was to be kept; null for what is none

	CorrectedAt score.Instant  `json:"corrected_at"`        // null for never
	Uncorrected *score.Elapsed `json:"uncorrected_seconds"` // for how long a false one stood; null for a true one
}

// Deed is something that the thief did, or did again and again.
type Deed struct {
	At             score.Instant `json:"at"`
	Until          score.Instant `json:"until"`
	N              int           `json:"n"`
	Venue          string        `json:"venue,omitempty"`
	Step           string        `json:"step"`
	Technique      string        `json:"technique"`
	Asked          string        `json:"asked,omitempty"`  // the first, in words
	Result         string        `json:"result,omitempty"` // of the first
	Refusal        string        `json:"refusal,omitempty"`
	Skipped        bool          `json:"skipped,omitempty"`
	Counterfactual bool          `json:"counterfactual,omitempty"`
}

// Technique is one of those that the thief used or wanted to use.
type Technique struct {
	Name    string        `json:"name"`
	Summary string        `json:"summary"`
	Seen    string        `json:"seen"`
	ATTACK  []string      `json:"attack"`
	AADAPT  []string      `json:"aadapt"`
	First   score.Instant `json:"first"`
	Last    score.Instant `json:"last"`
	Calls   int           `json:"calls"`
	Refused int           `json:"refused"`
	Skipped int           `json:"skipped"`
}

// Balance is what one of the venue's assets came to, by the chain's account.
type Balance struct {
	Venue    string  `json:"venue,omitempty"`
	Asset    string  `json:"asset"`
	Decimals uint8   `json:"decimals"`
	Stolen   bool    `json:"stolen"` // the thief holds a key of the hot wallet
	Hot      []Point `json:"hot"`
	Cold     []Point `json:"cold"`
}

// Price is what was paid on a market, in spans of equal length.
type Price struct {
	Venue    string   `json:"venue,omitempty"`
	Market   string   `json:"market"`
	Quote    string   `json:"quote"`
	Scale    uint8    `json:"scale"`    // decimals of prices
	Attacked bool     `json:"attacked"` // the thief traded there
	Width    int64    `json:"width_ms"`
	Spans    []Bucket `json:"spans"` // those with trades
}

// Obstacle is one of the defence's controls or actions that stood in honest
// customers' way.
type Obstacle struct {
	Venue   string           `json:"venue,omitempty"`
	Control string           `json:"control"`
	Counts  []Point          `json:"counts"` // cases of harm whose cause lies in a span from here on
	Width   int64            `json:"width_ms"`
	Total   int64            `json:"total"`
	Items   []score.HarmItem `json:"items"` // those of all obstacles add up to the result's
}

// Text is a text in both languages.
type Text struct {
	EN string `json:"en"`
	JA string `json:"ja"`
}

// In is the text in a language, "ja" for Japanese and English for any other.
func (t Text) In(language string) string {
	if language == "ja" && t.JA != "" {
		return t.JA
	}
	return t.EN
}

// Fact is a documented figure at its time.
type Fact struct {
	AsOf     score.Instant `json:"as_of"`
	Name     string        `json:"name"`
	Expected string        `json:"expected"`
	Measured *string       `json:"measured"`
	Holds    *bool         `json:"holds"`
}

// Parse reads what a run folder keeps.
func Parse(text []byte) (*Timeline, error) {
	t := &Timeline{}
	if err := json.Unmarshal(text, t); err != nil {
		return nil, err
	}
	if t.Schema != Schema {
		return nil, fmt.Errorf("schema %q, expected %q", t.Schema, Schema)
	}
	return t, nil
}
