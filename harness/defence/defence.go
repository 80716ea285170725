package defence

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// Factory makes a fresh monitor; every run has one of its own. It learns
// neither the scenario nor the seed.
type Factory func() (Monitor, error)

// Defence is what a run tests: a posture and a monitor. It does not change, and
// any number of runs may share it.
type Defence struct {
	Name        string
	Version     string
	Description string
	Digest      string // SHA-256 over what it is made of, in hexadecimal

	Posture control.Posture // the controls that it puts in force
	Watch   *Watch          // nil if nobody watches

	observe func(Monitor) // nil if nobody asks how its monitors fare
}

// Watch says how the monitors of a defence come about and how the lab treats
// them.
type Watch struct {
	Kind      string // rules, process, url or image, or the name of a monitor of ours
	Maker     Maker
	External  bool // it runs outside of exdrill
	Immediate bool // its actions take effect at the moment they are asked for
	SeesTruth bool // it acts on the ground truth
	Prepared  bool // those who hold the keys of cold storage were told in time when they are needed
	Epilogue  bool // it tells the record on after the run; see scenarios.Clock
	// Otherwise are other ways in which a defence that sees the ground truth may go
	// about it. The lab lets it know which does best, by trial.
	Otherwise []Way
}

// Way is one way to go about it, instead of that of a Watch.
type Way struct {
	Posture  control.Posture // beside the defence's own; nil for none
	Maker    Maker           // nil for the same
	Prepared bool            // as a Watch has it
	Wallets  bool            // it makes a difference where the key of a hot wallet is stolen, and nowhere else
	Signed   bool            // the same where he holds a host on which people look at what they sign for cold storage
	// Further is a step on from the way before: not worth a try where that did
	// worse than the one before it.
	Further bool
}

// Maker makes a fresh monitor for every run. The scenario, which may be nil,
// and the seed reach no monitor but those that ship and need them.
type Maker interface {
	Make(seed uint64, sc *scenarios.Scenario) (Monitor, error)
}

// Make makes a monitor that learns neither the scenario nor the seed.
func (f Factory) Make(uint64, *scenarios.Scenario) (Monitor, error) {
	m, err := f()
	return blind{m}, err
}

// New makes a defence of a posture, which may be nil, and a monitor written in
// Go, which may be nil too. Results are kept apart by name and posture: two
// monitors that are compared need two names.
func New(name string, posture control.Posture, monitor Factory) *Defence {
	d := &Defence{
		Name: name, Version: "1", Description: "written in Go",
		Digest:  digestOf(fmt.Sprintf("%s\n%s%t", name, described(posture), monitor != nil)),
		Posture: slices.Clone(posture),
	}
	if monitor != nil {
		d.Watch = &Watch{Kind: name, Maker: monitor}
	}
	return d
}

// Deeds tells defences apart by what they do: where nobody watches that is the
// posture, whatever the defence is called and wherever it was read.
func (d *Defence) Deeds() string {
	if d.Watches() {
		return d.Digest
	}
	return described(d.Posture)
}

// described is a posture in words that stay the same as long as it does.
func described(posture control.Posture) (text string) {
	for _, c := range posture {
		text += fmt.Sprintf("%s %+v\n", c.Info().Name, c)
	}
	return text
}

// Unconfined says that Go code shares the memory of the drill.
func (f Factory) Unconfined() string { return "it is part of the program that plays the drill" }

// blind hides everything about a monitor but what every monitor does: above
// all that it would like to be shown the ground truth.
type blind struct{ Monitor }

// Watches reports whether the defence has a monitor.
func (d *Defence) Watches() bool { return d.Watch != nil }

// Settings puts the posture in force over a venue's own settings: each control
// replaces the setting of its kind, the others stay.
func (d *Defence) Settings(base mockexchange.Settings) mockexchange.Settings {
	imposed := slices.Clone(base.Imposed)
	for _, c := range d.Posture {
		c.Apply(&base)
		imposed = append(imposed, c.Info().ID)
	}
	slices.Sort(imposed)
	base.Imposed = slices.Compact(imposed)
	return base
}

// Monitor makes the monitor of one run; one that does nothing if the defence
// has none.
func (d *Defence) Monitor(seed uint64, sc *scenarios.Scenario) (Monitor, error) {
	if d.Watch == nil {
		return idle{}, nil
	}
	m, err := d.Watch.Maker.Make(seed, sc)
	if d.observe != nil && err == nil {
		d.observe(m)
	}
	return m, err
}

