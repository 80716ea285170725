package defence

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
)

// Factory makes a fresh monitor; every run has one of its own. It learns
// neither the scenario nor the seed.
type Factory func() (Monitor, error)

// Defence is what a run tests: a posture and a monitor. It does not change,
// and any number of runs may share it.
type Defence struct {
	Name        string
	Version     string
	Description string
	Digest      string // SHA-256 over what it is made of, in hexadecimal

	posture Posture
	watch   *builtin // nil if nobody watches
}

// New makes a defence of a posture, which may be nil, and a monitor written in
// Go, which may be nil too. Results are kept apart by name and posture: two
// monitors that are compared need two names.
func New(name string, posture Posture, monitor Factory) *Defence {
	d := &Defence{
		Name: name, Version: "1", Description: "written in Go",
		Digest:  digestOf(fmt.Sprintf("%s\n%#v\n%t", name, posture, monitor != nil)),
		posture: slices.Clone(posture),
	}
	if monitor != nil {
		d.watch = &builtin{
			name: name,
			make: func(uint64, *scenarios.Scenario) (Monitor, error) {
				m, err := monitor()
				return blind{m}, err
			},
		}
	}
	return d
}

// blind hides everything about a monitor but what every monitor does: above
// all that it would like to be shown the ground truth.
type blind struct{ Monitor }

// Posture lists the controls that the defence puts in force.
func (d *Defence) Posture() Posture { return slices.Clone(d.posture) }

// Watches reports whether the defence has a monitor.
func (d *Defence) Watches() bool { return d.watch != nil }

// Settings puts the posture in force over a venue's own settings: each control
// replaces the setting of its kind, the others stay.
func (d *Defence) Settings(base mockexchange.Settings) mockexchange.Settings {
	imposed := slices.Clone(base.Imposed)
	for _, c := range d.posture {
		c.Apply(&base)
		imposed = append(imposed, c.Info().ID)
	}
	slices.Sort(imposed)
	base.Imposed = slices.Compact(imposed)
	return base
}

// Monitor makes the monitor of one run; one that does nothing if the defence
// has none. The scenario and the seed reach no monitor but those that ship and
// need them.
func (d *Defence) Monitor(seed uint64, sc *scenarios.Scenario) (Monitor, error) {
	if d.watch == nil {
		return idle{}, nil
	}
	return d.watch.make(seed, sc)
}

// Immediate reports whether actions take effect at the moment they are asked
// for: the record gives moments of effect, and the oracle is as fast as
// nobody can be.
func (d *Defence) Immediate() bool { return d.watch != nil && d.watch.immediate }

// Ranked reports whether the defence may stand in a ranking. One that sees the
// ground truth may not.
func (d *Defence) Ranked() bool { return d.watch == nil || !d.watch.sees }

// Standing is the posture alone.
func (d *Defence) Standing() *Defence {
	part := *d
	part.Name, part.watch = d.Name+" (posture alone)", nil
	part.Digest = digestOf(d.Digest + " posture")
	return &part
}

// Response is the monitor alone, over the venue's own posture.
func (d *Defence) Response() *Defence {
	part := *d
	part.Name, part.posture = d.Name+" (monitor alone)", nil
	if d.watch != nil && d.watch.plain != nil {
		part.watch = d.watch.plain
	}
	part.Digest = digestOf(d.Digest + " monitor")
	return &part
}

func digestOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}
