package lab

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/sim"
)

// runSpec is one run of a series.
type runSpec struct {
	defence   *defence.Defence
	level     int  // adaptation of the thief
	peace     bool // nobody attacks
	contained bool // in containers; twins of a run are played in this process
	observers []Observer
	operated  []sim.Envelope  // what a kept run's operator did, in place of a monitor
	prepared  bool            // for which the staff was told in time
	external  []defence.Alert // raised elsewhere
}

// key is what determines a run inside a series.
func (sp *runSpec) key() string {
	return fmt.Sprintf("%s %d %t %t", sp.defence.Deeds(), sp.level, sp.peace, sp.contained)
}

// played is the runs that a series has played or is playing.
type played struct {
	mutex sync.Mutex
	runs  map[string]*pending // by what determines a run
}

// pending is a run that somebody has begun.
type pending struct {
	done    chan struct{}
	outcome *Outcome
	err     error
}

// playAll plays the runs, as many at a time as the conditions say. Of equal ones
// the first is played, and the others share its outcome. The first that fails
// ends the others.
//
// A program outside of ours plays the first run, the defended one, alone: two
// runs of one world could help each other, the one that is ahead telling the
// other what comes, by a lock on a file that both see or by how busy it keeps
// the machine. No confinement closes all such ways.
func (s *Series) playAll(ctx context.Context, specs []runSpec) ([]*Outcome, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	outcomes := make([]*Outcome, len(specs))
	slots := make(chan struct{}, s.conditions.Workers)
	var group sync.WaitGroup
	first := firsts(specs)
	defended := make(chan struct{}) // closed when the first run is over
	for i := range specs {
		if first[i] != i {
			continue
		}
		group.Go(func() {
			if i == 0 {
				defer close(defended)
			} else if specs[i].defence.Program() != "" {
				<-defended
			}
			select {
			case slots <- struct{}{}:
			case <-ctx.Done():
				return
			}
			defer func() { <-slots }()
			var err error
			if outcomes[i], err = s.cached(ctx, specs[i]); err != nil {
				cancel(err)
			}
		})
	}
	group.Wait()
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	for i := range outcomes {
		outcomes[i] = outcomes[first[i]]
	}
	return outcomes, nil
}

// firsts tells for each run which one of the list is the first that equals it.
func firsts(specs []runSpec) []int {
	list := make([]int, len(specs))
	seen := make(map[string]int)
	for i := range specs {
		key := specs[i].key()
		at, known := seen[key]
		if !known {
			at = i
			seen[key] = i
		}
		list[i] = at
	}
	return list
}

// cached gives the outcome of a run, from the cache where an equal one was
// played before or is being played. An observer has to hear every command, so
// that his run is always played; others may share the outcome.
func (s *Series) cached(ctx context.Context, sp runSpec) (*Outcome, error) {
	for {
		p, mine := s.claim(sp.key())
		if !mine && slices.ContainsFunc(sp.observers, Observer.notes) {
			return s.play(ctx, sp)
		}
		if mine {
			p.outcome, p.err = s.play(ctx, sp)
			if p.err != nil {
				s.forget(sp.key())
			}
			close(p.done)
			return p.outcome, p.err
		}
		select {
		case <-p.done:
			// Somebody else's run may have been cancelled; ours was not.
			if errors.Is(p.err, context.Canceled) && ctx.Err() == nil {
				continue
			}
			return p.outcome, p.err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// claim finds a run that was begun, or begins it; then it is the caller's to
// play.
func (s *Series) claim(key string) (p *pending, mine bool) {
	s.played.mutex.Lock()
	defer s.played.mutex.Unlock()
	if p, found := s.played.runs[key]; found {
		return p, false
	}
	p = &pending{done: make(chan struct{})}
	s.played.runs[key] = p
	return p, true
}

func (s *Series) forget(key string) {
	s.played.mutex.Lock()
	delete(s.played.runs, key)
	s.played.mutex.Unlock()
}

// play plays one run from its beginning to the end of the settlement tail.
func (s *Series) play(ctx context.Context, sp runSpec) (*Outcome, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	begun := time.Now()
	r, err := s.newRun(ctx, sp)
	if err != nil {
		return nil, err
	}
	defer r.close()
	if err := r.finish(ctx); err != nil {
		return nil, err
	}
	tally := r.tally()
	o := &Outcome{
		Tally: &tally, Head: r.log.Head(), Commands: r.commands, Honest: r.honest,
		Alerts: r.alerts, Actions: r.actions, Wall: time.Since(begun),
	}
	o.AttackLog, err = r.attackLog()
	return o, err
}
