package scenarios_test

import (
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// stolen is the Coincheck file.
func stolen() string {
	GinkgoHelper()
	text, err := os.ReadFile(filepath.Join("coincheck-nem-2018-01", "scenario.yaml"))
	Expect(err).NotTo(HaveOccurred())
	return string(text)
}

// unsigned expects, among the errors of a changed Coincheck file, one at the
// caret.
func unsigned(old, mutant, place, message string) {
	GinkgoHelper()
	src := stolen()
	Expect(src).To(ContainSubstring(old))
	src = strings.Replace(src, old, mutant, 1)
	Expect(strings.Split(complaints(src).Error(), "\n")).To(ContainElement(locate(src, place).String() + ": " + message))
}

var _ = Describe("A thief with a key of a hot wallet", func() {
	DescribeTable("is told where what he holds or sends makes no sense", unsigned,
		Entry("a host that signs for nothing", "hosts: [wallet-nem]\n  wallets", "hosts: [wallet-sys]\n  wallets",
			"hosts: [‸wallet-sys]", `unknown host "wallet-sys", expected one of wallet-btc, wallet-eth, wallet-xrp, wallet-nem; did you mean "wallet-btc"?`),
		Entry("a wallet without signers", "wallets: [XEM]", "wallets: [JPY]", "wallets: [‸JPY]", `unknown wallet with signers "JPY", expected one of BTC, ETH, XRP, XEM`),
		Entry("more signatures than hosts", "signers: {m: 1, hosts: [wallet-btc]}", "signers: {m: 2, hosts: [wallet-btc]}",
			"signers: {m: ‸2,", "m is 2, expected 1 to 1, the number of hosts, which is at most 16"),
		Entry("no address", "addresses: {is: 20,", "addresses: {is: 0,", "addresses: {is: ‸0,", "addresses is 0, expected more than 0"),
		Entry("more addresses than a world is built with", "addresses: {is: 20,", "addresses: {is: 500000000,", "addresses: {is: ‸500000000,",
			"addresses is 500000000, expected at most 10000"),
		Entry("a transfer of nothing", "amount: 10 XEM,", "amount: 0.0 XEM,", "amount: ‸0.0 XEM,", "amount is 0.0 XEM, expected more than 0"),
		Entry("keys that he copies too late", "since: 2018-01-20T00:00:00+09:00", "since: 2018-01-26T00:03:00+09:00", "since: ‸2018-01-26T00:03:00+09:00",
			"since is 2018-01-26T00:03:00+09:00, expected a time that is not after the transfer at 2018-01-26T00:02:00+09:00"),
		Entry("no host", "  hosts: [wallet-nem]\n  wallets", "  wallets", "position: ‸signing_key", "hosts is missing in compromise, expected it where position is signing_key"),
		Entry("accounts of his own", "  addresses: {is: 20,", "  own: []\n  addresses: {is: 20,", "position: ‸signing_key",
			"own stands in compromise, expected it only where position is user_credential or approval_path"),
		Entry("a payment to an address that he has not", "amount: 10 XEM,", "amount: 10 XEM, to: 21,", "to: ‸21,", "to is 21, expected 1 to 20, as many addresses as he has"),
		Entry("a payment to more addresses than he has", "amount: 10 XEM,", "amount: 10 XEM, outputs: 21,", "outputs: ‸21,",
			"outputs is 21, expected 1 to 20, as many addresses as he has"),
		Entry("coins on a chain without coins", "amount: 10 XEM,", "amount: 10 XEM, inputs: 3,", "inputs: ‸3,",
			"inputs stands beside an amount of XEM, expected a coin whose chain has model utxo"),
		Entry("no coins", "amount: 10 XEM,", "amount: 10 XEM, inputs: 0,", "inputs: ‸0,", "inputs is 0, expected more than 0"),
		Entry("transfers of keys", "      technique: sign_with_stolen_key\n", "      technique: sign_with_stolen_key\n      when: [always]\n",
			"- id: ‸drain", `step "drain" has transfers and more, expected transfers alone, because each has its own time`),
		Entry("transfers with a partner", "      technique: sign_with_stolen_key\n", "      technique: sign_with_stolen_key\n      with: bait\n",
			"- id: ‸drain", `step "drain" has transfers and more, expected transfers alone, because each has its own time`),
		Entry("a parameter that refers to nothing", "      technique: sign_with_stolen_key\n", "      technique: sign_with_stolen_key\n      params: {asset: SYS}\n",
			"asset: ‸SYS", `unknown asset "SYS", expected one of JPY, BTC, ETH, XRP, XEM`),
		Entry("an exchange that nobody knows", "exchange: exchange-1, to", "exchange: exchange-9, to", "exchange: ‸exchange-9, to",
			`unknown exchange "exchange-9", expected one of exchange-1, exchange-2, exchange-3, exchange-4, exchange-5, exchange-6; did you mean "exchange-1"?`),
		Entry("more addresses than an exchange gives him", "exchange: exchange-1, to: 1}", "exchange: exchange-1, to: 1025}", "exchange: exchange-1, to: ‸1025}",
			"to is 1025, expected 1 to 1024, as many addresses as he has there"),
		Entry("a theft that goes to an exchange", "amount: 10 XEM,", "amount: 10 XEM, exchange: exchange-1,", "technique: ‸sign_with_stolen_key",
			`unknown technique for an exchange "sign_with_stolen_key", expected one of fan_out, structure_below_limit`),
		Entry("loot of a halt", "action: halt_deposits, asset: XEM", "action: halt_deposits, asset: XEM, loot: true", "action: ‸halt_deposits, asset: XEM",
			"loot stands beside halt_deposits, expected it beside block_address, tag_address, request_freeze"),
		Entry("a tag of no address", "action: tag_address, loot: true, ", "action: tag_address, ", "action: ‸tag_address",
			"loot is missing, expected loot: true beside tag_address, as nobody published addresses of a drill"),
		Entry("a text beside a halt", "action: halt_deposits, asset: XEM", "action: halt_deposits, asset: XEM, text: mosaic", "asset: XEM, text: ‸mosaic",
			"text stands beside halt_deposits, expected it beside block_address, tag_address, request_freeze"),
		Entry("transfers out of order", "{at: 2018-01-26T00:04:00+09:00, amount", "{at: 2018-01-26T00:01:00+09:00, amount",
			"{at: ‸2018-01-26T00:01:00+09:00, amount", "at is 2018-01-26T00:01:00+09:00, expected a time that is not before the transfer above, 2018-01-26T00:02:00+09:00"),
	)
})
