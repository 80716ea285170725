package defence_test

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/scenarios"
)

var _ = Describe("Controls on withdrawals and custody", func() {
	DescribeTable("are put in force by a posture file",
		func(text string, want defence.Control, change func(*custody.Policy)) {
			d, err := defence.Load(bundle(map[string]string{"defence.yaml": head, "posture.yaml": "controls:\n  " + text + "\n"}), scenario())
			Expect(err).NotTo(HaveOccurred())
			Expect(d.Posture()).To(Equal(defence.Posture{want}))
			var s mockexchange.Settings
			change(&s.Custody)
			got := d.Settings(mockexchange.Settings{})
			Expect(got.Custody).To(Equal(s.Custody))
		},
		Entry("an address book", "address_book: {}", defence.AddressBook{Hold: 48 * time.Hour}, func(p *custody.Policy) {
			p.AddressBook = custody.AddressBook{Hold: 48 * hour}
		}),
		Entry("an address book for everyone", "address_book: {hold: 24h, everyone: true}", defence.AddressBook{Hold: 24 * time.Hour, Everyone: true},
			func(p *custody.Policy) { p.AddressBook = custody.AddressBook{Hold: 24 * hour, All: true} }),
		Entry("velocity limits", "velocity_limits: {window: 12h, per_request: {AAA: 0.5}, per_customer: {AAA: 2, ZZZ: 7}, per_asset: 10 %}",
			defence.VelocityLimits{
				Window: 12 * time.Hour, PerRequest: []custody.Native{{Asset: "AAA", Amount: "0.5"}},
				PerCustomer: []custody.Native{{Asset: "AAA", Amount: "2"}, {Asset: "ZZZ", Amount: "7"}}, PerAsset: 100_000, PerVenue: 200_000,
			}, func(p *custody.Policy) {
				p.Velocity = custody.Velocity{
					Window: 12 * hour, PerRequest: []custody.Native{{Asset: "AAA", Amount: "0.5"}},
					PerCustomer: []custody.Native{{Asset: "AAA", Amount: "2"}, {Asset: "ZZZ", Amount: "7"}}, Asset: 100_000, Venue: 200_000,
				}
			}),
		Entry("manual approval", "manual_approval: {above: 1000, closes: \"17:30\"}",
			defence.ManualApproval{Above: 1000_00, Quorum: 2, Takes: 15 * time.Minute, Opens: 9 * time.Hour, Closes: 17*time.Hour + 30*time.Minute},
			func(p *custody.Policy) {
				p.Manual = custody.Manual{Above: 1000_00, Quorum: 2, Takes: hour / 4, Opens: 9 * hour, Closes: 17*hour + hour/2}
			}),
		Entry("a batch check", "batch_check: {}", defence.BatchCheck{Share: 200_000, Window: time.Hour, Hold: 6 * time.Hour}, func(p *custody.Policy) {
			p.BatchCheck = custody.BatchCheck{Share: 200_000, Window: hour, Hold: 6 * hour}
		}),
		Entry("a hold on fresh deposits, no longer than the tail allows", "fresh_deposit_hold: {}",
			defence.FreshDepositHold{First: 48 * time.Hour, Later: 24 * time.Hour}, func(p *custody.Policy) {
				p.FreshDeposit = custody.FreshDeposit{First: 48 * hour, Later: 24 * hour}
			}),
		Entry("a probe detector", "probe_detector: {dust: 10}",
			defence.ProbeDetector{Dust: 10_00, Times: 1_000, Window: 24 * time.Hour, Hold: 6 * time.Hour}, func(p *custody.Policy) {
				p.Probe = custody.Probe{Dust: 10_00, Times: 1_000, Window: 24 * hour, Hold: 6 * hour}
			}),
		Entry("a cap on all coins together", "hot_cap: {share: 10 %, total_share: 5 %}", defence.HotCap{Share: 100_000, Total: 50_000},
			func(p *custody.Policy) { p.HotCap, p.HotCapTotal = 100_000, 50_000 }),
		Entry("a co-signer", "signer_velocity: {share: 25 %}", defence.SignerVelocity{Share: 250_000, Window: 24 * time.Hour}, func(p *custody.Policy) {
			p.SignerVelocity = custody.SignerVelocity{Share: 250_000, Window: 24 * hour}
		}),
		Entry("a time lock", "limit_time_lock: {after: 12h}", defence.LimitTimeLock{After: 12 * time.Hour}, func(p *custody.Policy) {
			p.LimitLock = 12 * hour
		}),
		Entry("an automatic sweep", "automatic_sweep: {everything: false}", defence.AutomaticSweep{RotateAfter: 4 * time.Hour}, func(p *custody.Policy) {
			p.AutomaticSweep = custody.AutomaticSweep{On: true, Rotate: 4 * hour}
		}),
	)

	It("reconcile as often as they are told", func() {
		d := defence.New("mine", defence.Posture{defence.Reconciliation{Every: time.Minute}}, nil)
		Expect(d.Settings(settings()).ReconcileEvery).To(Equal(time.Minute))
	})

	It("read hours in the venue's time zone", func() {
		sc := scenario()
		sc.Clock.Zone = scenarios.Zone{Name: "Asia/Tokyo", Offset: 9 * 3600}
		d, err := defence.Load(bundle(map[string]string{
			"defence.yaml": head, "posture.yaml": "controls: {manual_approval: {above: 1, opens: \"08:00\"}}\n",
		}), sc)
		Expect(err).NotTo(HaveOccurred())
		got := d.Posture()[0].(defence.ManualApproval)
		Expect([]time.Duration{got.Opens, got.Closes}).To(Equal([]time.Duration{23 * time.Hour, 9 * time.Hour}))
	})

	DescribeTable("say what is wrong with their parameters",
		func(text, message string) {
			_, err := defence.Load(bundle(map[string]string{"defence.yaml": head, "posture.yaml": "controls:\n  " + text + "\n"}), scenario())
			Expect(err).To(MatchError(ContainSubstring(message)))
		},
		Entry("an hour that is none", "manual_approval: {above: 1, opens: \"25:00\"}",
			`2:38: opens is "25:00", expected a time of day such as "09:00"`),
		Entry("a slow staff", "manual_approval: {above: 1, takes: 2d}", `2:38: takes is 2d, expected at most 24h`),
		Entry("an amount of nothing", "velocity_limits: {per_request: {AAA: 0}}",
			`2:40: AAA is "0", expected a mapping from coins to decimal amounts above 0, such as {BTC: 10}`),
		Entry("amounts without coins", "velocity_limits: {per_customer: 7}",
			`2:35: it is a number, expected a mapping from coins to decimal amounts above 0, such as {BTC: 10}`),
		Entry("a book that outlasts the run", "address_book: {hold: 3d}", `2:24: hold is 3d, expected at most 2d, the scenario's settlement tail less 24h`),
		Entry("no dust", "probe_detector: {}", `2:3: probe_detector lacks dust`),
	)
})
