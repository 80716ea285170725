package chain_test

import (
	"encoding/json"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/mockexchange/chain"
)

var _ = Describe("A spec", func() {
	It("reads and writes names", func() {
		spec := chain.Spec{Network: "xem", Model: chain.UTXO, Relay: chain.ReplaceByFee, BlockInterval: 60e9, BlockTxs: 120, MinFee: 5}
		data, err := json.Marshal(spec)
		Expect(err).NotTo(HaveOccurred())
		Expect(data).To(MatchJSON(`{"network":"xem","model":"utxo","relay":"replace_by_fee",
			"block_interval":60000000000,"block_txs":120,"min_fee":5}`))
		var back chain.Spec
		Expect(json.Unmarshal(data, &back)).To(Succeed())
		Expect(back).To(Equal(spec))
		Expect(json.Unmarshal([]byte(`{"model":"account","relay":"first_seen"}`), &back)).To(Succeed())
		Expect(back.Model.String() + " " + back.Relay.String()).To(Equal("account first_seen"))
	})

	DescribeTable("refuses unknown names", func(text, message string) {
		var spec chain.Spec
		Expect(json.Unmarshal([]byte(text), &spec)).To(MatchError(ContainSubstring(message)))
	},
		Entry("of models", `{"model":"coins"}`, `chain model "coins", expected account or utxo`),
		Entry("of policies", `{"relay":"luck"}`, `relay policy "luck", expected first_seen or replace_by_fee`),
	)

	DescribeTable("is checked", func(edit func(*chain.Spec), message string) {
		spec := specOf(chain.UTXO, chain.FirstSeen)
		Expect(spec.Check()).To(Succeed())
		edit(&spec)
		Expect(spec.Check()).To(MatchError(message))
	},
		Entry("for its network", func(s *chain.Spec) { s.Network = "BTC" }, `chain network "BTC", expected 1 to 16 of a-z, 0-9 and -`),
		Entry("for its model", func(s *chain.Spec) { s.Model = 9 }, "chain model 9, expected account or utxo"),
		Entry("for its relay", func(s *chain.Spec) { s.Relay = 9 }, "relay policy 9, expected first_seen or replace_by_fee"),
		Entry("for its interval", func(s *chain.Spec) { s.BlockInterval = 0 }, "chain block interval 0s, expected more than 0"),
		Entry("for its limit", func(s *chain.Spec) { s.BlockTxs = -1 }, "chain block limit -1 transactions, expected 0 for none or more"),
		Entry("for its fee", func(s *chain.Spec) { s.MinFee = -1 }, "chain minimum fee -1, expected 0 to 4611686018427387904"),
	)
})

var _ = Describe("A refusal", func() {
	It("has a name that reads back", func() {
		for r := chain.ErrMalformed; r <= chain.ErrGenesis; r++ {
			back, ok := chain.ParseRefusal(r.Error())
			Expect(ok).To(BeTrue())
			Expect(back).To(Equal(r))
		}
		_, ok := chain.ParseRefusal("")
		Expect(ok).To(BeFalse())
	})
})
