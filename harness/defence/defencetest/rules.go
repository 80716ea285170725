package defencetest

import (
	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// DeadKeys fires when one address presents three dead keys in a minute; it
// names the keys and the address.
const DeadKeys = `title: Dead keys from one address
name: dead_keys
level: high
tags: [attack.t1078, aadapt.adt3008]
fields: [key, source]
correlation:
  type: value_count
  rules: [dead_key]
  group-by: [source]
  timespan: 1m
  condition: {field: key, gte: 3}
---
title: A dead key
name: dead_key
logsource: {product: exchange, service: access}
detection:
  s: {type: auth_refused, code: dead_key}
  condition: s
`

// Large fires at each withdrawal above a million yen.
const Large = `title: A large withdrawal
name: large
level: medium
fields: [account]
logsource: {product: exchange, service: withdrawals}
detection:
  s: {type: withdrawal_requested, value_yen|gt: 1000000}
  condition: s
`

// RuledBundle is a bundle with both rules and a playbook.
func RuledBundle(playbook string) string {
	return Bundle(map[string]string{"defence.yaml": Head, "rules/dead_keys.yml": DeadKeys, "rules/large.yml": Large, "playbook.yaml": playbook})
}

// RuleWatch is the monitor of such a bundle, after Hello.
func RuleWatch(playbook string) *rules.Monitor {
	ginkgo.GinkgoHelper()
	d, err := bundle.Load(RuledBundle(playbook), Scenario())
	gomega.Expect(err).NotTo(gomega.HaveOccurred())
	gomega.Expect(d.Watches()).To(gomega.BeTrue())
	m, err := d.Monitor(1, Scenario())
	gomega.Expect(err).NotTo(gomega.HaveOccurred())
	w, ok := m.(*rules.Monitor)
	gomega.Expect(ok).To(gomega.BeTrue())
	w.Diagnose()
	gomega.Expect(w.Hello(&defence.Hello{Assets: []mockexchange.Asset{{Code: "JPY"}, {Code: "BTC"}}, Markets: []string{"BTCJPY"}, Vendors: []string{"vendor-1", "vendor-2"}})).To(gomega.Succeed())
	return w
}

// Minutes is a time of the day in UTC.
func Minutes(n int64) int64 { return 1_514_764_800_000_000_000 + n*60_000_000_000 }

// Withdrawal asks for much.
func Withdrawal(id uint32, account uint32, at int64) mockexchange.Event {
	return mockexchange.Event{
		Seq: uint64(id), At: at, Type: mockexchange.WithdrawalRequested, Account: account, Withdrawal: id,
		Asset: 2, Value: 2_000_000, Address: chain.Address{1},
	}
}
