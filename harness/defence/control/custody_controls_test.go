package control_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Controls on withdrawals and custody", func() {
	DescribeTable("are put in force by a posture file",
		func(text string, want control.Control, change func(*custody.Policy)) {
			d, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": "controls:\n  " + text + "\n"}), defencetest.Scenario())
			Expect(err).NotTo(HaveOccurred())
			Expect(d.Posture).To(Equal(control.Posture{want}))
			var s mockexchange.Settings
			change(&s.Custody)
			got := d.Settings(mockexchange.Settings{})
			Expect(got.Custody).To(Equal(s.Custody))
		},
		Entry("an address book", "address_book: {}", control.AddressBook{Hold: 48 * time.Hour}, func(p *custody.Policy) {
			p.AddressBook = custody.AddressBook{Hold: 48 * defencetest.Hour}
		}),
		Entry("an address book for everyone", "address_book: {hold: 24h, everyone: true}", control.AddressBook{Hold: 24 * time.Hour, Everyone: true},
			func(p *custody.Policy) {
				p.AddressBook = custody.AddressBook{Hold: 24 * defencetest.Hour, All: true}
			}),
		Entry("velocity limits", "velocity_limits: {window: 12h, per_request: {AAA: 0.5}, per_customer: {AAA: 2, ZZZ: 7}, per_asset: 10 %}",
			control.VelocityLimits{
				Window: 12 * time.Hour, PerRequest: []custody.CoinAmount{{Asset: "AAA", Amount: "0.5"}},
				PerCustomer: []custody.CoinAmount{{Asset: "AAA", Amount: "2"}, {Asset: "ZZZ", Amount: "7"}}, PerAsset: 100_000, PerVenue: 200_000,
			}, func(p *custody.Policy) {
				p.VelocityLimits = custody.VelocityLimits{
					Window: 12 * defencetest.Hour, PerRequest: []custody.CoinAmount{{Asset: "AAA", Amount: "0.5"}},
					PerCustomer: []custody.CoinAmount{{Asset: "AAA", Amount: "2"}, {Asset: "ZZZ", Amount: "7"}}, Asset: 100_000, Venue: 200_000,
				}
			}),
		Entry("manual approval", "manual_approval: {above: 1000, closes: \"17:30\"}",
			control.ManualApproval{Above: 1000_00, Quorum: 2, Takes: 15 * time.Minute, Opens: 9 * time.Hour, Closes: 17*time.Hour + 30*time.Minute},
			func(p *custody.Policy) {
				p.ManualApproval = custody.ManualApproval{Above: 1000_00, Quorum: 2, Takes: defencetest.Hour / 4, Opens: 9 * defencetest.Hour, Closes: 17*defencetest.Hour + defencetest.Hour/2}
			}),
		Entry("a batch check", "batch_check: {}", control.BatchCheck{Share: 200_000, Window: time.Hour, Hold: 6 * time.Hour}, func(p *custody.Policy) {
			p.BatchCheck = custody.BatchCheck{Share: 200_000, Window: defencetest.Hour, Hold: 6 * defencetest.Hour}
		}),
		Entry("a hold on fresh deposits, no longer than the tail allows", "fresh_deposit_hold: {}",
			control.FreshDepositHold{First: 48 * time.Hour, Later: 24 * time.Hour}, func(p *custody.Policy) {
				p.FreshDepositHold = custody.FreshDepositHold{First: 48 * defencetest.Hour, Later: 24 * defencetest.Hour}
			}),
		Entry("a probe detector", "probe_detector: {dust: 10}",
			control.ProbeDetector{Dust: 10_00, Times: 1_000, Window: 24 * time.Hour, Hold: 6 * time.Hour}, func(p *custody.Policy) {
				p.ProbeDetector = custody.ProbeDetector{Dust: 10_00, Times: 1_000, Window: 24 * defencetest.Hour, Hold: 6 * defencetest.Hour}
			}),
		Entry("a cap on all coins together", "hot_cap: {share: 10 %, total_share: 5 %}", control.HotCap{Share: 100_000, Total: 50_000},
			func(p *custody.Policy) { p.HotCap, p.HotCapTotal = 100_000, 50_000 }),
		Entry("a co-signer", "signer_velocity: {share: 25 %}", control.SignerVelocity{Share: 250_000, Window: 24 * time.Hour}, func(p *custody.Policy) {
			p.SignerVelocity = custody.SignerVelocity{Share: 250_000, Window: 24 * defencetest.Hour}
		}),
		Entry("a time lock", "limit_time_lock: {after: 12h}", control.LimitTimeLock{After: 12 * time.Hour}, func(p *custody.Policy) {
			p.LimitTimeLock = 12 * defencetest.Hour
		}),
		Entry("an automatic sweep", "automatic_sweep: {everything: false}", control.AutomaticSweep{RotateAfter: 4 * time.Hour, After: 3 * time.Minute}, func(p *custody.Policy) {
			p.AutomaticSweep = custody.AutomaticSweep{On: true, After: 180 * defencetest.Second, Rotate: 4 * defencetest.Hour}
		}),
		Entry("a chain watch", "chain_watch: {after: 90s}", control.ChainWatch{After: 90 * time.Second}, func(p *custody.Policy) {
			p.ChainWatch = custody.ChainWatch{On: true, After: 90 * defencetest.Second}
		}),
		Entry("decoding", "independent_decoding: {}", control.IndependentDecoding{Separate: true}, func(p *custody.Policy) {
			p.IndependentDecoding = custody.IndependentDecoding{On: true, Separate: true}
		}),
		Entry("no upgrades", "refuse_upgrades: {}", control.RefuseUpgrades{}, func(p *custody.Policy) {
			p.RefuseUpgrades = custody.RefuseUpgrades{On: true}
		}),
		Entry("decoding on the same page", "independent_decoding: {separate_host: false}", control.IndependentDecoding{},
			func(p *custody.Policy) {
				p.IndependentDecoding = custody.IndependentDecoding{On: true}
			}),
		Entry("a chain watch that follows the money", "chain_watch: {hops: 4}", control.ChainWatch{After: 3 * time.Minute, Hops: 4}, func(p *custody.Policy) {
			p.ChainWatch = custody.ChainWatch{On: true, After: 180 * defencetest.Second, Hops: 4}
		}),
	)

	It("reconcile as often as they are told", func() {
		d := defence.New("mine", control.Posture{control.Reconciliation{Every: time.Minute}}, nil)
		Expect(d.Settings(defencetest.Settings()).ReconcileEvery).To(Equal(time.Minute))
	})

	It("read hours in the venue's time zone", func() {
		sc := defencetest.Scenario()
		sc.Clock.Zone = scenarios.Zone{Name: "Asia/Tokyo", Offset: 9 * 3600}
		d, err := bundle.Load(defencetest.Bundle(map[string]string{
			"defence.yaml": defencetest.Head, "posture.yaml": "controls: {manual_approval: {above: 1, opens: \"08:00\"}}\n",
		}), sc)
		Expect(err).NotTo(HaveOccurred())
		got := d.Posture[0].(control.ManualApproval)
		Expect([]time.Duration{got.Opens, got.Closes}).To(Equal([]time.Duration{23 * time.Hour, 9 * time.Hour}))
	})

	DescribeTable("say what is wrong with their parameters",
		func(text, message string) {
			_, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": "controls:\n  " + text + "\n"}), defencetest.Scenario())
			Expect(err).To(MatchError(ContainSubstring(message)))
		},
		Entry("an hour that is none", "manual_approval: {above: 1, opens: \"25:00\"}",
			`2:38: opens is "25:00", expected a time of day such as "09:00"`),
		Entry("a staff that agrees to what it has not read", "manual_approval: {above: 1, takes: 1s}", `2:38: takes is 1s, expected at least 2m`),
		Entry("another of the same", "four_eyes: {takes: 1m59s}", `2:22: takes is 1m59s, expected at least 2m`),
		Entry("a time lock of a moment", "four_eyes: {lock: 1ms}", `2:21: lock is 1ms, expected at least 5m`),
		Entry("a difference that is looked at in no time", "code_attestation: {look: 1s}", `2:28: look is 1s, expected at least 10m`),
		Entry("a comparison without a pause", "code_attestation: {every: 1ms}", `2:29: every is 1ms, expected at least 1m`),
		Entry("a slow staff", "manual_approval: {above: 1, takes: 2d}", `2:38: takes is 2d, expected at most 24h`),
		Entry("an amount of nothing", "velocity_limits: {per_request: {AAA: 0}}",
			`2:40: AAA is "0", expected a mapping from coins to decimal amounts above 0, such as {BTC: 10}`),
		Entry("amounts without coins", "velocity_limits: {per_customer: 7}",
			`2:35: it is a number, expected a mapping from coins to decimal amounts above 0, such as {BTC: 10}`),
		Entry("a book that outlasts the run", "address_book: {hold: 3d}", `2:24: hold is 3d, expected at most 2d, the scenario's settlement tail less 24h`),
		Entry("a watch that looks before there is anything to see", "chain_watch: {after: 59s}", `2:24: after is 59s, expected at least 1m`),
		Entry("no dust", "probe_detector: {}", `2:3: probe_detector lacks dust`),
	)
})
