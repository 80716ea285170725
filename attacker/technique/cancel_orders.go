package technique

// CancelOrders cancels all that rests in the books for an account, so that the
// funds behind it come free. One request to see the orders, and one for each.
type CancelOrders struct{}

// Info describes it.
func (CancelOrders) Info() Info {
	return Info{
		Name:    "cancel_orders",
		Summary: "Cancels the open orders of an account one by one.",
		Effect:  "The victim's orders are gone, and the funds that they held are free to be taken.",
		Seen:    "A read of the open orders, then a cancellation of each of them with no new order to replace it.",
		ATTACK:  []string{"T1550.001", "T1078"},
		AADAPT:  []string{"ADT3028"},
	}
}

// Start needs no parameter.
func (CancelOrders) Start(Params) (Run, error) { return &cancelOrdersRun{}, nil }

type cancelOrdersRun struct {
	asked bool
	queue []Call
	over  bool
}

func (c *cancelOrdersRun) Ask(_ int64, v View) Move {
	switch {
	case c.over:
		return Move{}
	case !c.asked:
		return Move{Call: Call{Op: OpOpenOrders}}
	case len(c.queue) == 0:
		return Move{}
	}
	next := c.queue[0]
	c.queue = c.queue[1:]
	return Move{Call: next}
}

// Tell goes on after an order that could not be cancelled: it was filled in
// the meantime, or the market stands still.
func (c *cancelOrdersRun) Tell(_ int64, _ View, a Answer) {
	if hopeless(a.Refusal) {
		c.over = true
		return
	}
	if c.asked {
		return
	}
	c.asked = true
	for _, o := range a.Orders {
		c.queue = append(c.queue, Call{Op: OpCancel, Market: o.Market, OrderID: o.ID})
	}
}
