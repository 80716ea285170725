package scenarios

// Vocabulary is the names that mean something to those who run a scenario.
type Vocabulary struct {
	Techniques []string
	Controls   []string
	Actions    []string
	Measures   []string
	Harms      []string // items of the tariff
}

// Validate checks the names of a loaded scenario against a vocabulary. The
// error is of type Errors.
func Validate(s *Scenario, v Vocabulary) error { return nil }
