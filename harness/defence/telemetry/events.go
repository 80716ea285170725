package telemetry

import (
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
)

// EventInfo describes one type of event: what it means, the fields that it
// carries, and its place in the Open Cybersecurity Schema Framework.
type EventInfo struct {
	Service  string      `json:"service"`
	Type     string      `json:"type"`
	Summary  string      `json:"summary"`
	ClassUID int         `json:"class_uid"` // of OCSF, see AppendEvent
	Fields   []FieldInfo `json:"fields"`
}

// Events lists every type of event with its fields, as rules and batches
// see them, in the order of their numbers. Which fields an event has depends on
// its type alone.
func Events() []EventInfo {
	var all []EventInfo
	for _, t := range mockexchange.EventTypes() {
		form := &forms[t]
		info := EventInfo{
			Type: t.String(), Service: t.Service().String(), Summary: form.summary, ClassUID: int(form.class),
		}
		for _, f := range commonFields {
			info.Fields = append(info.Fields, fieldInfos[f])
		}
		for _, f := range form.fields {
			info.Fields = append(info.Fields, fieldInfos[f])
		}
		all = append(all, info)
	}
	return all
}

// Field is one field of one event. Value is an int64, a string or a bool.
type Field struct {
	Name  string
	Value any
}

// String is the value as people and filters write it.
func (f Field) String() string {
	switch v := f.Value.(type) {
	case int64:
		return string(number(v).append(nil))
	case bool:
		return string(flag(v).append(nil))
	}
	s, _ := f.Value.(string)
	return s
}

// Fields gives an event's fields in the order in which EventFields lists them.
func Fields(e *mockexchange.Event, v *defence.Directory) []Field {
	form := &forms[e.Type]
	all := make([]Field, 0, len(commonFields)+len(form.fields))
	for _, f := range commonFields {
		all = append(all, Field{fieldInfos[f].Name, f.Of(e, v).value()})
	}
	for _, f := range form.fields {
		all = append(all, Field{fieldInfos[f].Name, f.Of(e, v).value()})
	}
	return all
}

func (s Value) value() any {
	switch s.kind {
	case isNumber:
		return s.Number
	case isFlag:
		return s.Number != 0
	}
	return string(s.append(nil))
}

// form is what events of one type look like.
type form struct {
	summary  string
	class    uint16 // OCSF class
	activity uint8  // OCSF activity within the class
	fields   []FieldID
}

// commonFields are in every event, before its own.
var commonFields = []FieldID{FieldSeq, FieldAt, FieldType, FieldService, fieldOp, fieldAuth}

var (
	caller     = []FieldID{FieldSource, FieldAccount, FieldKey, fieldVendor}
	keyFields  = with(caller, fieldCode)
	callFields = with(caller, fieldMarket, fieldAsset, fieldCode)
	leftOver   = with(caller, fieldMarket, fieldSide, fieldOrderType, fieldOrder, fieldPrice, fieldQuantity)
	orders     = with(leftOver, fieldAsset, FieldAmount, FieldValue, fieldLabel)
	trade      = with(caller, FieldCounterparty, fieldMarket, fieldAsset, fieldSide, fieldOrderType, fieldOrder, fieldMakerOrder,
		fieldPrice, fieldQuantity, FieldAmount, FieldValue)
	withdrawal = with(caller, fieldAsset, fieldWithdrawal, fieldFirstSeen, FieldAmount, FieldValue, FieldAddress, FieldMemo, fieldControl)
	deposit    = []FieldID{FieldAccount, fieldAsset, FieldAmount, FieldValue, FieldAddress, FieldMemo, fieldControl}
	coins      = []FieldID{fieldAsset, FieldAmount, FieldValue, FieldAddress, FieldTx, fieldFee}
	spend      = with(coins, fieldCount)
	work       = []FieldID{FieldSource, fieldDevice, fieldCount}
	move       = []FieldID{fieldAsset, FieldAmount, FieldValue, FieldAddress, fieldFirstSeen, fieldCode, fieldControl, fieldOrder}
	transfer   = []FieldID{fieldAsset, FieldAmount, FieldValue, FieldAddress, FieldTx, fieldLabel}
)

func with(some []FieldID, more ...FieldID) []FieldID {
	return append(append([]FieldID(nil), some...), more...)
}

