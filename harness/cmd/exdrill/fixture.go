package main

import (
	"fmt"
	"io"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/scenarios"
)

// asFixture is the format of events that are to be kept as a test.
const asFixture = "fixture"

// fixtureKinds are the kinds of cases that events can become.
var fixtureKinds = []string{"must_fire", "must_not_fire"}

// about tells the printer what the run was of: fixtures carry values in yen.
func (p *printer) about(sc *scenarios.Scenario) (err error) {
	if p.format == asFixture {
		p.yen, err = param.YenOf(sc)
	}
	return err
}

// fixture writes the events that were shown as a case.
func (p *printer) fixture() error {
	if len(p.events) == 0 {
		return fmt.Errorf("no event to make a fixture of, expected at least one")
	}
	text := rules.Fixture(p.name, p.must, p.events, p.yen)
	if len(text) > rules.MaxFixture {
		return fmt.Errorf("a fixture of %d events has %d bytes, expected at most %d: fewer events by --where, --around or --limit",
			len(p.events), len(text), rules.MaxFixture)
	}
	_, err := io.WriteString(p.w, text)
	return err
}
