package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/score"
)

// Detection writes what alerts were worth that somebody raised elsewhere over
// the telemetry of a run: for people, or as Markdown.
func Detection(w io.Writer, f Format, run *score.Result, found *score.Detection, o Options) error {
	r := *run
	r.Detection = *found
	c := card{&r, o}
	when, note := c.detected()
	t := newGrid()
	t.add(c.in(bold, "Detected"), when, wrapLines(note, page-len("Detected")-len(when)-margins))
	text := fmt.Sprintf("%s\n\n%s\n%s", c.in(bold, c.title()), t.String(), c.alertTable())
	if f == Markdown {
		text = "```\n" + strings.TrimRight(text, "\n") + "\n```\n"
	}
	_, err := io.WriteString(w, text)
	return err
}
