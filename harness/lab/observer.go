package lab

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Observer hears how a run goes on, by those of its functions that are not nil.
// What they are handed is the run's own and good until they return. An error
// ends the run.
type Observer struct {
	// Command hears every command with its answer and its events. The envelope
	// says which of several venues it went to.
	Command func(e *sim.Envelope, r *mockexchange.Result, events []mockexchange.Event) error
	// Alert hears every finding of the defence. It carries the venue's name
	// where there are several.
	Alert func(a *defence.Alert) error
	// Attempt hears which of a customer's intents a command serves, after the
	// command.
	Attempt func(actor sim.Actor, at sim.Attempt)
	// Sent hears which transactions on public chains are the thief's. Nobody else
	// can tell.
	Sent func(at int64, venue uint8, tx chain.Hash)
	// Balance hears what a venue's coins of an asset come to: at the start, and
	// after every block in which anything moved. hot counts every address that
	// was ever a hot one.
	Balance func(at int64, venue uint8, asset uint16, hot, cold int64)
	// Interim hears, every time before a monitor is asked, what its venue's
	// part of the run would come to if it ended now: loss and harm in base
	// units of the currency. Who asks pays: everything that is open has to be
	// priced each time.
	Interim func(at int64, venue uint8, loss, harm int64)
	// Progress hears the virtual time now and then.
	Progress func(at int64)
}

// notes reports whether the observer has to hear the run itself: an equal run
// that somebody else heard would not do.
func (o Observer) notes() bool {
	return o.Command != nil || o.Alert != nil || o.Attempt != nil || o.Sent != nil || o.Balance != nil || o.Interim != nil
}
