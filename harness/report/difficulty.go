package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/bench"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios"
)

// difficultyText is how hard thieves are, by what they hold and how far they
// adapt; empty where no thief came.
func difficultyText(f Format, list []bench.Difficulty, o Options) string {
	if len(list) == 0 {
		return ""
	}
	var rows [][]any
	for i := range list {
		d := &list[i]
		rows = append(rows, []any{HoldingText(d.Holds), strconv.Itoa(d.Level), len(d.Scenarios), bestCell(d.Posture), bestCell(d.Monitor), bestCell(d.Both), bestCell(d.Oracle)})
	}
	notes := difficultyNote
	if f != Markdown {
		notes = " " + strings.Join(layout.Wrap(notes, layout.PageWidth-2), "\n ")
	}
	return "\n" + o.heading(f, "How hard it is") + "\n\n" +
		tableOf(f, "lrrrrrr", []any{"the thief holds", "level", "scenarios", "best posture", "best monitor", "both", "oracle"}, rows) + "\n" + notes + "\n"
}

const difficultyNote = "Mean score where a thief came, every scenario the same, of the best defence of each kind: standing controls alone; somebody who watches, under the " +
	"posture that the venue had; both together; one that sees the truth. Level is the thief's adaptation. The best is chosen by the same runs."

// holdingTexts are what thieves hold, in words.
var holdingTexts = map[string]string{
	bench.AnyHolding:               "anything",
	scenarios.HoldsAPIKeys:         "API keys",
	scenarios.HoldsLogins:          "logins",
	scenarios.HoldsSigningKey:      "a signing key",
	scenarios.HoldsApprovalPath:    "the approval path",
	scenarios.HoldsSigningPipeline: "the signing pipeline",
}

// HoldingText is what a thief holds, in words.
func HoldingText(holds string) string {
	if text, known := holdingTexts[holds]; known {
		return text
	}
	return strings.ReplaceAll(holds, "_", " ")
}

// bestCell is the score of the best defence of a kind.
func bestCell(b *bench.Best) string {
	if b == nil {
		return "no runs"
	}
	return fmt.Sprintf("%s %s", b.Defence, tenths(b.Score))
}
