package action_test

import (
	"reflect"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/defencetest"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Actions", func() {
	It("become operator's commands, one for each target", func() {
		for _, t := range defencetest.Translations {
			commands, err := action.Commands(&t.Action, defencetest.Directory())
			Expect(err).NotTo(HaveOccurred(), t.Action.Name)
			Expect(commands).To(Equal(t.Commands), t.Action.Name)
		}
	})

	It("are all translated, and only operators' commands come out", func() {
		done := make(map[string]bool)
		for _, t := range defencetest.Translations {
			done[t.Action.Name] = true
		}
		for _, info := range action.All() {
			Expect(done).To(HaveKey(info.Name))
			Expect(info.Kind).To(BeNumerically(">=", mockexchange.RevokeKeys), info.Name)
		}
		Expect(done).To(HaveLen(len(action.Names())))
	})

	It("cover every operator's command but those that are the venue's own, planned or from day to day", func() {
		var kinds, have []string
		for k := mockexchange.RevokeKeys; k.String() != "unknown_kind"; k++ {
			switch k {
			case mockexchange.ApproveMigration, mockexchange.MigrateWallet, mockexchange.Consolidate, mockexchange.RebalanceHot,
				mockexchange.PayHouse, mockexchange.HearFreeze, mockexchange.Deploy,
				mockexchange.TransferCold, mockexchange.UpgradeWallet, mockexchange.SignTransfer, mockexchange.SetSigningLimit:
			case mockexchange.OpenDesk, mockexchange.ReadCustomer, mockexchange.ChangeCustomer, mockexchange.MoveFunds: // staff's work
			case mockexchange.PlantImplant, mockexchange.SpendFromServer: // by whoever holds a host
			case mockexchange.SetUpFactor, mockexchange.ListSource: // an owner's
			default:
				kinds = append(kinds, k.String())
			}
		}
		for _, info := range action.All() {
			have = append(have, info.Kind.String())
		}
		Expect(have).To(ConsistOf(kinds))
	})

	It("leave proof and credential to the lab", func() {
		for _, t := range defencetest.Translations {
			commands, err := action.Commands(&t.Action, defencetest.Directory())
			Expect(err).NotTo(HaveOccurred())
			for _, c := range commands {
				Expect(c.Auth).To(Equal(mockexchange.AuthNone))
				Expect(c.Credential).To(BeZero())
			}
		}
	})

	DescribeTable("are refused when something is wrong, naming the field and what was expected",
		func(a defence.Action, message string) {
			commands, err := action.Commands(&a, defencetest.Directory())
			Expect(err).To(MatchError(message))
			Expect(commands).To(BeEmpty())
			var typed *action.Error
			Expect(err).To(BeAssignableToTypeOf(typed))
		},
		Entry("an unknown action", defence.Action{Name: "freeze_account", Accounts: []uint32{1}},
			`freeze_account: name: no such action, expected one of `+strings.Join(action.Names(), ", ")+
				`; did you mean "freeze_accounts"?`),
		Entry("an action of the venue's own", defence.Action{Name: "migrate_wallet"},
			`migrate_wallet: name: no such action, expected one of `+strings.Join(action.Names(), ", ")),
		Entry("no target", defence.Action{Name: "freeze_accounts"},
			`freeze_accounts: accounts: missing, expected it to be set`),
		Entry("no selection of keys", defence.Action{Name: "revoke_keys"},
			`revoke_keys: keys: missing, expected at least one of keys, accounts, vendor, created_until`),
		Entry("no rights to take away", defence.Action{Name: "restrict_keys", Keys: []uint32{1}},
			`restrict_keys: scopes: missing, expected it to be set`),
		Entry("rights that do not exist", defence.Action{Name: "restrict_keys", Keys: []uint32{1}, Scopes: 8},
			`restrict_keys: scopes: 8 is no set of rights, expected read 1, trade 2, withdraw 4, added up`),
		Entry("nobody's id", defence.Action{Name: "revoke_keys", Keys: []uint32{3, 0}},
			`revoke_keys: keys[1]: 0 is nobody's id, expected an id as the telemetry gives it`),
		Entry("nobody's withdrawal", defence.Action{Name: "reject", Withdrawals: []uint32{0}},
			`reject: withdrawals[0]: 0 is nobody's id, expected an id as the telemetry gives it`),
		Entry("an empty address", defence.Action{Name: "block_address", Addresses: []chain.Address{defencetest.Here, {}}},
			`block_address: addresses[1]: empty, expected 40 hexadecimal digits as the telemetry gives them`),
		Entry("an unknown market", defence.Action{Name: "halt_market", Market: "AAAEU"},
			`halt_market: market: the venue has no market "AAAEU", expected one of AAAEUR, BBBEUR; did you mean "AAAEUR"?`),
		Entry("an unknown asset", defence.Action{Name: "sweep_to_cold", Asset: "ZZZZ"},
			`sweep_to_cold: asset: the venue has no asset "ZZZZ", expected one of EUR, AAA, BBB`),
		Entry("a negative limit", defence.Action{Name: "set_limit", Amount: -1},
			`set_limit: amount: -1 is negative, expected base units of the reference currency, or 0`),
		Entry("a compensation that takes", defence.Action{Name: "compensate", Accounts: []uint32{1}, Asset: "AAA", Amount: -1},
			`compensate: amount: -1 is negative, expected base units of the asset`),
		Entry("more than all fees", defence.Action{Name: "fund_protection", Amount: 1_000_001},
			`fund_protection: amount: 1000001 is more than all, expected parts per million, up to 1000000`),
		Entry("no share of fees to pay back", defence.Action{Name: "rebate_fees", Asset: "AAA", Until: 1},
			`rebate_fees: amount: missing, expected it to be set`),
		Entry("more than all fees to pay back", defence.Action{Name: "rebate_fees", Asset: "AAA", Amount: 1_000_001, Until: 1},
			`rebate_fees: amount: 1000001 is no share, expected parts per million, from 1 to 1000000`),
		Entry("a share below none", defence.Action{Name: "fund_protection", Amount: -1},
			`fund_protection: amount: -1 is negative, expected parts per million, or 0`),
		Entry("no market to undo trades in", defence.Action{Name: "rollback_trades"},
			`rollback_trades: market: missing, expected it to be set`),
		Entry("a direction without a price", defence.Action{Name: "rollback_trades", Market: "AAAEUR", Above: true},
			`rollback_trades: above: set without a price, expected price beside it`),
		Entry("a negative price", defence.Action{Name: "rollback_trades", Market: "AAAEUR", Price: -1},
			`rollback_trades: price: -1 is negative, expected steps of the market's price scale, or 0`),
		Entry("a negative time", defence.Action{Name: "hold", Withdrawals: []uint32{1}, Until: -5},
			`hold: until: -5 is negative, expected a time in nanoseconds since 1970, or 0`),
		Entry("a negative age", defence.Action{Name: "revoke_keys", CreatedUntil: -5},
			`revoke_keys: created_until: -5 is negative, expected a time in nanoseconds since 1970`),
		Entry("no number of blocks", defence.Action{Name: "raise_confirmations"},
			`raise_confirmations: count: missing, expected it to be set`),
		Entry("no text", defence.Action{Name: "announce"},
			`announce: text: missing, expected it to be set`),
		Entry("a field that the action does not read", defence.Action{Name: "halt_withdrawals", Accounts: []uint32{5}},
			`halt_withdrawals: accounts: not read by this action, expected only asset, new_addresses_only`),
	)

	It("read exactly the fields that the vocabulary lists", func() {
		for _, info := range action.All() {
			for _, p := range info.Params {
				Expect(jsonNames(defence.Action{})).To(ContainElement(p.Name), info.Name)
			}
		}
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			info := rapid.SampledFrom(action.All()).Draw(t, "action")
			stray := rapid.SampledFrom(jsonNames(defence.Action{})).Draw(t, "field")
			for _, p := range info.Params {
				if p.Name == stray {
					return
				}
			}
			for _, form := range defencetest.Translations {
				if form.Action.Name == info.Name {
					a := form.Action
					set(&a, stray)
					_, err := action.Commands(&a, defencetest.Directory())
					Expect(err).To(MatchError(ContainSubstring(stray + ": not read by this action")))
				}
			}
		})
	})
})

