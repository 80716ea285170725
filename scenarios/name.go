package scenarios

import "github.com/exdrill/exdrill/scenarios/yamldoc"

// Name is an id, or a reference to one, with its place in the file.
type Name struct {
	Text string
	Pos  yamldoc.Position
}

// String is the name itself.
func (n Name) String() string { return n.Text }

// Bilingual is prose for people, in English and in Japanese.
type Bilingual struct {
	EN string `key:"en"`
	JA string `key:"ja"`
}

// In is the text in a language, "ja" for Japanese and English for any other.
func (b Bilingual) In(language string) string {
	if language == "ja" {
		return b.JA
	}
	return b.EN
}

// Zone is the venue's time zone, written as "Asia/Tokyo +09:00". The offset
// stands in the file because machines without a time-zone database run drills
// too; a scenario is too short for a change of it to matter.
type Zone struct {
	Name   string
	Offset int // seconds east of UTC
	Pos    yamldoc.Position
}

// Table is a mapping whose keys are names, in the order of the file.
type Table[T any] []Row[T]

// Row is one line of a Table.
type Row[T any] struct {
	Key   Name
	Value T
}

// Get finds the value under a key; ok is false if there is none.
func (t Table[T]) Get(key string) (value T, ok bool) {
	for i := range t {
		if t[i].Key.Text == key {
			return t[i].Value, true
		}
	}
	return value, false
}
