package scenarios

import (
	"strings"
	"time"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

func (c *checker) head() {
	s := c.s
	if s.APIVersion.Text != APIVersion {
		c.bad(s.APIVersion.Pos, "apiVersion is "+yamldoc.Quoted(s.APIVersion.Text), APIVersion, "")
	}
	if strings.Trim(s.ID.Text, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
		c.bad(s.ID.Pos, "id is "+yamldoc.Quoted(s.ID.Text), "lower-case letters, digits and hyphens", "")
	}
	c.known("position", s.Incident.Position,
		[]string{PositionUserCredential, PositionSigningKey, PositionApprovalPath, PositionNone})
	c.days(s.Incident.Dates)
}

// sources checks the list and everything that refers to it.
func (c *checker) sources(cited []Name) {
	seen := map[string]yamldoc.Position{}
	var ids []string
	for i := range c.s.Incident.Sources {
		source := &c.s.Incident.Sources[i]
		c.unique("source", source.ID, seen)
		ids = append(ids, source.ID.Text)
		c.known("grade", source.Grade, []string{"A", "B", "C"})
	}
	for _, id := range cited {
		c.known("source", id, ids)
	}
}

func (c *checker) clock() {
	k := &c.s.Clock
	c.after("end", k.End, k.Start, "the start")
	const most = 92 * 24 * time.Hour
	if k.End.Pos.Line > 0 && k.Start.Pos.Line > 0 && k.End.Unix-k.Start.Unix > int64(most) {
		c.bad(k.End.Pos, "end is "+k.End.Text, "at most 92 days after the start, "+k.Start.Text, "")
	}
	if k.Tail.Value > most {
		c.bad(k.Tail.Pos, "tail is "+k.Tail.Value.String(), "at most "+most.String(), "")
	}
}
