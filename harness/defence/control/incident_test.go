package control_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

var _ = Describe("The controls that a venue of the record had itself", func() {
	at := func(column int) yamldoc.Position {
		return yamldoc.Position{File: "scenario.yaml", Line: 7, Column: column}
	}
	venue := func(name, parameter, value string) *scenarios.Venue {
		c := scenarios.Control{Control: scenarios.Name{Text: name, Pos: at(1)}}
		row := scenarios.Row[scenarios.Setting]{Key: scenarios.Name{Text: parameter, Pos: at(20)}, Value: scenarios.Setting{Text: value}}
		row.Value.Pos = at(30)
		c.With = append(c.With, row)
		return &scenarios.Venue{Posture: []scenarios.Control{c}}
	}

	It("are read as those of a posture, are in force, and nobody is charged for them", func() {
		p, err := control.OfIncident(venue("market_surveillance", "every", "7m"), param.TermsOf(defencetest.Scenario()))
		Expect(err).NotTo(HaveOccurred())
		Expect(p).To(Equal(control.Posture{control.MarketSurveillance{Move: 500_000, Over: 10 * time.Minute, Accounts: 10, Every: 7 * time.Minute}}))
		var s mockexchange.Settings
		p.Apply(&s)
		Expect(s.Market.Surveillance.Every).To(Equal(int64(7 * time.Minute)))
		Expect(s.Imposed).To(BeEmpty())
	})

	DescribeTable("are refused with their place in the scenario", func(name, parameter, value, message string) {
		_, err := control.OfIncident(venue(name, parameter, value), param.TermsOf(defencetest.Scenario()))
		Expect(err).To(MatchError(HavePrefix(message)))
	},
		Entry("a control that is none", "surveillance", "every", "7m", `scenario.yaml:7:1: unknown control "surveillance", expected one of `),
		Entry("a parameter that is none", "market_surveillance", "evry", "7m", `scenario.yaml:7:20: unknown parameter "evry", expected one of move, over, accounts, every; did you mean "every"?`),
		Entry("a value out of bounds", "market_surveillance", "every", "7s", `scenario.yaml:7:30: every is 7s, expected at least 1m`),
		Entry("a hold that outlasts the run", "first_seen_hold", "for", "49h", `scenario.yaml:7:30: for is 2d1h, expected at most 2d, the scenario's settlement tail less 24h`),
	)
})
