package containers_test

import (
	"encoding/json"
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("A configuration", func() {
	DescribeTable("is refused before anything is started when",
		func(ctx SpecContext, spoil func(c *containers.Config), text string) {
			g := venueGenesis()
			c := config(g, theft(g, 0))
			spoil(&c)
			b, err := containers.Open(ctx, c)
			Expect(b).To(BeNil())
			Expect(err).To(MatchError(containers.ErrConfig))
			Expect(err).To(MatchError(text))
		},
		Entry("there is no genesis", func(c *containers.Config) { c.Genesis = nil }, "container lab: there is no genesis"),
		Entry("an exit is no address", func(c *containers.Config) { c.Campaign.Sources = []string{"nowhere"} },
			`container lab: exit "nowhere", expected an IPv4 address`),
		Entry("an exit is there twice", func(c *containers.Config) { c.Campaign.Sources = []string{"203.0.113.5", "203.0.113.5"} },
			"container lab: exit 203.0.113.5 is there twice"),
		Entry("there are more exits than addresses", func(c *containers.Config) { c.Campaign.Sources = make([]string, 101) },
			"container lab: 101 exits, expected at most 100"),
	)

	It("reaches the venue as it is: a genesis survives its own JSON", func() {
		g, _ := alloted()
		g.Settings.Access.UnlistedExpiry, g.Settings.Access.WithdrawalOptIn = 30, true
		g.Settings.Custody.FirstSeenHold, g.Settings.Custody.DayLimit = 7, 8
		g.Settings.Imposed = []reject.Control{reject.TradingExpiry, reject.WithdrawalOptIn}
		g.Keys[0].Renewed, g.Keys[0].WithdrawOK = start-1, true
		g.Known = []mockexchange.KnownAddress{{Account: 3, Address: g.Assets[1].Coins[0].Output.To}}
		text := must(json.Marshal(g))
		var back mockexchange.Genesis
		Expect(json.Unmarshal(text, &back)).To(Succeed())
		Expect(&back).To(Equal(g))
	})
})

var _ = Describe("Unavailable", func() {
	It("says that containers cannot be run, and why", func() {
		why := errors.New("connection refused")
		err := error(&containers.Unavailable{Reason: "no container engine answers", Err: why})
		Expect(err).To(MatchError("container mode unavailable: no container engine answers: connection refused"))
		Expect(err).To(MatchError(why))
		Expect(&containers.Unavailable{Reason: "off"}).To(MatchError("container mode unavailable: off"))
	})
})
