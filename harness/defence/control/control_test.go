package control_test

import (
	"strconv"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/bundle"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/market"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Controls", func() {
	DescribeTable("replace the venue's setting of their kind and leave the others",
		func(c control.Control, change func(*mockexchange.Settings)) {
			want := defencetest.Settings()
			change(&want)
			want.Imposed = []reject.Control{c.Info().ID}
			Expect(defence.New("mine", control.Posture{c}, nil).Settings(defencetest.Settings())).To(Equal(want))
		},
		Entry("key_allow_list", control.KeyAllowList{}, func(s *mockexchange.Settings) { s.Access.AllowLists = true }),
		Entry("trading_expiry", control.TradingExpiry{After: 30 * 24 * time.Hour}, func(s *mockexchange.Settings) {
			s.Access.UnlistedExpiry = 720 * defencetest.Hour
		}),
		Entry("withdrawal_opt_in", control.WithdrawalOptIn{}, func(s *mockexchange.Settings) { s.Access.WithdrawalOptIn = true }),
		Entry("first_seen_hold", control.FirstSeenHold{For: 24 * time.Hour}, func(s *mockexchange.Settings) {
			s.Custody.FirstSeenHold = 24 * defencetest.Hour
		}),
		Entry("withdrawal_limit", control.WithdrawalLimit{PerDay: 123}, func(s *mockexchange.Settings) { s.Custody.DayLimit = 123 }),
		Entry("market_surveillance", control.MarketSurveillance{Move: 9, Over: time.Hour, Accounts: 3, Every: time.Minute}, func(s *mockexchange.Settings) {
			s.Market.Surveillance = market.Surveillance{Move: 9, Over: defencetest.Hour, Accounts: 3, Every: int64(time.Minute)}
		}),
		Entry("scope_separation", control.ScopeSeparation{}, func(s *mockexchange.Settings) { s.Access.ScopeSeparation = true }),
		Entry("key_rate_limit", control.KeyRateLimit{Requests: 9, Orders: 3, Window: time.Minute}, func(s *mockexchange.Settings) {
			s.Access.RateLimit = access.RateLimit{Requests: 9, Orders: 3, Window: defencetest.Hour / 60}
		}),
		Entry("key_notional_limit", control.KeyNotionalLimit{PerDay: 123}, func(s *mockexchange.Settings) { s.Access.DayTurnover = 123 }),
		Entry("withdrawal_second_factor", control.WithdrawalSecondFactor{}, func(s *mockexchange.Settings) {
			s.Access.WithdrawalFactor = true
		}),
		Entry("credential_change_hold", control.CredentialChangeHold{For: time.Hour}, func(s *mockexchange.Settings) {
			s.Access.CredentialHold = defencetest.Hour
		}),
		Entry("price_band", control.PriceBand{BidUp: 4, BidDown: 3, AskUp: 2, AskDown: 1, Over: time.Hour}, func(s *mockexchange.Settings) {
			s.Market.PriceBand = market.PriceBand{Over: defencetest.Hour, BidUp: 4, BidDown: 3, AskUp: 2, AskDown: 1}
		}),
		Entry("price_range_execution", control.PriceRangeExecution{Most: 5, Over: time.Hour}, func(s *mockexchange.Settings) {
			s.Market.PriceRange = market.PriceRange{Over: defencetest.Hour, Most: 5}
		}),
		Entry("circuit_breaker", control.CircuitBreaker{
			Move: 1, Over: time.Hour, For: 2 * time.Hour, Widen: 2, Widest: 3, Memory: 3 * time.Hour,
		}, func(s *mockexchange.Settings) {
			s.Market.CircuitBreaker = market.CircuitBreaker{Move: 1, Over: defencetest.Hour, For: 2 * defencetest.Hour, Widen: 2, Widest: 3, Memory: 3 * defencetest.Hour}
		}),
		Entry("market_anomaly_freeze", control.MarketAnomalyFreeze{Move: 1, Over: time.Hour, For: 2 * time.Hour, All: true}, func(s *mockexchange.Settings) {
			s.Market.AnomalyFreeze = market.AnomalyFreeze{Move: 1, Over: defencetest.Hour, For: 2 * defencetest.Hour, All: true}
		}),
		Entry("position_cap", control.PositionCap{Most: 5}, func(s *mockexchange.Settings) { s.Market.PositionCap = 5 }),
		Entry("notional_cap", control.NotionalCap{Most: 5}, func(s *mockexchange.Settings) { s.Market.NotionalCap = 5 }),
		Entry("self_trade_prevention", control.SelfTradePrevention{}, func(s *mockexchange.Settings) { s.Market.SelfTradePrevention = true }),
		Entry("staged_reopening", control.StagedReopening{CancelOnly: time.Hour, PostOnly: 2 * time.Hour}, func(s *mockexchange.Settings) {
			s.Market.StagedReopening = market.StagedReopening{CancelOnly: defencetest.Hour, PostOnly: 2 * defencetest.Hour}
		}),
		Entry("hot_cap", control.HotCap{Share: 40_000}, func(s *mockexchange.Settings) { s.Custody.HotCap = 40_000 }),
		Entry("confirmations_by_amount", control.ConfirmationsByAmount{Above: 9, Confirmations: 20}, func(s *mockexchange.Settings) {
			s.Custody.ConfirmationsByAmount = custody.ConfirmationsByAmount{Above: 9, Confirmations: 20}
		}),
		Entry("multisig", control.Multisig{M: 2, N: 3, Separate: true}, func(s *mockexchange.Settings) {
			s.Custody.Multisig = custody.Multisig{M: 2, N: 3, Separate: true}
		}),
	)

	It("are the standing controls that refusals can name, each once, by the same name", func() {
		var ids, want []reject.Control
		for _, c := range control.All() {
			ids = append(ids, c.Info().ID)
			Expect(c.Info().Name).To(Equal(c.Info().ID.String()))
		}
		for id := range reject.Control(reject.Controls) {
			if id.Standing() {
				want = append(want, id)
			}
		}
		Expect(ids).To(ConsistOf(want))
	})

	It("say what they stop, what they cost, and where their figures come from", func() {
		for _, c := range control.All() {
			info := c.Info()
			for _, text := range []string{info.Summary, info.Stops, info.Costs} {
				Expect(text).NotTo(BeEmpty(), info.Name)
			}
			Expect(info.WouldHaveChanged).NotTo(BeEmpty(), info.Name)
			for _, p := range info.Parameters {
				Expect(p.Type).To(BeElementOf("duration", "amount", "share", "multiple", "number", "flag", "time of day", "amounts"), info.Name)
				Expect(p.Range).NotTo(BeEmpty(), info.Name)
				Expect(p.Real).NotTo(BeEmpty(), info.Name)
				Expect(p.Source).To(MatchRegexp(`^S\d+$`), info.Name)
			}
		}
	})
})

