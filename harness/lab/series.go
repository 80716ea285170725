package lab

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/baseline"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/lab/rota"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/population/model"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/scenarios"
)

// Names of the labs.
const (
	Embedded   = "embedded"
	Containers = "containers"
)

// Conditions are what a run depends on beside its defence.
type Conditions struct {
	Scenario   *scenarios.Scenario
	Seed       uint64
	Scale      int64         // parts per million of the groups that may shrink
	Variation  string        // "record" or "perturbed"
	Salt       sim.Salt      // beside the seed; none unless it is set
	Lab        string        // Embedded or Containers
	Adaptation int           // of the attacker
	Engine     string        // exdrill's version
	Adoption   int64         // of voluntary controls, times the scenario's, parts per million; 0 for as many
	People     *model.People // what customers are like where a control stands in their way; nil is as usual, and no result tells
	Staff      *rota.Values  // what machines and people of custody are like; as above
	Workers    int           // how many runs of a score go on side by side; 0 for 2
}

// Series is one world in which several defences are put to the test. What
// their runs share is built once: the populations, the signatures, the
// undefended run and the closed day.
type Series struct {
	conditions Conditions
	tariff     string        // digest of the scenario's prices
	worlds     []*draw.World // by venue
	signatures *chain.SignatureCache
	facts      []score.Fact

	played *played
}

// NewSeries builds the worlds of the conditions.
func NewSeries(c Conditions) (*Series, error) {
	worlds, err := draw.BuildAll(c.Scenario, draw.Options{
		Seed: c.Seed, Scale: c.Scale, Variation: c.Variation, Salt: c.Salt, Adoption: c.Adoption, People: c.People,
	})
	if err != nil {
		return nil, err
	}
	prices, err := impact.TariffOf(c.Scenario)
	if err != nil {
		return nil, err
	}
	c.Workers = cmp.Or(c.Workers, 2)
	return &Series{
		conditions: c, tariff: prices.Digest(), worlds: worlds, signatures: chain.NewSignatureCache(),
		facts: score.Facts(worlds[0].Whole), played: &played{runs: make(map[string]*pending)},
	}, nil
}

// At is the same series with a thief of another level of adaptation. The two
// share their world and every run in which the thief makes no difference.
func (s *Series) At(level int) *Series {
	other := *s
	other.conditions.Adaptation = level
	return &other
}

// World is what the series runs in, the first venue's of several. It is for
// reading only.
func (s *Series) World() *draw.World { return s.worlds[0] }

// Worlds are those of all venues, in the scenario's order. They are for reading
// only.
func (s *Series) Worlds() []*draw.World { return s.worlds }

// Score puts a defence through the five runs that a score takes, and through a
// sixth if it named the thief. In the
// container lab the defended run is the one that is played there: its twins
// would leave the same logs, so they are played in this process. Observers hear
// the defended one.
func (s *Series) Score(ctx context.Context, d *defence.Defence, observers ...Observer) (*Scored, error) {
	begun := time.Now()
	none, err := bundle.Load("none", s.World().Scenario)
	if err != nil {
		return nil, err
	}
	played, err := s.foresee(ctx, d)
	if err != nil {
		return nil, s.blame(err, d)
	}
	standing, response := postureAndMonitor(played, none)
	specs := []runSpec{
		s.defended(played, observers),
		{defence: none},
		{defence: baseline.ClosedDay(), peace: true},
		{defence: standing, level: s.conditions.Adaptation},
		{defence: response, level: s.conditions.Adaptation},
	}
	outcomes, err := s.playAll(ctx, specs)
	if err != nil {
		return nil, s.blame(err, d)
	}
	peace, err := s.peaceOf(ctx, played, outcomes[0])
	if err != nil {
		return nil, s.blame(err, d)
	}
	meta := s.about(d, outcomes[0])
	meta.Timing.WallMS = time.Since(begun).Milliseconds()
	result, err := s.compose(score.Runs{
		Defended: outcomes[0].Tally, Undefended: outcomes[1].Tally, ClosedDay: outcomes[2].Tally,
		Standing: outcomes[3].Tally, Response: outcomes[4].Tally, Peace: peace,
	}, meta)
	if err != nil {
		return nil, err
	}
	return &Scored{result, outcomes[0], outcomes[1]}, nil
}

// ScoreDefended scores a defence by its defended run, with the undefended run
// and the closed day that the series plays once: for those who try many choices
// of a defence's parts, and want the whole of each. The result has no score of
// the posture or the monitor alone, and its run is not kept for others.
func (s *Series) ScoreDefended(ctx context.Context, d *defence.Defence) (*Scored, error) {
	none, err := bundle.Load("none", s.World().Scenario)
	if err != nil {
		return nil, err
	}
	shared, err := s.playAll(ctx, []runSpec{{defence: none}, {defence: baseline.ClosedDay(), peace: true}})
	if err != nil {
		return nil, s.blame(err, d)
	}
	played, err := s.foresee(ctx, d)
	if err != nil {
		return nil, s.blame(err, d)
	}
	defended := s.defended(played, nil)
	o := shared[0]
	if d.Watches() || len(d.Posture) > 0 || defended.level > 0 || defended.contained {
		if o, err = s.play(ctx, defended); err != nil {
			return nil, s.blame(err, d)
		}
	}
	peace, err := s.peaceOf(ctx, played, o)
	if err != nil {
		return nil, s.blame(err, d)
	}
	meta := s.about(d, o)
	meta.Timing.WallMS = o.Wall.Milliseconds()
	result, err := s.compose(score.Runs{Defended: o.Tally, Undefended: shared[0].Tally, ClosedDay: shared[1].Tally, Peace: peace}, meta)
	if err != nil {
		return nil, err
	}
	return &Scored{Result: result, Outcome: o, Undefended: shared[0]}, nil
}

