package scenarios

import (
	"strings"
	"time"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// What an attacker can hold. It decides which defences can work at all.
const (
	PositionUserCredential = "user_credential" // customers' API keys: every check of the venue is in the way
	PositionSigningKey     = "signing_key"     // a hot wallet's key: the venue's checks are bypassed
	PositionApprovalPath   = "approval_path"   // the venue's own approval is subverted
	PositionNone           = "none"            // there is no attacker
)

// What an attacker can hold, as benchmarks tell scenarios apart: customers' API
// keys and their logins are different things to defend, and so are the code that
// approves withdrawals and the screens of those who sign.
const (
	HoldsAPIKeys         = "api_keys"
	HoldsLogins          = "logins"
	HoldsSigningKey      = PositionSigningKey
	HoldsApprovalPath    = PositionApprovalPath
	HoldsSigningPipeline = "signing_pipeline" // hosts on which transactions are built for people to sign, or shown to them
)

// Holdings lists what an attacker can hold, in the order in which documents show
// it.
func Holdings() []string {
	return []string{HoldsAPIKeys, HoldsLogins, HoldsSigningKey, HoldsApprovalPath, HoldsSigningPipeline}
}

// Holds is what the attacker holds: one of Holdings, or his position where that
// says all there is to say; PositionNone where there is no attacker.
func (s *Scenario) Holds() string {
	switch position := s.Incident.Position.Text; {
	case position == PositionUserCredential && s.Compromise != nil && len(s.Compromise.Logins) > 0:
		return HoldsLogins
	case position == PositionUserCredential:
		return HoldsAPIKeys
	case s.SigningPath():
		return HoldsSigningPipeline
	default:
		return position
	}
}

// Incident is where the scenario comes from.
type Incident struct {
	Venue    string   `key:"venue"` // the exchange's real name
	Position Name     `key:"position"`
	Dates    Days     `key:"dates" check:"days"`
	Sources  []Source `key:"sources" check:"unique=source"`
	Unknown  []string `key:"unknown"` // what nobody published
}

// Source is a piece of public material.
type Source struct {
	ID      Name   `key:"id"`      // "S17"
	Grade   Name   `key:"grade"`   // A: first party, B: established press, C: blog or repost
	Address string `key:"address"` // without the protocol
	What    string `key:"what"`    // what it is, in our words
}

// Clock is the virtual time that a run covers. The end of a run is End + Tail.
type Clock struct {
	Start Time     `key:"start"`
	End   Time     `key:"end"`
	Tail  Duration `key:"tail"` // settlement: holds run out, a thief may still try
	Zone  Zone     `key:"zone"`

	// Epilogue is until when the record is told on after the run. What the exchange
	// did by then is done, on its day; nobody lives in these weeks but who trades on
	// afterwards, no block is found, and nothing in them is scored.
	Epilogue *Time `key:"epilogue,optional"`
}

// RunEnd is when a run ends, virtual nanoseconds.
func (k *Clock) RunEnd() int64 { return k.End.Unix + int64(k.Tail.Value) }

// sound reports whether the clock has a start, and an end behind it.
func (k *Clock) sound() bool {
	return k.Start.Pos.Line > 0 && k.End.Pos.Line > 0 && k.End.Unix > k.Start.Unix
}

func (c *checker) head() {
	s := c.s
	if s.APIVersion.Text != APIVersion {
		c.complain(s.APIVersion.Pos, "apiVersion is "+yamldoc.Quoted(s.APIVersion.Text), APIVersion, "")
	}
	if strings.Trim(s.ID.Text, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		c.complain(s.ID.Pos, "id is "+yamldoc.Quoted(s.ID.Text), "lower-case letters, digits and hyphens", "")
	}
	c.known("position", s.Incident.Position,
		[]string{PositionUserCredential, PositionSigningKey, PositionApprovalPath, PositionNone})
}

// sources checks the list and everything that refers to it.
func (c *checker) sources(cited []Name) {
	var ids []string
	for i := range c.s.Incident.Sources {
		source := &c.s.Incident.Sources[i]
		ids = append(ids, source.ID.Text)
		c.known("grade", source.Grade, []string{"A", "B", "C"})
	}
	for _, id := range cited {
		c.known("source", id, ids)
	}
}

// longest is how far an epilogue goes.
const longest = 365 * 24 * time.Hour

func (c *checker) clock() {
	k := &c.s.Clock
	c.after("end", k.End, k.Start, "the start")
	if k.End.Pos.Line > 0 && k.Start.Pos.Line > 0 && k.End.Unix-k.Start.Unix > int64(longestClock) {
		c.complain(k.End.Pos, "end is "+k.End.Text, "at most 92 days after the start, "+k.Start.Text, "")
	}
	if e := k.Epilogue; e != nil && k.End.Pos.Line > 0 && (e.Unix <= k.RunEnd() || e.Unix > k.End.Unix+int64(longest)) {
		c.complain(e.Pos, "epilogue is "+e.Text, "a time after the tail and at most a year after the end, "+k.End.Text, "")
	}
	if k.Tail.Value > longestClock {
		c.complain(k.Tail.Pos, "tail is "+k.Tail.Value.String(), "at most "+longestClock.String(), "")
	}
}
