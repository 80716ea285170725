package bundle

import (
	"slices"
	"strings"

	"github.com/exdrill/exdrill/scenarios"
)

// Shipped is the digest of the defence that ships under a name, with the changes
// that the name carries, as Load makes it for a scenario; empty if none of that
// name ships. Errors are about the changes.
func Shipped(name string, sc *scenarios.Scenario) (digest string, err error) {
	base, _, _ := strings.Cut(name, "[")
	if !slices.Contains(library, base) {
		return "", nil
	}
	d, err := Load(name, sc)
	if err != nil {
		return "", err
	}
	return d.Digest, nil
}