var forms = [...]form{
	mockexchange.APICall:        {"a read by key, login or anybody", apiActivity, activityRead, callFields},
	mockexchange.AuthRefuse:     {"a key, login or address was turned down, whatever was asked", authentication, activityLogon, with(callFields, fieldControl, fieldDevice)},
	mockexchange.LoggedIn:       {"a customer logged in", authentication, activityLogon, []FieldID{FieldSource, FieldAccount, fieldDevice, fieldNewDevice, fieldNewNetwork}},
	mockexchange.KeyCreated:     {"an owner made an API key", entityManagement, activityCreate, with(keyFields, fieldDevice)},
	mockexchange.KeyDeleted:     {"a key died: deleted by its owner or revoked by the venue", entityManagement, activityDelete, keyFields},
	mockexchange.FactorSetUp:    {"a customer set up a second factor for his account", entityManagement, activityCreate, []FieldID{FieldSource, FieldAccount, fieldCode}},
	mockexchange.FactorReplaced: {"an owner replaced his second factor", entityManagement, activityUpdate, []FieldID{FieldSource, FieldAccount, fieldCode}},
	mockexchange.SourceListed:   {"an owner put an address on the allow-list of his key, which is its label", entityManagement, activityUpdate, with(keyFields, fieldLabel)},
	mockexchange.KeyRestricted:  {"the venue took rights from a key", entityManagement, activityUpdate, keyFields},

	mockexchange.OrderAccepted:  {"an order was taken", apiActivity, activityCreate, orders},
	mockexchange.OrderRefused:   {"an order, or a cancellation, was refused", apiActivity, activityCreate, with(orders, fieldCode, fieldControl)},
	mockexchange.OrderCancelled: {"a resting order was cancelled", apiActivity, activityDelete, with(leftOver, FieldValue, fieldControl, fieldLabel)},
	mockexchange.OrderExpired:   {"what an order left unfilled was given up", apiActivity, activityDelete, with(leftOver, fieldControl)},
	mockexchange.Traded:         {"an arriving order met a resting one", apiActivity, activityUpdate, trade},
	mockexchange.MarketState: {"a market was halted, limited or opened, or froze withdrawals", apiActivity, activityUpdate, []FieldID{
		FieldAccount, fieldMarket, fieldControl, fieldLabel,
	}},

	mockexchange.WithdrawalRequested: {"a withdrawal was asked for and its amount set aside", apiActivity, activityCreate, with(withdrawal, fieldDevice)},
	mockexchange.WithdrawalRefused:   {"a withdrawal, or stopping one, was refused", apiActivity, activityCreate, with(withdrawal, fieldCode)},
	mockexchange.WithdrawalHeld:      {"a withdrawal has to wait", apiActivity, activityUpdate, withdrawal},
	mockexchange.WithdrawalReleased:  {"a hold ended", apiActivity, activityUpdate, withdrawal},
	mockexchange.WithdrawalRejected:  {"a waiting withdrawal was turned down or stopped by its owner", apiActivity, activityDelete, withdrawal},
	mockexchange.WithdrawalBroadcast: {"a withdrawal was signed and sent to the chain", apiActivity, activityUpdate, with(withdrawal, FieldTx)},
	mockexchange.WithdrawalConfirmed: {"a withdrawal is in a block", apiActivity, activityUpdate, withdrawal},

	mockexchange.DepositSeen:     {"a block shows a payment to a customer", apiActivity, activityCreate, deposit},
	mockexchange.DepositCredited: {"a deposit was credited", apiActivity, activityUpdate, deposit},
	mockexchange.WalletReported:  {"the wallets were held against the books", apiActivity, activityRead, []FieldID{fieldAsset, FieldAmount, fieldExpected, FieldGap}},
	mockexchange.WalletMoved:     {"the venue moved coins between its own wallets, as whoever did wrote it down; without an amount, a hot wallet got another address", apiActivity, activityUpdate, coins},

	mockexchange.ChainSpend: {"the node reports an output of a transaction that spends from the venue's addresses, whoever signed it, but for change", apiActivity, activityOther, spend},

	mockexchange.Operated: {"an operator's action took effect or was refused", remediation, activityOther, []FieldID{
		fieldCode, fieldCount, FieldAccount, FieldKey, fieldWithdrawal, FieldAddress, fieldMarket, fieldAsset, FieldAmount, fieldLabel,
	}},
	mockexchange.Complained: {"a customer wrote to support", apiActivity, activityCreate, []FieldID{FieldSource, FieldAccount, fieldLabel}},

	mockexchange.TradeReversed: {"the venue undid a trade", remediation, activityOther, with(trade, fieldCode, fieldControl)},
	mockexchange.TradeKept:     {"the venue could not undo a trade: what it brought is gone", remediation, activityOther, with(trade, fieldCode, fieldControl)},
	mockexchange.Compensated:   {"the house paid a customer", remediation, activityOther, []FieldID{FieldAccount, fieldAsset, FieldAmount, FieldValue, fieldLabel}},

	mockexchange.TransactionReplaced: {"the transaction of a pay-out was signed anew, with a higher fee", apiActivity, activityUpdate, []FieldID{fieldAsset, FieldTx, fieldReplaces, fieldFee}},
	mockexchange.HousePaid:           {"the house paid somebody outside, as the treasurer wrote it down", apiActivity, activityUpdate, coins},
	mockexchange.SpendUnmatched:      {"a chain watch found no record of a spend", apiActivity, activityOther, spend},
	mockexchange.SpendFollowed:       {"a chain watch that follows hops reports an output of a transaction that spends from an address which such a spend, or such a transaction, paid; its count says at which hop", apiActivity, activityOther, spend},

	mockexchange.SurveillanceAlert: {"the market surveillance reports trades of many accounts far off the price, with the highest one and their sum", apiActivity, activityOther, []FieldID{
		fieldMarket, fieldCount, fieldPrice, fieldQuantity, fieldAsset, FieldAmount, FieldValue,
	}},
	mockexchange.SignersAvailable: {"another number of the hot wallets' signers answers than before", apiActivity, activityOther, []FieldID{
		fieldCode, fieldControl, fieldCount,
	}},
	mockexchange.CeremonyCalled: {"staff was sent for, to bring coins from cold storage, or to lift a rule of the devices that sign for it", apiActivity, activityOther, []FieldID{
		fieldControl, fieldCount, fieldAsset,
	}},
	mockexchange.CeremonyFailed:  {"those who held the cold keys brought nothing, and have to be sent for again", apiActivity, activityOther, []FieldID{fieldAsset}},
	mockexchange.FrozenElsewhere: {"another exchange, which the label names, froze what came from an address that it was asked about", remediation, activityOther, []FieldID{fieldAsset, FieldAmount, FieldValue, FieldAddress, fieldLabel}},
	mockexchange.Deployed: {"the build server put code into operation: the count is the number of the build, the label says which code and its digest", apiActivity, activityUpdate, []FieldID{
		fieldCode, fieldCount, fieldLabel,
	}},
	mockexchange.CodeDiffers: {"a host attests another digest of running code than that of what was reviewed; the label has both, the count hours of staff", apiActivity, activityOther, []FieldID{
		fieldControl, fieldCount, fieldLabel,
	}},
	mockexchange.TransferRequested: {"staff asks the people who sign for cold storage for coins of it, or for new owners, which the operation says; the label is its number in all records of it", apiActivity, activityCreate, []FieldID{fieldAsset, FieldAmount, FieldValue, FieldAddress, fieldLabel}},
	mockexchange.TransferBuilt:     {"the host that builds such transactions says what it built, and of which digest", apiActivity, activityUpdate, transfer},
	mockexchange.TransferShown:     {"the host that shows them says what it shows to those who sign, and which digest it hands their devices; who gets the wallet where it gets new owners", apiActivity, activityUpdate, transfer},
	mockexchange.TransferSigned:    {"somebody signed it, as his device tells, which knows the digest alone", apiActivity, activityUpdate, []FieldID{fieldAsset, fieldCount, FieldTx, fieldLabel}},
	mockexchange.TransferRefused:   {"somebody did not sign it, or a rule of his device did not, and it is given up", apiActivity, activityDelete, []FieldID{fieldAsset, fieldCode, fieldControl, fieldCount, FieldTx, fieldLabel}},
	mockexchange.DeskOpened:        {"somebody of the venue's staff, whose number is the count here and below, begins to work at his desk", authentication, activityLogon, work},
	mockexchange.CustomerRead:      {"somebody of the staff looked at what the venue knows of a customer", apiActivity, activityRead, with(work, FieldAccount, fieldCode)},
	mockexchange.CustomerChanged: {"somebody of the staff changed what the label says of a customer, to the amount if it is a limit, or was refused", entityManagement, activityUpdate, with(work,
		FieldAccount, fieldCode, fieldControl, fieldLabel, FieldAmount, fieldOrder)},
	mockexchange.FundsMoved: {"somebody of the staff sent the house's own coins to somebody outside, or was refused", apiActivity, activityUpdate, with(work, move...)},
	mockexchange.WorkProposed: {"somebody of the staff asks for what the operation says, which another has to agree to before it is done; the order is its number", apiActivity, activityCreate, with(work,
		with(move, FieldAccount, fieldLabel)...)},
	mockexchange.WorkRefused: {"another of the staff did not agree: nobody had asked for it", apiActivity, activityDelete, with(work, with(move, FieldAccount, fieldLabel)...)},

	mockexchange.OwnerChanged:        {"the node reports that a wallet of the venue's answers to other owners, whose address it gives, from a transaction on", apiActivity, activityOther, []FieldID{fieldAsset, FieldAddress, FieldTx}},
	mockexchange.SigningLimitAsked:   {"a co-signer is asked to keep to another limit, the amount; the label is staff's ticket, or the host that asks where there is none", apiActivity, activityUpdate, []FieldID{fieldAsset, FieldAmount, FieldValue, fieldLabel}},
	mockexchange.SigningLimitChanged: {"a co-signer keeps to another limit from now on", apiActivity, activityUpdate, []FieldID{fieldAsset, fieldControl, FieldAmount, FieldValue, fieldLabel}},
	mockexchange.SigningLimitRefused: {"a second person turned a co-signer's higher limit down, which nobody of the staff had asked for", apiActivity, activityDelete, []FieldID{fieldAsset, fieldCode, fieldControl, FieldAmount, FieldValue, fieldLabel}},
}
