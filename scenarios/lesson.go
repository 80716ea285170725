package scenarios

// Lesson is what a teacher needs.
type Lesson struct {
	Questions    []Bilingual   `key:"questions"`
	Hints        []Hint        `key:"hints"`
	Pace         Pace          `key:"pace"`
	Containments []Containment `key:"containments"`
}

// Hint is something to say when a team is stuck.
type Hint struct {
	At   Time      `key:"at" check:"run"` // virtual time from which on it is fair
	Text Bilingual `key:"text"`
}

// Pace is how fast a workshop runs.
type Pace struct {
	Times   Number   `key:"times" check:"positive"` // virtual seconds in a second
	Minutes Duration `key:"minutes"`                // for the whole lesson, questions included
}

// Containment is something that a team may do, with a verdict.
type Containment struct {
	Action  Name      `key:"action"`
	What    Bilingual `key:"what"`
	Right   bool      `key:"right"`
	Because Bilingual `key:"because"`
}
