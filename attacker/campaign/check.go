package campaign

import (
	"errors"
	"fmt"

	"github.com/exdrill/exdrill/attacker/technique"
)

// ErrCampaign is what errors of New wrap.
var ErrCampaign = errors.New("not a campaign")

var errPartner = errors.New("partner is missing, expected the number of an own account's key")

func (c *Campaign) check() error {
	if c.Level < technique.Replays || c.Level > technique.Probes {
		return fmt.Errorf("%w: level is %d, expected 0 to 3", ErrCampaign, c.Level)
	}
	if c.Think.Min < 0 || c.Think.Max < c.Think.Min {
		return fmt.Errorf("%w: think time from %v to %v", ErrCampaign, c.Think.Min, c.Think.Max)
	}
	if err := c.checkWallets(); err != nil {
		return err
	}
	for i := range c.Steps {
		if i > 0 && c.Steps[i].At < c.Steps[i-1].At {
			return fmt.Errorf("%w: step %s begins before the step in front of it", ErrCampaign, c.Steps[i].ID)
		}
		if err := c.CheckStep(&c.Steps[i]); err != nil {
			return fmt.Errorf("%w: step %s: %w", ErrCampaign, c.Steps[i].ID, err)
		}
	}
	return nil
}

// CheckStep says what is wrong with a step, nil if nothing is. It starts a
// throw-away run, because the technique alone knows which parameters it takes.
func (c *Campaign) CheckStep(s *Step) error {
	if s.Chain != "" {
		return c.checkOnChain(s)
	}
	if s.Key < 0 || s.Key >= len(c.Keys) {
		return fmt.Errorf("key is %d, expected 0 to %d", s.Key, len(c.Keys)-1)
	}
	if s.Source < 0 || s.Source >= len(c.Sources) {
		return fmt.Errorf("source is %d, expected 0 to %d", s.Source, len(c.Sources)-1)
	}
	if s.Partner < 0 || s.Partner > len(c.Keys) || s.Partner == s.Key+1 {
		return fmt.Errorf("partner is %d, expected 1 to %d and not the key's own number", s.Partner, len(c.Keys))
	}
	for _, w := range s.When {
		if !w.valid() {
			return fmt.Errorf("when is %q, expected one of %v", w, Conditions())
		}
	}
	_, err := c.start(s)
	return err
}

// start begins a step's run with the adaptation of the campaign's level. On a
// chain it tries again by itself, with what is left. A retry step is stubborn
// by itself.
func (c *Campaign) start(s *Step) (technique.Run, error) {
	t, ok := technique.Find(s.Technique)
	if !ok {
		return nil, fmt.Errorf("technique is %q, which there is not", s.Technique)
	}
	if t.Info().Partner && s.Partner == 0 {
		return nil, errPartner
	}
	run, err := t.Start(s.Params)
	if err != nil || s.Chain != "" {
		return run, err
	}
	if _, stubborn := t.(technique.Retry); stubborn {
		return run, nil
	}
	return technique.Adapt(run, c.Level, technique.Params{Times: c.Persistence.Times, Backoff: c.Persistence.Backoff})
}