// idle is the monitor that does nothing.
type idle struct{}

func (idle) Hello(*Hello) error          { return nil }
func (idle) Step(*Batch) (Answer, error) { return Answer{}, nil }
func (idle) Close() error                { return nil }

// Immediate reports whether actions take effect at the moment they are asked
// for: the record gives moments of effect, and the oracle is as fast as
// nobody can be.
func (d *Defence) Immediate() bool { return d.Watch != nil && d.Watch.Immediate }

// Ranked reports whether the defence may stand in a ranking. One that sees the
// ground truth may not.
func (d *Defence) Ranked() bool { return d.Watch == nil || !d.Watch.SeesTruth }

// Kinds of defences, by what a benchmark compares: standing controls, somebody
// who watches, both, and those that know what no defence can.
const (
	KindNothing = "nothing" // the venue as it was
	KindPosture = "posture" // controls, and nobody who watches
	KindMonitor = "monitor" // somebody who watches, under the posture that the venue had
	KindBoth    = "both"
	KindRecord  = "record" // it does what the real exchange did, when it did it
	KindOracle  = "oracle" // it sees the ground truth
)

// Kind is the defence's kind.
func (d *Defence) Kind() string {
	controls := len(d.Posture) > 0
	switch {
	case !d.Watches() && controls:
		return KindPosture
	case !d.Watches():
		return KindNothing
	case d.Watch.SeesTruth:
		return KindOracle
	case d.Watch.Immediate: // only the record's acts are as quick
		return KindRecord
	case controls:
		return KindBoth
	}
	return KindMonitor
}

// Program says as what the monitor runs outside of exdrill: process, url or
// image; empty for a monitor that is part of it. Whoever runs a bundle of
// somebody else's wants to know.
func (d *Defence) Program() string {
	if d.Watch != nil && d.Watch.External {
		return d.Watch.Kind
	}
	return ""
}

// Unconfined says why nothing keeps the monitor from finding out what no defence
// may know: which incident it guards against, and from which seed it was drawn.
// It is empty if something does. Leaderboards rank no unconfined defence.
func (d *Defence) Unconfined() string {
	if d.Watch != nil {
		if m, ok := d.Watch.Maker.(interface{ Unconfined() string }); ok {
			return m.Unconfined()
		}
	}
	return ""
}

// Standing is the posture alone.
func (d *Defence) Standing() *Defence {
	part := d.Derived(d.Name+" (posture alone)", "posture")
	part.Watch = nil
	return part
}

// Response is the monitor alone, over the venue's own posture. Nobody observes
// it.
func (d *Defence) Response() *Defence {
	part := d.Derived(d.Name+" (monitor alone)", "monitor")
	part.Posture, part.observe = nil, nil
	return part
}

// Observed is the defence with somebody who is handed every monitor before its
// run begins, after whoever was before; nil for nobody at all. Response gives that
// up.
func (d *Defence) Observed(observe func(Monitor)) *Defence {
	seen, before := *d, d.observe
	seen.observe = observe
	if before != nil && observe != nil {
		seen.observe = func(m Monitor) { before(m); observe(m) }
	}
	return &seen
}

// Prepared reports whether the defence's staff was told in time of what it will
// have to do.
func (d *Defence) Prepared() bool { return d.Watch != nil && d.Watch.Prepared }

// Ways are the other ways that the defence may choose from; none where it has no
// choice.
func (d *Defence) Ways() []Way {
	if d.Watch == nil {
		return nil
	}
	return d.Watch.Otherwise
}

// Going is the defence in one of its other ways.
func (d *Defence) Going(way int) *Defence {
	w := &d.Watch.Otherwise[way]
	part, watch := d.Derived(d.Name, fmt.Sprint("way ", way)), *d.Watch
	part.Posture = append(slices.Clone(d.Posture), w.Posture...)
	if w.Maker != nil {
		watch.Maker = w.Maker
	}
	watch.Prepared = watch.Prepared || w.Prepared
	part.Watch = &watch
	return part
}

// Derived is a copy under another name, with a digest of its own that follows
// from the defence's and from what is different.
func (d *Defence) Derived(name, difference string) *Defence {
	part := *d
	part.Name, part.Digest = name, digestOf(d.Digest+" "+difference)
	return &part
}

func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
