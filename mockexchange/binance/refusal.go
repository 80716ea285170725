package binance

import (
	"fmt"
	"net/http"

	"github.com/exdrill/exdrill/mockexchange/reject"
)

// refusal is an answer that says no: the HTTP status, and the code and text
// that clients match on.
type refusal struct {
	status int
	code   int
	text   string
	reason reject.Code // what the venue is told, for refusals of the protocol
	retry  int64       // seconds after which it makes sense to try again, 0 for none
}

// about fills the blanks of a refusal's text.
func (r refusal) about(values ...any) *refusal {
	r.text = fmt.Sprintf(r.text, values...)
	return &r
}

// noRight is the one answer to a wrong key, a wrong address and a missing
// right: the protocol does not tell them apart.
var noRight = refusal{status: http.StatusUnauthorized, code: -2015, text: "Invalid API-key, IP, or permissions for action."}

// closed is the answer of a market that is halted, and of one that takes
// cancellations only: the protocol has no words for the second.
var closed = refusal{status: 400, code: -2010, text: "Market is closed."}

// refusals translates the venue's reasons for orders and reads.
var refusals = [...]refusal{
	reject.BadRequest:          {status: 400, code: -1102, text: "A mandatory parameter was not sent, was empty/null, or malformed."},
	reject.UnknownMarket:       {status: 400, code: -1121, text: "Invalid symbol."},
	reject.UnknownAsset:        {status: 400, code: -4018, text: "We don't have this asset."},
	reject.UnknownAccount:      noRight,
	reject.Overflow:            {status: 400, code: -1013, text: "Filter failure: LOT_SIZE"},
	reject.UnknownKey:          noRight,
	reject.DeadKey:             noRight,
	reject.BadCredential:       {status: 400, code: -1022, text: "Signature for this request is not valid."},
	reject.StaleTimestamp:      {status: 400, code: -1021, text: "Timestamp for this request is outside of the recvWindow."},
	reject.SourceNotAllowed:    noRight,
	reject.MissingScope:        noRight,
	reject.ExpiredScope:        noRight,
	reject.NoSession:           noRight,
	reject.FactorRequired:      noRight,
	reject.BadFactor:           noRight,
	reject.AccountFrozen:       noRight,
	reject.RateLimited:         {status: http.StatusTooManyRequests, code: -1003, text: "Too many requests queued."},
	reject.PriceFilter:         {status: 400, code: -1013, text: "Filter failure: PRICE_FILTER"},
	reject.LotFilter:           {status: 400, code: -1013, text: "Filter failure: LOT_SIZE"},
	reject.NotionalFilter:      {status: 400, code: -1013, text: "Filter failure: NOTIONAL"},
	reject.InsufficientBalance: {status: 400, code: -2010, text: "Account has insufficient balance for requested action."},
	reject.MarketHalted:        closed,
	reject.CancelOnly:          closed,
	reject.WouldMatch:          {status: 400, code: -2010, text: "Order would immediately match and take."},
	// Binance accepts such an order and lets it expire at once. This venue
	// refuses it, in the words that Binance has for an empty book (-1112).
	reject.NoLiquidity:    {status: 400, code: -1013, text: "No orders on book for symbol."},
	reject.DuplicateOrder: {status: 400, code: -2010, text: "Duplicate order sent."},
	reject.UnknownOrder:   {status: 400, code: -2011, text: "Unknown order sent."},
	// The wallet's reasons. The first two are documented as they stand; a
	// blocked destination is this venue's own choice of an illegal address, and
	// a halt that concerns new addresses only has no code of its own either.
	reject.BadAddress:         {status: 400, code: -4007, text: "Address validation is not passed."},
	reject.WithdrawalsHalted:  {status: 400, code: -4019, text: "Current asset is not open for withdrawal."},
	reject.AddressBlocked:     {status: 400, code: -4007, text: "Address validation is not passed."},
	reject.NewAddressesHalted: {status: 400, code: -4019, text: "Current asset is not open for withdrawal."},
	reject.DepositsHalted:     {status: 400, code: -4019, text: "Current asset is not open for deposit."},
	reject.AmountTooSmall:     {status: 400, code: -4022, text: "Not less than the minimum pick-up quantity."},
	reject.LimitExceeded:      {status: 400, code: -4023, text: "Within 24 hours, the withdrawal exceeds the maximum amount."},
	reject.UnknownWithdrawal:  {status: 400, code: -4029, text: "The withdrawal record does not exist."},
	reject.NotPending:         {status: 400, code: -4031, text: "Cancellation failed."},
	reject.AwaitingSignatures: {status: 400, code: -4019, text: "Current asset is not open for withdrawal."},
	reject.NoQuorum:           {status: 400, code: -4019, text: "Current asset is not open for withdrawal."},
	reject.UnexpectedTransfer: {status: 400, code: -4019, text: "Current asset is not open for withdrawal."},
	reject.UnknownStaff:       {status: 400, code: -1002, text: "You are not authorized to execute this request."}, // no customer can get here
	reject.NoOrder:            {status: 400, code: -1002, text: "You are not authorized to execute this request."},
	reject.HotWalletEmpty:     {status: 400, code: -4019, text: "Current asset is not open for withdrawal."},
	reject.UnknownAction:      {status: 404, code: -1020, text: "This operation is not supported."},
	reject.NothingToDo:        {status: 400, code: -1020, text: "This operation is not supported."},
	reject.OutsideBand:        {status: 400, code: -1013, text: "Filter failure: PERCENT_PRICE_BY_SIDE"},
	reject.PositionFilter:     {status: 400, code: -1013, text: "Filter failure: MAX_POSITION"},
	// Binance accepts the following and lets them expire at once, or has nothing
	// like them. This venue refuses them, in words of the protocol's kind.
	reject.OutsideRange:     {status: 400, code: -1013, text: "Filter failure: PERCENT_PRICE"},
	reject.TurnoverExceeded: {status: 400, code: -2010, text: "This account may not place or cancel orders."},
	reject.AddressNotListed: {status: 400, code: -4007, text: "Address validation is not passed."},
	reject.OwnOrder:         {status: 400, code: -2010, text: "Order would trigger self-trade prevention."},
}