// everyControl is how many controls there are; who adds one has no spec to correct.
var everyControl = strconv.Itoa(len(control.All()))

var _ = Describe("A posture file", func() {
	load := func(posture string) (*defence.Defence, error) {
		return bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": posture}), defencetest.Scenario())
	}

	It("puts the controls in force that it names", func() {
		d, err := load(defencetest.Lines(
			"controls:",
			"  key_allow_list: {}",
			"  withdrawal_opt_in:",
			"  first_seen_hold: {for: 1d12h}",
			"  trading_expiry:",
			"    after: 90d",
			`  withdrawal_limit: {per_day: "1234.5"}`,
		))
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Posture).To(Equal(control.Posture{
			control.KeyAllowList{},
			control.WithdrawalOptIn{},
			control.FirstSeenHold{For: 36 * time.Hour},
			control.TradingExpiry{After: 90 * 24 * time.Hour},
			control.WithdrawalLimit{PerDay: 1234_50},
		}))
		Expect(d.Settings(mockexchange.Settings{})).To(Equal(mockexchange.Settings{
			Access:  access.Policy{AllowLists: true, UnlistedExpiry: 90 * defencetest.Day, WithdrawalOptIn: true},
			Custody: custody.Policy{FirstSeenHold: 36 * defencetest.Hour, DayLimit: 1234_50},
			Imposed: []reject.Control{
				reject.KeyAllowList, reject.TradingExpiry, reject.WithdrawalOptIn, reject.FirstSeenHold, reject.WithdrawalLimit,
			},
		}))
	})

	It("uses the documented defaults", func() {
		d, err := load("controls: {first_seen_hold: {}, trading_expiry: {}}\n")
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Posture).To(Equal(control.Posture{
			control.FirstSeenHold{For: 24 * time.Hour}, control.TradingExpiry{After: 30 * 24 * time.Hour},
		}))
	})

	It("bounds hot wallets and shares out their keys", func() {
		d, err := load("controls:\n  hot_cap: {share: 4.5 %}\n  multisig: {m: 3, n: 5, separate_hosts: false}\n")
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Posture).To(Equal(control.Posture{control.HotCap{Share: 45_000}, control.Multisig{M: 3, N: 5, People: 1}}))
		d, err = load("controls: {hot_cap: {}, multisig: {}}\n")
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Posture).To(Equal(control.Posture{control.HotCap{Share: 50_000}, control.Multisig{M: 2, N: 3, Separate: true, People: 1}}))
	})

	It("may put nothing in force", func() {
		d, err := load("controls: {}\n")
		Expect(err).NotTo(HaveOccurred())
		Expect(d.Settings(defencetest.Settings())).To(Equal(defencetest.Settings()))
	})

	DescribeTable("is refused with the place, what is wrong and what was expected",
		func(posture string, messages ...string) {
			d, err := load(posture)
			Expect(d).To(BeNil())
			Expect(defencetest.Told(err)).To(Equal("BUNDLE/posture.yaml:" + strings.Join(messages, "\nBUNDLE/posture.yaml:")))
		},
		Entry("an unknown control", "controls:\n  first_sen_hold: {for: 24h}\n",
			`2:3: unknown control "first_sen_hold", expected one of `+everyControl+`, such as first_seen_hold, fresh_deposit_hold, price_band; did you mean "first_seen_hold"?`),
		Entry("an unknown parameter", "controls:\n  trading_expiry: {aftr: 30d}\n",
			`2:20: unknown parameter "aftr", expected after; did you mean "after"?`),
		Entry("a parameter where there is none", "controls:\n  key_allow_list: {strict: true}\n",
			`2:20: unknown parameter "strict", expected none`),
		Entry("an unknown key", "controls: {}\nactions: {}\n",
			`2:1: unknown key "actions", expected controls`),
		Entry("no controls", "control: {}\n",
			`1:1: controls is missing, expected a mapping with controls, or a builtin in defence.yaml`,
			`1:1: unknown key "control", expected controls; did you mean "controls"?`),
		Entry("a list instead of a mapping", "controls:\n  - key_allow_list\n",
			`2:3: it is a list, expected a mapping from controls to their parameters`),
		Entry("a text instead of parameters", "controls:\n  first_seen_hold: 24h\n",
			`2:20: it is a text, expected a mapping of parameters, or {}`),
		Entry("a number where a time belongs", "controls:\n  first_seen_hold: {for: 24}\n",
			`2:26: for is "24", expected a time above 0 such as 90s, 24h or 30d`),
		Entry("no time at all", "controls:\n  first_seen_hold: {for: [24h]}\n",
			`2:26: for is a list, expected a time above 0 such as 90s, 24h or 30d`),
		Entry("a negative time", "controls:\n  trading_expiry: {after: -3h}\n",
			`2:27: after is "-3h", expected a time above 0 such as 90s, 24h or 30d`),
		Entry("an endless time", "controls:\n  trading_expiry: {after: 200000d}\n",
			`2:27: after is "200000d", expected a time above 0 such as 90s, 24h or 30d`),
		Entry("an amount that must be there", "controls:\n  withdrawal_limit: {}\n",
			`2:3: withdrawal_limit lacks per_day, expected a decimal amount of the reference currency above 0, such as 500000`),
		Entry("a negative amount", "controls:\n  withdrawal_limit: {per_day: -3}\n",
			`2:31: per_day is negative: -3, expected a decimal amount of the reference currency above 0, such as 500000`),
		Entry("an amount of nothing", "controls:\n  withdrawal_limit: {per_day: 0}\n",
			`2:31: per_day is "0", expected a decimal amount of the reference currency above 0, such as 500000`),
		Entry("an amount of something else", "controls:\n  withdrawal_limit: {per_day: 5 AAA}\n",
			`2:31: per_day is "5 AAA", expected a decimal amount of the reference currency above 0, such as 500000`),
		Entry("an amount with an exponent", "controls:\n  withdrawal_limit: {per_day: 1e6}\n",
			`2:31: per_day is "1e6", expected a decimal amount of the reference currency above 0, such as 500000`),
		Entry("an amount beyond all money", "controls:\n  withdrawal_limit: {per_day: 99999999999999999999}\n",
			`2:31: per_day is "99999999999999999999", expected a decimal amount of the reference currency above 0, such as 500000`),
		Entry("an amount that is too fine", "controls:\n  withdrawal_limit: {per_day: 1.005}\n",
			`2:31: per_day is "1.005", expected at most 2 decimals, as EUR has`),
		Entry("a hold that outlasts the run", "controls:\n  first_seen_hold: {for: 49h}\n",
			`2:26: for is 2d1h, expected at most 2d, the scenario's settlement tail less 24h`),
		Entry("a control named twice", "controls:\n  key_allow_list: {}\n  key_allow_list: {}\n",
			`3:3: key "key_allow_list" appears twice, expected it only once, as in line 2`),
		Entry("a control named twice, beside another mistake", "controls:\n  key_allow_list: {}\n  key_allow_list: {}\n  withdrawal_limit: {per_day: 0}\n",
			`3:3: key "key_allow_list" appears twice, expected it only once, as in line 2`,
			`4:31: per_day is "0", expected a decimal amount of the reference currency above 0, such as 500000`),
		Entry("broken YAML", "controls: {key_allow_list: {}\n",
			`1:11: not YAML: could not find flow mapping end token '}', expected YAML`),
		Entry("an alias", "controls: {key_allow_list: *a}\n",
			`1:28: it is an anchor, an alias or a tag, expected a mapping of parameters, or {}`),
		Entry("a key that is no word", "controls: {1: {}}\n",
			`1:12: the key is not a plain word, expected a word and a colon`),
		Entry("a second document", "controls: {}\n---\ncontrols: {}\n",
			`2:1: a second document begins, expected one document`),
		Entry("nothing", "# later\n",
			`1:1: the file is empty, expected a mapping with controls, or a builtin in defence.yaml`),
		Entry("bytes", "\xff\xfe",
			`1:1: the file is not UTF-8, expected text`),
		Entry("a book", strings.Repeat("# more\n", 10_000),
			`1:1: the file has 70000 bytes, expected at most 65536`),
		Entry("a tower of brackets", strings.Repeat("[", 60_000),
			`1:33: values are nested too deeply, expected at most 32 levels`),
		Entry("several things", "controls:\n  withdrawal_limit: {per_day: -3}\n  keys: {}\n",
			`2:31: per_day is negative: -3, expected a decimal amount of the reference currency above 0, such as 500000`,
			`3:3: unknown control "keys", expected one of `+everyControl+`, such as four_eyes, hot_cap, multisig`),
		Entry("a share of nothing", "controls:\n  hot_cap: {share: 0 %}\n",
			`2:20: share is "0 %", expected a share above 0 and up to 100 %, such as "4 %"`),
		Entry("a share of more than there is", "controls:\n  hot_cap: {share: 101 %}\n",
			`2:20: share is "101 %", expected a share above 0 and up to 100 %, such as "4 %"`),
		Entry("more signatures than keys", "controls:\n  multisig: {m: 4, n: 3}\n",
			`2:17: m is "4", expected a whole number from 1 to 3`),
		Entry("no keys", "controls:\n  multisig: {n: 0}\n",
			`2:17: n is "0", expected a whole number from 1 to 16`),
		Entry("a flag that is neither", "controls:\n  multisig: {separate_hosts: perhaps}\n",
			`2:30: separate_hosts is "perhaps", expected true or false`),
	)

	for _, c := range control.All() {
		info := c.Info()
		It("of "+info.Name+" may leave out what has a default, which can be read", func() {
			var needed, all []string
			for _, p := range info.Parameters {
				switch p.Default {
				case "none", "{}":
				case "":
					needed = append(needed, p.Name+": 100")
				default:
					all = append(all, p.Name+": "+strconv.Quote(p.Default))
					if p.Type == "flag" {
						all[len(all)-1] = p.Name + ": " + p.Default
					}
				}
			}
			sc := defencetest.Scenario()
			sc.Clock.Tail.Value = 60 * 24 * time.Hour
			posture := func(parameters []string) control.Posture {
				text := "controls: {" + info.Name + ": {" + strings.Join(parameters, ", ") + "}}\n"
				d, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": text}), sc)
				Expect(err).NotTo(HaveOccurred())
				return d.Posture
			}
			Expect(posture(needed)).To(Equal(posture(append(needed, all...))))
		})
	}

	It("may hold withdrawals up to a day before the end of the run", func() {
		_, err := load("controls:\n  first_seen_hold: {for: 48h}\n")
		Expect(err).NotTo(HaveOccurred())
	})

	It("is refused for the default, too, where a run is too short for it", func() {
		sc := defencetest.Scenario()
		sc.Clock.Tail.Value = 36 * time.Hour
		_, err := bundle.Load(defencetest.Bundle(map[string]string{"defence.yaml": defencetest.Head, "posture.yaml": "controls:\n  first_seen_hold: {}\n"}), sc)
		Expect(err).To(MatchError(ContainSubstring("for is 24h, expected at most 12h")))
	})
})
