package drill_test

import (
	"errors"

	"github.com/exdrill/exdrill/harness/defence"
)

// clumsy is a monitor that does what a spec tells it to.
type clumsy struct {
	hello func() error
	step  func(b *defence.Batch) (defence.Answer, error)
	close func() error
}

func (c *clumsy) Hello(*defence.Hello) error {
	if c.hello == nil {
		return nil
	}
	return c.hello()
}

func (c *clumsy) Step(b *defence.Batch) (defence.Answer, error) {
	if c.step == nil {
		return defence.Answer{}, nil
	}
	return c.step(b)
}

func (c *clumsy) Close() error {
	if c.close == nil {
		return nil
	}
	return c.close()
}

func made(c clumsy) defence.Factory {
	return func() (defence.Monitor, error) { return &c, nil }
}

var errBroken = errors.New("the rules are broken")
