package lab

import (
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
)

// steal gives the thief his turn and hears of everything that he did.
func (r *run) steal(now int64) error {
	next, done, applied, err := r.site.Wake(now)
	if err != nil {
		return err
	}
	if !done {
		r.queue.Push(max(next, now+1), thief)
	}
	for i := range applied {
		a := &applied[i]
		r.envelope = sim.Envelope{At: now, Actor: thief, Command: a.Command}
		r.done(&r.envelope, score.Attempt{}, &a.Result, a.Events)
	}
	return r.send()
}
