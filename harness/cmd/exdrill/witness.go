package main

import (
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/lab"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// witness watches a run for what the commands of the defence brought about.
type witness struct {
	scenes []*scene // by venue
}

// scene is what a witness notes of one venue.
type scene struct {
	venue string // empty for the only one
	world *draw.World
	view  *defence.Directory
	deeds []deed // of the defence, in their order
}

// deed is one command of the defence.
type deed struct {
	effects []report.Effect
}

// newWitness watches the runs of a stage.
func newWitness(stage *drill.Stage) *witness {
	w := &witness{}
	for i, v := range venues(stage) {
		s := &scene{world: stage.Worlds()[i], view: v.View}
		if len(stage.Worlds()) > 1 {
			s.venue = v.Name
		}
		w.scenes = append(w.scenes, s)
	}
	return w
}

// observer is what has to hear the run.
func (w *witness) observer() lab.Observer {
	return lab.Observer{Command: func(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
		if e.Actor == sim.Operator {
			s := w.scenes[e.Venue]
			s.deeds = append(s.deeds, deed{effectsOf(events)})
		}
		return nil
	}}
}

// effectsOf counts events by type, in the order of their first.
func effectsOf(events []mockexchange.Event) (list []report.Effect) {
	for i := range events {
		list = withEffect(list, &events[i])
	}
	return list
}

func withEffect(list []report.Effect, e *mockexchange.Event) []report.Effect {
	name := e.Type.String()
	i := slices.IndexFunc(list, func(x report.Effect) bool { return x.Type == name })
	if i < 0 {
		i = len(list)
		list = append(list, report.Effect{Type: name})
	}
	x := &list[i]
	x.Count++
	if len(x.First) < report.Samples {
		x.First = append(x.First, e.Seq)
	}
	return list
}

// actionsOf lists the actions of a run with what each brought about: every
// action is as many commands as it names things.
func (w *witness) actionsOf(acts []lab.AppliedAction) []report.ActionEffect {
	list := []report.ActionEffect{}
	for _, act := range acts {
		x := report.ActionEffect{
			At: act.At, Venue: act.Venue, Action: act.Action, Code: act.Code, Changed: act.Changed, Effects: []report.Effect{},
		}
		s := w.sceneOf(act.Venue)
		commands, _ := action.Commands(&act.Action, s.view) // it was carried out
		n := min(len(commands), len(s.deeds))
		for _, d := range s.deeds[:n] {
			x.Effects = joined(x.Effects, d.effects)
		}
		s.deeds = s.deeds[n:]
		list = append(list, x)
	}
	return list
}

func (w *witness) sceneOf(venue string) *scene {
	for _, s := range w.scenes {
		if s.venue == venue {
			return s
		}
	}
	return w.scenes[0]
}

func joined(list, more []report.Effect) []report.Effect {
	for _, e := range more {
		i := slices.IndexFunc(list, func(x report.Effect) bool { return x.Type == e.Type })
		if i < 0 {
			list = append(list, e)
			continue
		}
		x := &list[i]
		x.Count += e.Count
		room := min(report.Samples-len(x.First), len(e.First))
		x.First = append(x.First, e.First[:room]...)
	}
	return list
}
