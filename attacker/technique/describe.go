package technique

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/mockexchange/money"
)

// Describe puts a call and its answer into words for a report: what he asked,
// and what came of it. Amounts are in whole coins.
func Describe(c Call, a Answer, v View) (asked, result string) {
	asked = describeCall(c, v)
	if a.Refusal != attacker.Accepted {
		return asked, "refused: " + string(a.Refusal)
	}
	return asked, describeAnswer(c, a, v)
}

func describeCall(c Call, v View) string {
	switch c.Op {
	case OpDepth:
		return "depth of " + c.Market
	case OpCancel:
		return "cancel " + c.Market + " order " + strconv.FormatUint(c.OrderID, 10)
	case OpPlace:
		return describeOrder(c.Order, v)
	case OpSubmit:
		return describeSpend(c, v)
	case OpPlant:
		return "change " + c.Host + " for transfers of " + amount(c.Implant.Least, c.Implant.Asset, v) + " or more"
	case OpWork:
		return strings.ReplaceAll(c.Work.Kind, "_", " ") + " at " + c.Host + ": " + amount(c.Work.Amount, c.Work.Asset, v) + " to " + c.Work.To.Text(v.Wallet.Network)
	case OpLimit:
		return "set the co-signer's limit to " + amount(c.Amount, c.Chain, v)
	case OpSpend:
		return "have " + amount(c.Amount, c.Chain, v) + " signed to " + c.Address.Text(v.Wallet.Network)
	case OpHeld, OpUnspent, OpNonce, OpOwner:
		return strings.ReplaceAll(c.Op.String(), "_", " ") + " of " + c.Address.Text(v.Wallet.Network)
	case OpDeploy:
		return "deploy " + c.Build.Component
	case OpWithdraw:
		t := c.Transfer
		return "withdraw " + amount(t.Amount, t.Asset, v) + " to " + t.Address
	}
	return strings.ReplaceAll(c.Op.String(), "_", " ")
}

// describeSpend names the first output: the others are change, or more of the
// same.
func describeSpend(c Call, v View) string {
	out := c.Tx.Outputs[0]
	told := "send " + amount(out.Amount, c.Chain, v) + " to " + out.To.Text(v.Wallet.Network)
	if more := len(c.Tx.Outputs) - 2; more > 0 {
		told += fmt.Sprintf(" and other amounts to %d more", more+1)
	}
	return told
}

func describeOrder(o attacker.Order, v View) string {
	m := v.market(o.Market)
	side := "sell"
	if o.Buy {
		side = "buy"
	}
	size, price := amount(o.Quantity, m.Base, v), " at the market"
	if o.Quote > 0 {
		size = "for " + amount(o.Quote, m.Quote, v)
	}
	if o.Limit {
		price = " at " + money.Unit{Decimals: m.PriceScale}.Trimmed(o.Price)
	}
	if o.Rest {
		price += ", to rest"
	}
	return side + " " + size + " on " + m.Name + price
}

func describeAnswer(c Call, a Answer, v View) string {
	switch c.Op {
	case OpRights:
		return describeRights(a.Rights)
	case OpBalances:
		return describeBalances(a.Balances, v)
	case OpOpenOrders:
		return fmt.Sprintf("%d open", len(a.Orders))
	case OpDepth:
		return fmt.Sprintf("%d bids, %d asks", len(a.Depth.Bids), len(a.Depth.Asks))
	case OpHeld:
		return amount(a.Amount, c.Chain, v)
	case OpUnspent:
		return fmt.Sprintf("%d coins", len(a.Coins))
	case OpOwner:
		return a.Owner.Text(v.Wallet.Network)
	case OpNonce:
		return strconv.FormatUint(a.Nonce, 10)
	case OpCancel:
		return "cancelled"
	case OpPlace:
		m := v.market(c.Order.Market)
		return "filled " + amount(a.Placed.Filled, m.Base, v) + " for " + amount(a.Placed.Quote, m.Quote, v)
	}
	return "accepted"
}

func describeRights(r attacker.Rights) string {
	var may []string
	if r.Read {
		may = append(may, "read")
	}
	if r.Trade {
		may = append(may, "trade")
	}
	if r.Withdraw {
		may = append(may, "withdraw")
	}
	if len(may) == 0 {
		may = append(may, "nothing")
	}
	return "may " + strings.Join(may, ", ") + "; created " + time.Unix(0, r.Created).UTC().Format(time.DateOnly)
}

func describeBalances(balances []attacker.Balance, v View) string {
	var held []string
	for _, b := range balances {
		if b.Free > 0 || b.Locked > 0 {
			held = append(held, amount(b.Free, b.Asset, v)+" ("+amount(b.Locked, b.Asset, v)+" locked)")
		}
	}
	if len(held) == 0 {
		return "nothing"
	}
	return strings.Join(held, ", ")
}

func amount(n int64, asset string, v View) string {
	u := money.Unit{Code: asset}
	if a := v.asset(asset); a != nil {
		u.Decimals = a.Decimals
	}
	return u.Trimmed(n) + " " + asset
}