// jsonNames lists an action's fields by the names that monitors use, but for
// its id and its name.
func jsonNames(a defence.Action) (names []string) {
	t := reflect.TypeOf(a)
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name != "id" && name != "name" {
			names = append(names, name)
		}
	}
	return names
}

// set gives the field of a JSON name a value that is not zero.
func set(a *defence.Action, name string) {
	v := reflect.ValueOf(a).Elem()
	for i := range v.NumField() {
		if tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); tag != name {
			continue
		}
		switch f := v.Field(i); f.Kind() {
		case reflect.Slice:
			f.Set(reflect.MakeSlice(f.Type(), 1, 1))
		case reflect.String:
			f.SetString("AAA")
		case reflect.Bool:
			f.SetBool(true)
		case reflect.Int64:
			f.SetInt(1)
		default:
			f.SetUint(1)
		}
	}
}

var _ = Describe("The vocabulary", func() {
	It("says everything about every action", func() {
		for _, info := range action.All() {
			for _, text := range []string{info.Name, info.Summary, info.Effect, info.Reverse, info.Event, info.Harm} {
				Expect(text).NotTo(BeEmpty(), info.Name)
			}
			Expect(info.Event).To(HavePrefix("operated"), info.Name)
		}
	})

	It("names reverses that exist, or says why there is none", func() {
		for _, info := range action.All() {
			name, _, _ := strings.Cut(info.Reverse, " ")
			Expect(append(action.Names(), "none:")).To(ContainElement(name), info.Name)
		}
	})

	It("charges for exactly those actions whose control can stand in somebody's way", func() {
		for _, info := range action.All() {
			free := strings.HasPrefix(info.Harm, "none: ")
			Expect(info.Control == reject.None).To(Equal(free), info.Name)
		}
	})

	It("cannot be changed from outside", func() {
		first := action.All()[0].Name
		action.All()[0].Name = "other"
		Expect(action.All()[0].Name).To(Equal(first))
	})
})
