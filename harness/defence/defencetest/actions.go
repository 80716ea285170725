package defencetest

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/market"
)

var (
	// Here and There are addresses on a chain.
	Here  = chain.Address{1}
	There = chain.Address{2}
)

// Translations holds every action of the vocabulary in its forms and the
// commands that each becomes.
var Translations = []struct {
	Action   defence.Action
	Commands []mockexchange.Command
}{
	{
		defence.Action{Name: "revoke_keys", Keys: []uint32{7, 9}},
		[]mockexchange.Command{{Kind: mockexchange.RevokeKeys, Target: 7}, {Kind: mockexchange.RevokeKeys, Target: 9}},
	},
	{
		defence.Action{Name: "revoke_keys", Keys: []uint32{7}, Accounts: []uint32{3}, CreatedUntil: Start},
		[]mockexchange.Command{
			{Kind: mockexchange.RevokeKeys, Target: 7},
			{Kind: mockexchange.RevokeKeys, Account: 3},
			{Kind: mockexchange.RevokeKeys, Until: Start},
		},
	},
	{
		defence.Action{Name: "revoke_keys", Vendor: "vendor-2"},
		[]mockexchange.Command{{Kind: mockexchange.RevokeKeys, Label: "vendor-2"}},
	},
	{
		defence.Action{Name: "restrict_keys", CreatedUntil: Start, Scopes: access.Withdraw},
		[]mockexchange.Command{{Kind: mockexchange.RestrictKeys, Until: Start, Scopes: access.Withdraw}},
	},
	{defence.Action{Name: "enforce_allow_lists"}, []mockexchange.Command{{Kind: mockexchange.EnforceAllowLists}}},
	{
		defence.Action{Name: "freeze_accounts", Accounts: []uint32{3, 4}},
		[]mockexchange.Command{{Kind: mockexchange.FreezeAccount, Account: 3}, {Kind: mockexchange.FreezeAccount, Account: 4}},
	},
	{
		defence.Action{Name: "unfreeze_accounts", Accounts: []uint32{3}},
		[]mockexchange.Command{{Kind: mockexchange.UnfreezeAccount, Account: 3}},
	},
	{
		defence.Action{Name: "block_address", Addresses: []chain.Address{Here, There}},
		[]mockexchange.Command{{Kind: mockexchange.BlockAddress, Address: Here}, {Kind: mockexchange.BlockAddress, Address: There}},
	},
	{
		defence.Action{Name: "unblock_address", Addresses: []chain.Address{Here}},
		[]mockexchange.Command{{Kind: mockexchange.UnblockAddress, Address: Here}},
	},
	{defence.Action{Name: "suspend_staff", Count: 3}, []mockexchange.Command{{Kind: mockexchange.SuspendStaff, Target: 3}}},
	{defence.Action{Name: "reinstate_staff", Count: 3}, []mockexchange.Command{{Kind: mockexchange.ReinstateStaff, Target: 3}}},
	{defence.Action{Name: "halt_market"}, []mockexchange.Command{{Kind: mockexchange.HaltMarket}}},
	{defence.Action{Name: "halt_market", Market: "BBBEUR"}, []mockexchange.Command{{Kind: mockexchange.HaltMarket, Market: 2}}},
	{defence.Action{Name: "cancel_only", Market: "AAAEUR"}, []mockexchange.Command{{Kind: mockexchange.CancelOnly, Market: 1}}},
	{defence.Action{Name: "resume_market"}, []mockexchange.Command{{Kind: mockexchange.ResumeMarket}}},
	{defence.Action{Name: "halt_withdrawals"}, []mockexchange.Command{{Kind: mockexchange.HaltWithdrawals}}},
	{
		defence.Action{Name: "halt_withdrawals", Asset: "AAA", NewOnly: true},
		[]mockexchange.Command{{Kind: mockexchange.HaltWithdrawals, Asset: 2, Flag: true}},
	},
	{
		defence.Action{Name: "resume_withdrawals", Asset: "AAA"},
		[]mockexchange.Command{{Kind: mockexchange.ResumeWithdrawals, Asset: 2}},
	},
	{defence.Action{Name: "halt_deposits", Asset: "BBB"}, []mockexchange.Command{{Kind: mockexchange.HaltDeposits, Asset: 3}}},
	{defence.Action{Name: "resume_deposits"}, []mockexchange.Command{{Kind: mockexchange.ResumeDeposits}}},
	{
		defence.Action{Name: "hold", Withdrawals: []uint32{11, 12}, Until: Start},
		[]mockexchange.Command{
			{Kind: mockexchange.HoldWithdrawal, Withdrawal: 11, Until: Start},
			{Kind: mockexchange.HoldWithdrawal, Withdrawal: 12, Until: Start},
		},
	},
	{
		defence.Action{Name: "approve", Withdrawals: []uint32{11}},
		[]mockexchange.Command{{Kind: mockexchange.ApproveWithdrawal, Withdrawal: 11}},
	},
	{
		defence.Action{Name: "reject", Withdrawals: []uint32{11}},
		[]mockexchange.Command{{Kind: mockexchange.RejectWithdrawal, Withdrawal: 11}},
	},
	{
		defence.Action{Name: "set_limit", Amount: 50_000_00},
		[]mockexchange.Command{{Kind: mockexchange.SetLimit, Amount: 50_000_00}},
	},
	{defence.Action{Name: "set_limit"}, []mockexchange.Command{{Kind: mockexchange.SetLimit}}},
	{defence.Action{Name: "sweep_to_cold", Asset: "AAA"}, []mockexchange.Command{{Kind: mockexchange.SweepToCold, Asset: 2}}},
	{defence.Action{Name: "rotate_hot_key", Asset: "AAA"}, []mockexchange.Command{{Kind: mockexchange.RotateHotKey, Asset: 2}}},
	{
		defence.Action{Name: "raise_confirmations", Asset: "AAA", Count: 30},
		[]mockexchange.Command{{Kind: mockexchange.RaiseConfirmations, Asset: 2, Limit: 30}},
	},
	{
		defence.Action{Name: "rollback_trades", Market: "BBBEUR", Since: Start - Second, Until: Start},
		[]mockexchange.Command{{Kind: mockexchange.RollbackTrades, Market: 2, Since: Start - Second, Until: Start}},
	},
	{
		defence.Action{Name: "rollback_trades", Market: "AAAEUR", Accounts: []uint32{3, 4}, Price: 700, Above: true},
		[]mockexchange.Command{
			{Kind: mockexchange.RollbackTrades, Market: 1, Account: 3, Price: 700, Side: market.Buy},
			{Kind: mockexchange.RollbackTrades, Market: 1, Account: 4, Price: 700, Side: market.Buy},
		},
	},
	{
		defence.Action{Name: "rollback_trades", Market: "AAAEUR", Price: 7},
		[]mockexchange.Command{{Kind: mockexchange.RollbackTrades, Market: 1, Price: 7, Side: market.Sell}},
	},
	{
		defence.Action{Name: "compensate", Accounts: []uint32{3, 4}, Asset: "AAA", Amount: 12, Text: "sorry", FromFund: true},
		[]mockexchange.Command{
			{Kind: mockexchange.Compensate, Account: 3, Asset: 2, Amount: 12, Label: "sorry", Flag: true},
			{Kind: mockexchange.Compensate, Account: 4, Asset: 2, Amount: 12, Label: "sorry", Flag: true},
		},
	},
	{
		defence.Action{Name: "fund_protection", Amount: 100_000},
		[]mockexchange.Command{{Kind: mockexchange.FundProtection, Amount: 100_000}},
	},
	{
		defence.Action{Name: "waive_fees", Accounts: []uint32{3, 4}, Until: Start + Day},
		[]mockexchange.Command{{Kind: mockexchange.WaiveFees, Account: 3, Until: Start + Day}, {Kind: mockexchange.WaiveFees, Account: 4, Until: Start + Day}},
	},
	{
		defence.Action{Name: "rebate_fees", Asset: "AAA", Amount: 700_000, Until: Start + Day},
		[]mockexchange.Command{{Kind: mockexchange.RebateFees, Asset: 2, Amount: 700_000, Until: Start + Day}},
	},
	{defence.Action{Name: "fund_protection"}, []mockexchange.Command{{Kind: mockexchange.FundProtection}}},
	{defence.Action{Name: "redeploy"}, []mockexchange.Command{{Kind: mockexchange.Redeploy}}},
	{
		defence.Action{Name: "tag_address", Addresses: []chain.Address{Here}, Text: "thief"},
		[]mockexchange.Command{{Kind: mockexchange.TagAddress, Address: Here, Label: "thief"}},
	},
	{
		defence.Action{Name: "request_freeze", Addresses: []chain.Address{Here}, Text: "stolen"},
		[]mockexchange.Command{{Kind: mockexchange.RequestFreeze, Address: Here, Label: "stolen"}},
	},
	{
		defence.Action{Name: "announce", Text: "Withdrawals are stopped."},
		[]mockexchange.Command{{Kind: mockexchange.Announce, Label: "Withdrawals are stopped."}},
	},
}
