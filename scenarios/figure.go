package scenarios

// FigureKind says what a Figure is.
type FigureKind uint8

// The kinds of figures.
const (
	FigureCount  FigureKind = iota // a whole number
	FigureTime                     // a moment or a day
	FigureAmount                   // money; Lo and Hi are 0
	FigureText                     // words; Lo and Hi are 0
)

// Figure is what the record says a fact comes to: a number, a time, a day, an
// amount or, for what is only recorded, words.
type Figure struct {
	Kind   FigureKind
	Text   string // as the file writes it
	Lo, Hi int64  // inclusive bounds: a count, or nanoseconds since the Unix epoch
	Stated
}
