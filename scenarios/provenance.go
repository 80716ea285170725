package scenarios

import "github.com/exdrill/exdrill/scenarios/yamldoc"

// Provenance says where a figure comes from.
type Provenance uint8

// The provenances. A figure without one does not load.
const (
	FromNone      Provenance = iota
	FromSeed                 // the article that the drill set out from
	FromPublic               // other public material, with its source
	FromDerived              // arithmetic over other figures, which How spells out
	FromSynthetic            // invented, because nobody published it
)

var provenanceNames = [...]string{"", "seed", "public", "derived", "synthetic"}

// String is the provenance as files write it; empty for FromNone.
func (p Provenance) String() string {
	if int(p) < len(provenanceNames) {
		return provenanceNames[p]
	}
	return "unknown_provenance"
}

// Origin is a provenance with what goes with it. Written on a mapping it holds
// for every figure below that does not have one of its own.
type Origin struct {
	From    Provenance
	Sources []Name // ids out of incident.sources; never empty for FromPublic
	How     string // the arithmetic; never empty for FromDerived
	Note    string // anything else that a reader should know
}

// Stated is what every figure carries beside its value.
type Stated struct {
	Pos yamldoc.Position
	Origin
	Also []Reading // what others say, where the figure is disputed
}

// Reading is another value of a disputed figure, as its source has it.
type Reading struct {
	Text string
	Pos  yamldoc.Position
	Origin
}
