package scenarios

// Venue is one exchange as it stood before anything happened.
type Venue struct {
	Name           Name        `key:"name"`
	Share          *Share      `key:"share,optional"` // of everybody counted below, where there are several venues
	Assets         []Asset     `key:"assets"`
	Markets        []Market    `key:"markets"`
	Posture        []Control   `key:"posture"` // standing controls at the time
	PayOutEvery    Duration    `key:"pay_out_every"`
	ReconcileEvery Duration    `key:"reconcile_every"` // 0s for never
	Adoption       Adoption    `key:"adoption"`
	Migrations     []Migration `key:"migrations,optional"` // in the order of time
}

// Migration is the venue's move of all coins of a hot wallet to a new one of
// its own, planned and approved.
type Migration struct {
	Asset     Name `key:"asset"`
	At        Time `key:"at"`        // when it is signed
	Announced Time `key:"announced"` // when it was approved
}

// Asset is one thing that the venue keeps for its customers. What a chain needs
// is given together with a chain and only then.
type Asset struct {
	Code      Name   `key:"code"`
	Decimals  Number `key:"decimals"`  // at most 9
	Reference Amount `key:"reference"` // value of one whole coin, in the currency
	Supply    Amount `key:"supply"`    // most that can ever exist, at most 2^62 base units
	Chain     *Chain `key:"chain"`     // nil, written "none", for money at a bank

	WithdrawalFee *Amount  `key:"withdrawal_fee,optional"`
	MinWithdrawal *Amount  `key:"min_withdrawal,optional"`
	Confirmations *Number  `key:"confirmations,optional"` // blocks before a deposit is credited
	HouseFunds    *Amount  `key:"house_funds,optional"`   // the venue's own coins at the start
	HotShare      *Share   `key:"hot_share,optional"`     // of all its coins at the start
	HotCoins      *Number  `key:"hot_coins,optional"`     // outputs that these are, of unequal size; absent for the usual few
	Signers       *Signers `key:"signers,optional"`       // of its hot wallet; absent for one key on a host without a name
}

// Models and relay policies of chains.
const (
	ModelAccount = "account"
	ModelUTXO    = "utxo"

	RelayFirstSeen    = "first_seen"
	RelayReplaceByFee = "replace_by_fee"
)

// Chain is the chain that an asset lives on.
type Chain struct {
	Network       Name     `key:"network"` // prefix of its addresses
	Model         Name     `key:"model"`
	Relay         Name     `key:"relay"`
	BlockInterval Duration `key:"block_interval"`
	MinFee        Amount   `key:"min_fee"`
}

// Market is one order book.
type Market struct {
	Base        Name   `key:"base"`
	Quote       Name   `key:"quote"`
	PriceScale  Number `key:"price_scale"`  // decimals of a price
	Tick        Amount `key:"tick"`         // prices are whole multiples of it
	Step        Amount `key:"step"`         // quantities are whole multiples of it
	MinNotional Amount `key:"min_notional"` // least value of an order
	MakerFee    Share  `key:"maker_fee"`
	TakerFee    Share  `key:"taker_fee"`
	Price       Price  `key:"price"`
	Depth       Depth  `key:"depth"`
}

// Price is the fair price that market makers quote around.
type Price struct {
	Start      Amount `key:"start"`      // of one whole coin of the base
	Volatility Ratio  `key:"volatility"` // standard deviation of its change over an hour

	Moves []Waypoint `key:"moves,optional"` // news, a listing, a squeeze; in the order of time
}

// Waypoint leads a fair price: at that time it is so many times what it would
// be by itself. From one waypoint to the next, and from the start to the
// first, the factor goes straight; after the last it stays.
type Waypoint struct {
	At    Time  `key:"at"`
	Times Ratio `key:"times"`
}

// Depth is what market makers keep in a book, all of them together.
type Depth struct {
	Levels Number `key:"levels"` // on each side
	Gap    Share  `key:"gap"`    // between neighbouring levels, of the price
	Spread Share  `key:"spread"` // between the best prices, of the price
	Size   Amount `key:"size"`   // at each level
}

// Control is one standing control in force.
type Control struct {
	Control Name      `key:"control"`
	Hold    *Duration `key:"hold,optional"`
	After   *Duration `key:"after,optional"`
	Limit   *Amount   `key:"limit,optional"`
}

// Adoption says, for controls that leave the choice to a customer, which share
// of each population group would use them.
type Adoption struct {
	AllowList       Table[Share] `key:"allow_list"`        // addresses that a key may be used from
	Renewal         Table[Share] `key:"renewal"`           // confirms an unlisted key's right to trade again in time
	WithdrawalOptIn Table[Share] `key:"withdrawal_opt_in"` // asks for keys that may withdraw
	SecondFactor    Table[Share] `key:"second_factor"`     // guards withdrawals by login
}
