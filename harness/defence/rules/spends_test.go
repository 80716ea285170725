package rules_test

import (
	"fmt"
	"testing/fstest"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/rules"
)

var _ = Describe("The rules that hold spends against records", func() {
	tx := func(n int) string { return fmt.Sprintf("tx: \"%064d\"", n) }
	spend := "{type: chain_spend, asset: XXX, amount: -100, address: \"0000000000000000000000000000000000000009\", count: 1, " + tx(1) + "}"
	payout := "{type: withdrawal_broadcast, asset: XXX, amount: 105, withdrawal: 1, account: 1, " + tx(1) + "}"
	moved := "{type: wallet_moved, asset: XXX, amount: 100, " + tx(1) + "}"
	other := "{type: withdrawal_broadcast, asset: XXX, amount: 105, withdrawal: 2, account: 2, " + tx(2) + "}"

	It("fire upon a spend on no record, a record that comes late and a pay-out that was replaced, and upon no other", func() {
		report, err := rules.Test(fstest.MapFS{
			"rules/spends.yml": {Data: []byte(rules.Spends())},
			"rules/tests/spent_beyond_record.yml": {Data: []byte("must_fire:\n" +
				"  - name: a thief's\n    events: [" + spend + "]\n" +
				"  - name: a move that is written down later\n    events: [" + spend + ", " + moved + "]\n" +
				"  - name: a pay-out on record with another transaction\n    events: [" + other + ", " + spend + "]\n" +
				"must_not_fire:\n" +
				"  - name: a pay-out\n    events: [" + payout + ", " + spend + "]\n" +
				"  - name: a move that is on record\n    events: [" + moved + ", " + spend + "]\n")},
		}, "mine")
		Expect(err).NotTo(HaveOccurred())
		Expect(report.Results).To(HaveLen(5))
		for i := range report.Results {
			Expect(report.Results[i].Passed()).To(BeTrue(), report.Results[i].Case)
		}
	})
})
