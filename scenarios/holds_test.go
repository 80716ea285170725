package scenarios_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("What an attacker holds", func() {
	It("is one of what documents list, and none only where nobody attacks", func() {
		for _, id := range scenarios.IDs() {
			sc := load(id)
			if sc.Campaign == nil {
				Expect(sc.Holds()).To(Equal(scenarios.PositionNone), id)
				continue
			}
			Expect(scenarios.Holdings()).To(ContainElement(sc.Holds()), id)
		}
	})

	It("tells logins from keys, and those who sign from those who approve", func() {
		for id, holds := range map[string]string{
			"zaif-api-keys-2018-01": scenarios.HoldsAPIKeys, "binance-accounts-2019-05": scenarios.HoldsLogins,
			"coincheck-nem-2018-01": scenarios.HoldsSigningKey, "bigone-2025-07": scenarios.HoldsApprovalPath,
			"bybit-2025-02": scenarios.HoldsSigningPipeline,
		} {
			Expect(load(id).Holds()).To(Equal(holds), id)
		}
	})
})
