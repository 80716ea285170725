package action

import (
	"time"

	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// Fields that several actions share.
var (
	oneOfKeys     = Param{"keys", OneOf, "the keys, by id"}
	oneOfAccounts = Param{"accounts", OneOf, "all live keys of these accounts"}
	oneOfVendor   = Param{"vendor", OneOf, "all live keys that the venue knows to be of this vendor, by the name that hello and telemetry have"}
	oneOfUntil    = Param{"created_until", OneOf, "all live keys created up to this time, inclusive, in virtual nanoseconds"}
	needAccounts  = Param{"accounts", Required, "the accounts, by id"}
	needAddresses = Param{"addresses", Required, "the addresses on the chain, 40 hexadecimal digits each"}
	needRequests  = Param{"withdrawals", Required, "the withdrawals, by id"}
	anyMarket     = Param{"market", Optional, "the market's symbol; empty means all markets"}
	anyAsset      = Param{"asset", Optional, "the asset's code; empty means all assets"}
)

// Items of the bill of harm.
const (
	harmKey       = "key with honest use revoked or restricted"
	harmFrozen    = "innocent account frozen"
	harmOrder     = "order refused"
	harmCancelled = "order cancelled"
	harmRefused   = "withdrawal refused"
	harmLate      = "withdrawal late"
	harmDeposit   = "deposit late"
	harmFill      = "honest fill reversed"
	harmCeremony  = "ceremony of cold storage"
	harmRebuild   = "hours of those who build and compare code again, whatever comes of it"
	harmQuorum    = "hours of the quorum that decides, whatever comes of it"
	harmStaff     = "hours of staff: his machine is looked at, and others do his work"
	harmNoneOpen  = "none: it ends a harm and starts none"
)

// How long actions take unless the scenario says otherwise: one click; a
// decision about a whole service, or about the house's money; and what many
// customers feel at once, such as a rollback, which takes a quorum.
const (
	clickTakes   = 5 * time.Second
	serviceTakes = time.Minute
	massTakes    = 10 * time.Minute
	// A clean checkout, a build on another host, a comparison, and a deployment by
	// hand; synthetic, 15 minutes to 4 hours.
	rebuildTakes = 45 * time.Minute
)

// vocabulary is the closed list. What is not here, no defence can do.
var vocabulary = [...]Info{
	{
		Name: "revoke_keys", Kind: mockexchange.RevokeKeys, Control: reject.RevokeKeys,
		Latency: clickTakes, Tactic: Evict, Obstructs: OnceItActs,
		Summary: "kill API keys",
		Effect:  "the keys are dead from then on: every call made with them is refused; resting orders stay",
		Reverse: "none: owners make new keys",
		Params:  []Param{oneOfKeys, oneOfAccounts, oneOfVendor, oneOfUntil},
		Event:   "operated, and key_deleted for each key", Harm: harmKey,
	},
	{
		Name: "restrict_keys", Kind: mockexchange.RestrictKeys, Control: reject.RestrictKeys,
		Latency: clickTakes, Tactic: Harden, Obstructs: OnceItActs,
		Summary: "take rights from API keys",
		Effect:  "the keys lose the named rights and keep the others",
		Reverse: "none: owners make new keys",
		Params: []Param{
			oneOfKeys, oneOfAccounts, oneOfVendor, oneOfUntil,
			{"scopes", Required, "the rights to take away: read 1, trade 2, withdraw 4, added up"},
		},
		Event: "operated, and key_restricted for each key", Harm: harmKey,
	},
	{
		Name: "enforce_allow_lists", Kind: mockexchange.EnforceAllowLists, Control: reject.EnforceAllowLists,
		Latency: serviceTakes, Tactic: Harden, Obstructs: FromThenOn,
		Summary: "put owners' allow-lists of API keys in force",
		Effect: "a key whose owner lists IP addresses works from these alone; a key without a list works from everywhere. " +
			"Owners have the lists that they would keep under the control key_allow_list",
		Reverse: "none: owners empty their lists",
		Event:   "operated", Harm: harmOrder + "; " + harmRefused,
	},
	{
		Name: "freeze_accounts", Kind: mockexchange.FreezeAccount, Control: reject.FreezeAccounts,
		Latency: clickTakes, Tactic: Isolate, Obstructs: OnceItActs,
		Summary: "freeze accounts",
		Effect: "nobody can log in to the accounts or use their keys, and withdrawals that are not sent yet wait; " +
			"resting orders are cancelled, and do not come back",
		Reverse: "unfreeze_accounts", Params: []Param{needAccounts},
		Event: "operated for each account, and order_cancelled for each order", Harm: harmFrozen + "; " + harmCancelled,
	},
	{
		Name: "unfreeze_accounts", Kind: mockexchange.UnfreezeAccount,
		Latency: clickTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "let frozen accounts go on",
		Effect:  "logins and keys of the accounts work again, and what waited is sent",
		Reverse: "freeze_accounts", Params: []Param{needAccounts},
		Event: "operated for each account", Harm: harmNoneOpen,
	},
	{
		Name: "block_address", Kind: mockexchange.BlockAddress, Control: reject.BlockAddress,
		Latency: clickTakes, Tactic: Isolate, Obstructs: FromThenOn,
		Summary: "forbid destinations of withdrawals",
		Effect:  "new withdrawals to the addresses are refused; those asked for before are not touched",
		Reverse: "unblock_address", Params: []Param{needAddresses},
		Event: "operated for each address", Harm: harmRefused,
	},
	{
		Name: "unblock_address", Kind: mockexchange.UnblockAddress,
		Latency: clickTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "allow blocked destinations again",
		Effect:  "withdrawals to the addresses are taken again",
		Reverse: "block_address", Params: []Param{needAddresses},
		Event: "operated for each address", Harm: harmNoneOpen,
	},
	{
		Name: "halt_market", Kind: mockexchange.HaltMarket, Control: reject.HaltMarket,
		Latency: serviceTakes, Tactic: Isolate, Obstructs: FromThenOn,
		Summary: "stop trading",
		Effect:  "the market takes no orders; resting orders stay and can be cancelled",
		Reverse: "resume_market", Params: []Param{anyMarket},
		Event: "operated, and market_state for each market", Harm: harmOrder,
	},
	{
		Name: "cancel_only", Kind: mockexchange.CancelOnly, Control: reject.CancelOnlyMode,
		Latency: serviceTakes, Tactic: Isolate, Obstructs: FromThenOn,
		Summary: "let customers cancel and nothing else",
		Effect:  "the market takes cancellations only and says so, the usual step before it opens again",
		Reverse: "resume_market", Params: []Param{anyMarket},
		Event: "operated, and market_state for each market", Harm: harmOrder,
	},
	{
		Name: "resume_market", Kind: mockexchange.ResumeMarket,
		Latency: serviceTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "open a market again",
		Effect:  "the market takes every order",
		Reverse: "halt_market", Params: []Param{anyMarket},
		Event: "operated, and market_state for each market", Harm: harmNoneOpen,
	},
	{
		Name: "halt_withdrawals", Kind: mockexchange.HaltWithdrawals, Control: reject.HaltWithdrawals,
		Latency: serviceTakes, Tactic: Isolate, Obstructs: FromThenOn,
		Summary: "stop withdrawals",
		Effect: "new withdrawals are refused and what is approved is not sent; limited to new addresses, " +
			"only first-time destinations are refused. A thief with a hot wallet's key is not stopped",
		Reverse: "resume_withdrawals",
		Params: []Param{
			anyAsset,
			{"new_addresses_only", Optional, "only to addresses that the account never paid before"},
		},
		Event: "operated", Harm: harmRefused + "; " + harmLate,
	},
	{
		Name: "resume_withdrawals", Kind: mockexchange.ResumeWithdrawals,
		Latency: serviceTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "let withdrawals go on",
		Effect:  "withdrawals are taken and sent again, to new addresses too",
		Reverse: "halt_withdrawals", Params: []Param{anyAsset},
		Event: "operated", Harm: harmNoneOpen,
	},
	{
		Name: "halt_deposits", Kind: mockexchange.HaltDeposits, Control: reject.HaltDeposits,
		Latency: serviceTakes, Tactic: Isolate, Obstructs: FromThenOn,
		Summary: "stop crediting deposits",
		Effect:  "deposits are seen and wait; nobody can trade with them",
		Reverse: "resume_deposits", Params: []Param{anyAsset},
		Event: "operated", Harm: harmDeposit,
	},
	{
		Name: "resume_deposits", Kind: mockexchange.ResumeDeposits,
		Latency: serviceTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "credit deposits again",
		Effect:  "waiting deposits are credited with the next block",
		Reverse: "halt_deposits", Params: []Param{anyAsset},
		Event: "operated", Harm: harmNoneOpen,
	},
	{
		Name: "hold", Kind: mockexchange.HoldWithdrawal, Control: reject.Hold,
		Latency: clickTakes, Tactic: Isolate, Obstructs: FromThenOn,
		Summary: "make withdrawals wait",
		Effect:  "the withdrawals are not sent before the hold ends, if they are not sent already",
		Reverse: "approve",
		Params: []Param{
			needRequests,
			{"until", Optional, "when the hold ends by itself, in virtual nanoseconds; 0 means when somebody decides"},
		},
		Event: "operated, and withdrawal_held for each", Harm: harmLate,
	},
	{
		Name: "approve", Kind: mockexchange.ApproveWithdrawal,
		Latency: clickTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "let held withdrawals go",
		Effect:  "the withdrawals are sent with the next pay-out",
		Reverse: "hold", Params: []Param{needRequests},
		Event: "operated, and withdrawal_released for each", Harm: harmNoneOpen,
	},
	{
		Name: "reject", Kind: mockexchange.RejectWithdrawal, Control: reject.RejectWithdrawal,
		Latency: clickTakes, Tactic: Evict, Obstructs: FromThenOn,
		Summary: "turn waiting withdrawals down",
		Effect:  "the amounts go back to the accounts that asked, if they are not sent already",
		Reverse: "none: the customer asks again", Params: []Param{needRequests},
		Event: "operated, and withdrawal_rejected for each", Harm: harmRefused,
	},
	{
		Name: "set_limit", Kind: mockexchange.SetLimit, Control: reject.SetLimit,
		Latency: serviceTakes, Tactic: Harden, Obstructs: FromThenOn,
		Summary: "limit every customer's withdrawals a day",
		Effect:  "a withdrawal is refused when it takes the customer's last 24 hours above the limit",
		Reverse: "set_limit with amount 0, which lifts any limit, the posture's too",
		Params:  []Param{{"amount", Optional, "the limit in base units of the reference currency; 0 lifts it"}},
		Event:   "operated", Harm: harmRefused,
	},
	{
		Name: "sweep_to_cold", Kind: mockexchange.SweepToCold, Control: reject.SweepToCold,
		Latency: serviceTakes, Tactic: Isolate, Obstructs: FromThenOn,
		Summary: "move hot wallets' coins to cold storage",
		Effect: "transactions that spend all at the hot address and at those rotated away; they race a thief who " +
			"holds the key, and are made anew if he wins; they need the wallet's signers, whom he does not. Withdrawals wait until " +
			"staff brings coins back, who are sent for when one could not be paid, and take hours, by night until the morning: to " +
			"the thief's address, if the key was not rotated",
		Reverse: "none: staff refills a hot wallet that cannot pay, in a ceremony of cold storage", Params: []Param{anyAsset},
		Event: "operated, and wallet_moved for each wallet", Harm: harmLate + "; " + harmCeremony,
	},
	{
		Name: "rotate_hot_key", Kind: mockexchange.RotateHotKey, Control: reject.RotateHotKey,
		Latency: serviceTakes, Tactic: Harden, Obstructs: FromThenOn,
		Summary: "give hot wallets a new key and address",
		Effect: "deposits and pay-outs use the new address; the old one stays open to whoever holds its key. " +
			"What customers still send there waits until staff looks, up to 24 hours",
		Reverse: "none: a key that was given up is not trusted again", Params: []Param{anyAsset},
		Event: "operated, and wallet_moved for each wallet", Harm: harmDeposit + "; " + harmLate,
	},
	{
		Name: "raise_confirmations", Kind: mockexchange.RaiseConfirmations, Control: reject.RaiseConfirmations,
		Latency: serviceTakes, Tactic: Harden, Obstructs: FromThenOn,
		Summary: "wait for more blocks before a deposit counts",
		Effect:  "deposits are credited once this many blocks hold them; fewer than before changes nothing",
		Reverse: "none: the number only rises",
		Params:  []Param{anyAsset, {"count", Required, "blocks, at least 1"}},
		Event:   "operated", Harm: harmDeposit,
	},
	{
		Name: "rollback_trades", Kind: mockexchange.RollbackTrades, Control: reject.RollbackTrades,
		Latency: massTakes, Tactic: Restore, Obstructs: OnceItActs,
		Summary: "undo trades",
		Effect: "trades of a market in the last 24 hours are undone, newest first, fees included: each as a whole, if both " +
			"sides still have what they received, free or in resting orders, which are cancelled for it. What somebody " +
			"has spent or withdrawn since stays where it is",
		Reverse: "none: what is undone is not done again",
		Params: []Param{
			{"market", Required, "the market's symbol"},
			{"accounts", Optional, "only trades in which one of these accounts took part; empty means all"},
			{"since", Optional, "only trades from here on, in virtual nanoseconds; at most 24 hours back"},
			{"until", Optional, "only trades up to here, in virtual nanoseconds; 0 means now"},
			{"price", Optional, "only trades at this price or beyond it, in steps of the market's price scale"},
			{"above", Optional, "beyond means higher; otherwise it means lower"},
		},
		Event: "operated, and trade_reversed or trade_kept for each trade", Harm: harmFill + "; " + harmQuorum,
	},
	{
		Name: "compensate", Kind: mockexchange.Compensate,
		Latency: serviceTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "pay customers for what they lost",
		Effect:  "the house pays each account the amount out of its own coins and fees, or not at all if they are too few",
		Reverse: "none: what is paid is the customer's",
		Params: []Param{
			needAccounts,
			{"asset", Required, "the asset's code: in kind, or the currency"},
			{"amount", Required, "what each account gets, in base units of the asset"},
			{"from_fund", Optional, "out of the protection fund instead"},
			{"text", Optional, "what it is for"},
		},
		Event: "operated, and compensated for each account",
		Harm:  "none: nobody is kept from anything; what is paid beyond what was stolen counts as a loss",
	},
	{
		Name: "fund_protection", Kind: mockexchange.FundProtection,
		Latency: serviceTakes, Tactic: Harden, Obstructs: Nothing,
		Summary: "put a share of fees aside",
		Effect:  "from then on this share of all fees goes to a protection fund, which only compensation can use",
		Reverse: "fund_protection with amount 0, which ends it; what the fund has stays there",
		Params:  []Param{{"amount", Optional, "parts per million of all fees; 0 ends it"}},
		Event:   "operated", Harm: "none: customers pay the same fees",
	},
	{
		Name: "waive_fees", Kind: mockexchange.WaiveFees,
		Latency: serviceTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "let customers trade free of fees",
		Effect:  "from then on until the end the accounts pay no fees for trades; what a fee below zero pays them they get as before",
		Reverse: "none: what was promised is kept until it ends",
		Params: []Param{
			needAccounts,
			{"until", Required, "when it ends, in virtual nanoseconds"},
		},
		Event: "operated for each account", Harm: "none: the house does without what it would have earned, which is no loss of anybody's coins",
	},
	{
		Name: "rebate_fees", Kind: mockexchange.RebateFees,
		Latency: serviceTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "pay a share of everybody's fees back",
		Effect: "fees are taken as ever and counted for each account; at the end the house pays the share of them in the asset, at its last " +
			"price against the reference currency, out of its own coins and fees as far as it has them",
		Reverse: "none: what was promised is kept; another promise can be made after it",
		Params: []Param{
			{"asset", Required, "the asset's code that is paid in"},
			{"amount", Required, "parts per million of the fees"},
			{"until", Required, "when it ends and is paid, in virtual nanoseconds"},
		},
		Event: "operated, and compensated for each account at the end",
		Harm:  "none: nobody is kept from anything; what is paid counts as a loss, as any gift",
	},
	{
		Name: "redeploy", Kind: mockexchange.Redeploy, Control: reject.Redeploy,
		Latency: rebuildTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "put the reviewed code of the risk engine in place of what runs",
		Effect: "the reviewed source is built on another host than the build server and takes over; withdrawals that altered code let " +
			"pass and nobody has signed yet are turned down. Pay-outs go on meanwhile, unless they are halted. Nothing tells whether what " +
			"ran before was another's but what the new code turns down",
		Reverse: "none: the next release takes its place",
		Event:   "operated, deployed, and withdrawal_rejected for each that is turned down", Harm: harmRebuild,
	},
	{
		Name: "tag_address", Kind: mockexchange.TagAddress, Control: reject.TagAddress,
		Latency: 0, Tactic: NoTactic, Obstructs: OnceItActs,
		Summary: "mark addresses for others to see",
		Effect: "other exchanges that honour tags turn down what comes from the addresses from then on: a thief keeps his coins and " +
			"cannot sell them there, nor can a customer who withdrew to one. What was moved on once more they do not know again",
		Reverse: "none: a mark is a record",
		Params:  []Param{needAddresses, {"text", Required, "what the mark says"}},
		Event:   "operated for each address", Harm: harmFrozen,
	},
	{
		Name: "request_freeze", Kind: mockexchange.RequestFreeze, Control: reject.RequestFreeze,
		Latency: serviceTakes, Tactic: Isolate, Obstructs: OnceItActs,
		Summary: "ask other exchanges to freeze what comes from addresses",
		Effect: "each is willing or not. One that is freezes, hours or days later, what came straight from the addresses and still lies " +
			"there, and what still comes. What the thief has sold and taken out by then is gone; what stays frozen is taken back from " +
			"him. A customer who withdrew to such an address is frozen like him. In a playbook, `addresses: alert` takes those that a rule with `fields: [address]` names",
		Reverse: "none: it is for those exchanges to let it go",
		Params:  []Param{needAddresses, {"text", Required, "what is asked, and why"}},
		Event:   "operated for each address, and frozen_elsewhere when an exchange answers", Harm: harmFrozen,
	},
	{
		Name: "suspend_staff", Kind: mockexchange.SuspendStaff, Control: reject.SuspendStaff,
		Latency: clickTakes, Tactic: Isolate, Obstructs: FromThenOn,
		Summary: "keep somebody of the venue's staff from working",
		Effect: "nobody can do anything at his desk or in his name, and what he asked for and waits for somebody's agreement is dropped; " +
			"others do his work meanwhile",
		Reverse: "reinstate_staff",
		Params:  []Param{{"count", Required, "whose desk, by the number that telemetry has as count"}},
		Event:   "operated", Harm: harmStaff,
	},
	{
		Name: "reinstate_staff", Kind: mockexchange.ReinstateStaff,
		Latency: clickTakes, Tactic: Restore, Obstructs: Nothing,
		Summary: "let somebody of the staff work again",
		Effect:  "he can, and asks anew for what was dropped",
		Reverse: "suspend_staff",
		Params:  []Param{{"count", Required, "whose desk, by the number that telemetry has as count"}},
		Event:   "operated", Harm: harmNoneOpen,
	},
	{
		Name: "announce", Kind: mockexchange.Announce,
		Latency: 0, Tactic: NoTactic, Obstructs: Nothing,
		Summary: "tell the public",
		Effect:  "the text is published; customers and the press read it",
		Reverse: "none: what is said is said",
		Params:  []Param{{"text", Required, "what is announced"}},
		Event:   "operated", Harm: "none: statements are judged by whether they were true",
	},
}
