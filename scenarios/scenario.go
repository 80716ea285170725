package scenarios

// APIVersion is the version of the format that this package reads.
const APIVersion = "exdrill/v1"

// Head is what identifies a scenario.
type Head struct {
	APIVersion Name      `key:"apiVersion"`
	ID         Name      `key:"id"`
	Title      Bilingual `key:"title"`
	Version    int       `key:"version"` // goes up whenever results change
	Summary    Bilingual `key:"summary"`
}

// Scenario is one incident, or one control scenario without an attacker, as
// its file declares it. Nobody changes it once it is loaded.
type Scenario struct {
	Head
	Incident    Incident         `key:"incident"`
	Clock       Clock            `key:"clock"`
	Currency    Name             `key:"currency"` // code of the asset that scores are in
	Venues      []Venue          `key:"venues"`
	Population  Population       `key:"population"`
	Compromise  *Compromise      `key:"compromise,optional"` // nil if position is none
	Campaign    *Campaign        `key:"campaign,optional"`   // nil if position is none
	History     History          `key:"history"`
	Statements  []Statement      `key:"statements"`
	Latencies   Latencies        `key:"latencies"`
	Facts       []Fact           `key:"facts"`
	Tariff      Table[TariffRow] `key:"tariff"` // rows that differ from the default tariff
	Floor       Share            `key:"floor"`  // least availability of a run that passes
	AlertBudget Number           `key:"alert_budget"`
	Variation   Variation        `key:"variation"`
	Lesson      Lesson           `key:"lesson"`

	Files  []File `key:"-"` // the scenario's files, by name
	Leaves []Leaf `key:"-"` // every figure of the file, in its order
}

// File is one file of a scenario's folder.
type File struct {
	Name string
	Data []byte
}

// Leaf is one figure of a scenario with its path in the file, such as
// "facts[2].expected".
type Leaf struct {
	Path string
	Text string
	Stated
}
