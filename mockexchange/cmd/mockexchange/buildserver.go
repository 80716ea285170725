package main

import (
	"github.com/exdrill/exdrill/mockexchange/buildserver"
	"github.com/exdrill/exdrill/mockexchange/operator"
)

// builtVenue is where a build server deploys.
type builtVenue struct{ *operator.Venue }

// Turn gives a deployment its turn at the engine.
func (v builtVenue) Turn(f func(now int64, e buildserver.Engine)) error {
	return v.Venue.Turn(func(t *operator.Turn) { f(t.Now(), t) })
}
