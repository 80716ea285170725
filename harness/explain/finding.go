package explain

import (
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Finding is what a control came upon that stands in nobody's way by it: code that
// nobody reviewed, or a transfer out of cold storage that somebody did not sign.
type Finding struct {
	Venue   string `json:"venue,omitempty"`
	At      int64  `json:"at"`
	Seq     uint64 `json:"seq"`
	Control string `json:"control"`
	Type    string `json:"type"`
	About   string `json:"about"` // the event's label
	// ReplacedAt is when reviewed code took the place of what runs; 0 if it was let run.
	ReplacedAt int64 `json:"replaced_at,omitempty"`
}

// find notes what controls come upon in a venue's events.
func (v *venue) find(events []mockexchange.Event) {
	for i := range events {
		e := &events[i]
		switch {
		case e.Type == mockexchange.Deployed && e.Op != mockexchange.Deploy:
			v.replaced(e.At)
		case e.Control == reject.None || e.Type != mockexchange.CodeDiffers && e.Type != mockexchange.TransferRefused:
		default:
			v.findings = append(v.findings, Finding{
				Venue: v.name, At: e.At, Seq: e.Seq, Control: e.Control.String(), Type: e.Type.String(), About: e.Label,
			})
		}
	}
}

// replaced notes that reviewed code runs: the last difference is gone.
func (v *venue) replaced(at int64) {
	for i := len(v.findings) - 1; i >= 0; i-- {
		if f := &v.findings[i]; f.Type == mockexchange.CodeDiffers.String() {
			if f.ReplacedAt == 0 {
				f.ReplacedAt = at
			}
			return
		}
	}
}
