package scenarios

// Kinds of facts, and what they are about.
const (
	FactMeasured = "measured" // held against every run
	FactRecorded = "recorded" // told only

	AboutAttack   = "attack"   // holds whether or not anybody responds
	AboutResponse = "response" // depends on what the exchange did
)

// Fact is one documented figure.
type Fact struct {
	Name     Name      `key:"name"`
	Says     Bilingual `key:"says"`
	Kind     Name      `key:"kind"`
	About    Name      `key:"about"`
	Measure  *Name     `key:"measure,optional"` // what to compare with; measured facts only
	Asset    *Name     `key:"asset,optional"`   // that the measure is about; absent for all
	Venue    *Name     `key:"venue,optional"`   // that the measure is about; absent for all together
	Expected Figure    `key:"expected"`
	AsOf     Time      `key:"as_of"` // only what happened up to here counts
}
