package scenarios

import "embed"

// shipped is the folders of the scenarios that are part of the program.
//
//go:embed */scenario.yaml */*.md
var shipped embed.FS
