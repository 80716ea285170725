package verify

// Cell, EscapeOf and EscapesOf are for specs.
type Cell = cell

var (
	EscapeOf  = escape
	EscapesOf = escapes
)