// walletFunds is what the wallet says where the exchange says -2010.
var walletFunds = refusal{status: 400, code: -4026, text: "You have insufficient balance."}

// What the protocol turns down before the venue is asked.
var (
	keyFormat   = refusal{status: 401, code: -2014, text: "API-key format invalid.", reason: reject.BadRequest}
	mandatory   = refusal{status: 400, code: -1102, text: "Mandatory parameter '%s' was not sent, was empty/null, or malformed.", reason: reject.BadRequest}
	oneOf       = refusal{status: 400, code: -1102, text: "Param '%s' or '%s' must be sent, but both were empty/null!", reason: reject.BadRequest}
	illegal     = refusal{status: 400, code: -1100, text: "Illegal characters found in parameter '%s'; legal range is '%s'.", reason: reject.BadRequest}
	escaping    = refusal{status: 400, code: -1100, text: "Illegal characters found in a parameter.", reason: reject.BadRequest}
	tooLong     = refusal{status: 413, code: -1100, text: "Illegal characters found in a parameter.", reason: reject.BadRequest}
	notRequired = refusal{status: 400, code: -1106, text: "Parameter '%s' sent when not required.", reason: reject.BadRequest}
	precision   = refusal{status: 400, code: -1111, text: "Parameter '%s' has too much precision.", reason: reject.BadRequest}
	badTime     = refusal{status: 400, code: -1115, text: "Invalid timeInForce.", reason: reject.BadRequest}
	badType     = refusal{status: 400, code: -1116, text: "Invalid orderType.", reason: reject.BadRequest}
	badSide     = refusal{status: 400, code: -1117, text: "Invalid side.", reason: reject.BadRequest}
	badSymbol   = refusal{status: 400, code: -1121, text: "Invalid symbol.", reason: reject.UnknownMarket}
	badLimit    = refusal{status: 400, code: -1130, text: "Data sent for parameter '%s' is not valid.", reason: reject.BadRequest}
	badWindow   = refusal{status: 400, code: -1131, text: "recvWindow must be less than 60000.", reason: reject.BadRequest}
	badTag      = refusal{status: 400, code: -4008, text: "Address tag validation is not passed.", reason: reject.BadAddress}
	early       = refusal{status: 400, code: -1021, text: "Timestamp for this request was 1000ms ahead of the server's time.", reason: reject.StaleTimestamp}
	late        = refusal{status: 400, code: -1021, text: "Timestamp for this request is outside of the recvWindow.", reason: reject.StaleTimestamp}
	noOrder     = refusal{status: 400, code: -2013, text: "Order does not exist.", reason: reject.UnknownOrder}
	noCoin      = refusal{status: 400, code: -4018, text: "We don't have this asset.", reason: reject.UnknownAsset}
	unsupported = refusal{status: 404, code: -1020, text: "This operation is not supported.", reason: reject.UnknownAction}
	wrongMethod = refusal{status: 405, code: -1020, text: "This operation is not supported.", reason: reject.UnknownAction}
	overweight  = refusal{
		status: http.StatusTooManyRequests, code: -1003, reason: reject.RateLimited,
		text: "Too much request weight used; current limit is %d request weight per %s. Please use WebSocket Streams for live updates to avoid polling the API.",
	}
	banned = refusal{
		status: http.StatusTeapot, code: -1003, reason: reject.RateLimited,
		text: "Way too much request weight used; IP banned until %d. Please use WebSocket Streams for live updates to avoid bans.",
	}
	tooManyOrders = refusal{
		status: http.StatusTooManyRequests, code: -1015, reason: reject.RateLimited,
		text: "Too many new orders; current limit is %d orders per %s.",
	}
	// outcomeUnknown is no refusal: whoever gets it has to ask what happened.
	outcomeUnknown = refusal{status: 500, code: -1001, text: "Internal error; unable to process your request. Please try again."}
)

// refusalOf translates a reason of the venue; wallet says that the request was
// one of the wallet's.
func refusalOf(c reject.Code, wallet bool) *refusal {
	if wallet && c == reject.InsufficientBalance {
		return &walletFunds
	}
	if int(c) < len(refusals) && refusals[c].status != 0 {
		return &refusals[c]
	}
	return &refusal{status: 400, code: -1000, text: "An unknown error occurred while processing the request."}
}
