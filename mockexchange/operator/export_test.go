package operator

import "github.com/exdrill/exdrill/mockexchange"

// CommandText is a command as the journal's lines have it.
func CommandText(g *mockexchange.Genesis, c *mockexchange.Command) string {
	return string(appendLine(nil, names{g}.commandLine(c)))
}

// EventText is an event as the audit log's lines have it.
func EventText(g *mockexchange.Genesis, e *mockexchange.Event) string {
	return string(appendLine(nil, names{g}.eventLine(e)))
}
