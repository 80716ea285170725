package score

// Meta is what a result says about its run beside what was measured.
type Meta struct {
	Scenario    ScenarioRef
	Defence     DefenceRef
	Seed        uint64
	Salt        string // of a perturbed variation; empty for none
	Scale       Share
	Variation   string // record or perturbed
	Lab         string // embedded or containers
	Adaptation  int
	Engine      string // version of exdrill
	Taxonomy    Taxonomy
	Zone        string // of the venue, such as Asia/Tokyo
	Facts       []Fact // as in Setup
	Floor       Share  // of availability
	AlertBudget int64  // false alerts a day
	Log         LogRef
	Timing      Timing
}
