package campaign_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/attacker/technique"
)

var _ = Describe("a campaign that makes no sense", func() {
	DescribeTable("is refused before it begins",
		func(spoil func(*campaign.Campaign), message string) {
			c := plan(2, unit(0, 0, 2, 2)...)
			spoil(&c)
			b, err := campaign.New(c)
			Expect(b).To(BeNil())
			Expect(err).To(MatchError(message))
		},
		Entry("level 4", func(c *campaign.Campaign) { c.Level = 4 }, "not a campaign: level is 4, expected 0 to 3"),
		Entry("level -1", func(c *campaign.Campaign) { c.Level = -1 }, "not a campaign: level is -1, expected 0 to 3"),
		Entry("think time", func(c *campaign.Campaign) { c.Think.Min = time.Second }, "not a campaign: think time from 1s to 0s"),
		Entry("order of steps", func(c *campaign.Campaign) { c.Steps[3].At-- },
			"not a campaign: step convert-0 begins before the step in front of it"),
		Entry("key", func(c *campaign.Campaign) { c.Steps[1].Key = 2 }, "not a campaign: step read-0: key is 2, expected 0 to 1"),
		Entry("source", func(c *campaign.Campaign) { c.Steps[1].Source = -1 }, "not a campaign: step read-0: source is -1, expected 0 to 1"),
		Entry("technique", func(c *campaign.Campaign) { c.Steps[1].Technique = "beg" },
			`not a campaign: step read-0: technique is "beg", which there is not`),
		Entry("parameters", func(c *campaign.Campaign) { c.Steps[3].Params.Count = 0 },
			"not a campaign: step convert-0: count is 0, expected at least 1"),
		Entry("persistence", func(c *campaign.Campaign) { c.Level, c.Persistence.Times = 1, -1 },
			"not a campaign: step present-0: times is -1, expected at least 1"),
		Entry("condition", func(c *campaign.Campaign) { c.Steps[1].When = []campaign.Condition{"maybe"} },
			`not a campaign: step read-0: when is "maybe", expected one of `+
				"[always alive can_trade can_withdraw has_funds unit_not_drained]"),
	)

	It("says so in a way that programs understand", func() {
		c := plan(1)
		for c.Level = 0; c.Level <= 3; c.Level++ {
			_, err := campaign.New(c)
			Expect(err).NotTo(HaveOccurred())
		}
		_, err := campaign.New(c)
		Expect(err).To(MatchError(campaign.ErrCampaign))
		c.Level = 0
		c.Steps = []campaign.Step{step("x", "beg", 0, technique.Params{})}
		_, err = campaign.New(c)
		Expect(err).To(MatchError(campaign.ErrCampaign))
	})
})