// compose scores runs. Where there is nothing to save, or nobody to harm, that is
// the scenario's fault, and is told with its place.
func (s *Series) compose(runs score.Runs, m score.Meta) (score.Result, error) {
	r, err := score.Compose(runs, m)
	return r, s.placed(err)
}

// placed says where in the scenario the cause of such an error stands.
func (s *Series) placed(err error) error {
	sc := s.conditions.Scenario
	switch {
	case errors.Is(err, score.ErrNoLoss) && sc.Campaign != nil:
		return fmt.Errorf("%s: %w, expected steps that take something before the run ends, with what he holds", sc.Campaign.Steps[0].ID.Pos, err)
	case errors.Is(err, score.ErrNoHarm):
		return fmt.Errorf("%s: %w, expected customers who want something within the clock", sc.Clock.Start.Pos, err)
	}
	return err
}

// Robbed reports whether the thief takes something from the undefended venue, as
// he has to if a score is to be given. It is nil where nobody attacks.
func (s *Series) Robbed(ctx context.Context) error {
	none, err := bundle.Load("none", s.World().Scenario)
	if err != nil {
		return err
	}
	o, err := s.Play(ctx, none, false)
	if err == nil && o.Tally.Attack && o.Tally.Net() == 0 {
		err = s.placed(score.ErrNoLoss)
	}
	return err
}

// peaceOf is a defended run without the thief, which tells what of its alerts he
// caused; nil if none was true. The record's and the oracle's are not asked: they
// know what happens, and say it when it does. It follows the defended run, so that
// no program learns from the one which the other is.
func (s *Series) peaceOf(ctx context.Context, d *defence.Defence, o *Outcome) (*score.Tally, error) {
	if d.Immediate() || o.Tally.Thief.FirstSeen == 0 || !slices.ContainsFunc(o.Tally.Alerts, func(f score.Finding) bool { return f.True }) {
		return nil, nil
	}
	peace, err := s.cached(ctx, runSpec{defence: d.Observed(nil), peace: true})
	if err != nil {
		return nil, err
	}
	return peace.Tally, nil
}

// defended is the run of a defence under the series' conditions.
func (s *Series) defended(d *defence.Defence, observers []Observer) runSpec {
	return runSpec{defence: d, level: s.conditions.Adaptation, contained: s.conditions.Lab == Containers, observers: observers}
}

// postureAndMonitor are a defence's posture alone and its monitor alone. What
// has only one of them is its own part, and the other part is no defence at
// all.
func postureAndMonitor(d, none *defence.Defence) (standing, response *defence.Defence) {
	switch {
	case !d.Watches():
		return d, none
	case len(d.Posture) == 0:
		return none, d
	}
	return d.Standing(), d.Response()
}

// blame says who failed, and how to see it again.
func (s *Series) blame(err error, d *defence.Defence) error {
	var failure *Failure
	if errors.As(err, &failure) && failure.Reproduce == "" {
		m := s.Meta(d)
		failure.Reproduce = m.Reproduce()
	}
	return err
}

// Meta is what a result says about the conditions of its run.
func (s *Series) Meta(d *defence.Defence) score.Meta {
	c := &s.conditions
	return score.Meta{
		Scenario: score.ScenarioRef{ID: c.Scenario.ID.Text, Title: c.Scenario.Title.EN, Version: c.Scenario.Version, Digest: c.Scenario.Digest(), Holds: s.worlds[0].Whole.Holds()},
		Defence:  score.DefenceRef{Name: d.Name, Version: d.Version, Digest: d.Digest, Kind: d.Kind()},
		Seed:     c.Seed, SaltCommitment: c.Salt.Commitment(), Scale: score.Share(c.Scale), Variation: c.Variation, Lab: c.Lab,
		Adaptation: c.Adaptation, Adoption: score.Share(c.Adoption), Engine: c.Engine, Unconfined: d.Unconfined(), Zone: c.Scenario.Clock.Zone.Name,
		Taxonomy: score.Taxonomy{ATTACK: technique.ATTACKVersion, AADAPT: technique.AADAPTVersion},
		Facts:    s.facts, Floor: score.Share(c.Scenario.Floor.PPM), AlertBudget: c.Scenario.AlertBudget.Value, TariffDigest: s.tariff,
	}
}

// about is what a result says about a run that was played.
func (s *Series) about(d *defence.Defence, o *Outcome) score.Meta {
	m := s.Meta(d)
	m.Log.Head = hex.EncodeToString(o.Head[:])
	m.Timing.Commands = int64(o.Commands)
	if o.Wall > 0 {
		m.Timing.PerSecond = int64(float64(o.Commands) / o.Wall.Seconds())
	}
	return m
}

// Play plays a defence's run alone, without twins and score; at peace nobody
// attacks.
func (s *Series) Play(ctx context.Context, d *defence.Defence, peace bool, observers ...Observer) (*Outcome, error) {
	played, err := d, error(nil)
	if !peace {
		played, err = s.foresee(ctx, d)
	}
	if err != nil {
		return nil, s.blame(err, d)
	}
	spec := s.defended(played, observers)
	spec.peace = peace
	o, err := s.play(ctx, spec)
	return o, s.blame(err, d)
}

// Ready reports what keeps a run under a defence from beginning. It builds every
// venue and the thief's plan as a run does, and plays nothing.
func (s *Series) Ready(ctx context.Context, d *defence.Defence) error {
	r, err := s.newRun(ctx, runSpec{defence: d, level: s.conditions.Adaptation})
	if err != nil {
		return err
	}
	defer r.close()
	return r.closeMonitors()
}
