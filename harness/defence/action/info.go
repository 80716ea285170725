package action

import (
	"slices"
	"time"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Info says all there is to say about one action of the closed
// vocabulary.
type Info struct {
	Name    string
	Kind    mockexchange.Kind // the operator's command that it becomes
	Summary string
	Effect  string // what it does to whom
	Reverse string // the action that undoes it, or "none: " and the reason
	Params  []Param
	Event   string         // what it leaves in the audit log
	Harm    string         // the item of the bill that it can run up, or "none: " and the reason
	Control reject.Control // what refusals and delays that it causes carry; None if it causes none

	Latency   time.Duration // until it takes effect, unless the scenario says otherwise
	Tactic    Tactic
	Obstructs Obstruction
}

// Tactic is what D3FEND calls the kind of countermeasure.
type Tactic uint8

// The tactics.
const (
	NoTactic Tactic = iota
	Isolate
	Evict
	Restore
	Harden
)

// Obstruction is how an action stands in somebody's way, a thief's or a
// customer's.
type Obstruction uint8

// The obstructions.
const (
	Nothing    Obstruction = iota // it opens something, tells or pays
	FromThenOn                    // it stops what is asked for later
	OnceItActs                    // it takes a key, an account or a trade from somebody
)

// Param is one field that an action reads, by its name in JSON.
type Param struct {
	Name    string
	Need    Need
	Summary string
}

// Need says whether an action can do without a field.
type Need uint8

// The needs.
const (
	Optional Need = iota
	Required
	OneOf // at least one of the fields that are marked so
)

// All lists the vocabulary in the order in which documents show it.
func All() []Info { return slices.Clone(vocabulary[:]) }

// Names lists the names of the vocabulary in the same order.
func Names() []string {
	names := make([]string, len(vocabulary))
	for i := range vocabulary {
		names[i] = vocabulary[i].Name
	}
	return names
}

// OfKind finds the action that becomes a command; nil if the vocabulary lacks it.
func OfKind(k mockexchange.Kind) *Info {
	for i := range vocabulary {
		if vocabulary[i].Kind == k {
			return &vocabulary[i]
		}
	}
	return nil
}

// Named finds an action by name; nil if the vocabulary lacks it.
func Named(name string) *Info {
	for i := range vocabulary {
		if vocabulary[i].Name == name {
			return &vocabulary[i]
		}
	}
	return nil
}

// Reads reports whether the action reads a field, and how badly it needs it.
func (i *Info) Reads(field string) (n Need, ok bool) {
	for _, p := range i.Params {
		if p.Name == field {
			return p.Need, true
		}
	}
	return Optional, false
}

// Fields names what the action reads with the given need; nil needs means all.
func (i *Info) Fields(needs ...Need) (names []string) {
	for _, p := range i.Params {
		if len(needs) == 0 || slices.Contains(needs, p.Need) {
			names = append(names, p.Name)
		}
	}
	return names
}
