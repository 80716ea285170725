package chain

// Coin is an unspent output and its name.
type Coin struct {
	OutPoint OutPoint `json:"out_point"`
	Output   Output   `json:"output"`
	Height   uint64   `json:"height"`            // of the block that made it, 0 for the genesis
	Pending  bool     `json:"pending,omitempty"` // no block made it yet; Height is 0
}

// coins is the state of a UTXO chain: every output that a block made, spent or
// not, and for each address the list of those that are not.
type coins struct {
	list []coin // the first is no coin, so that 0 can mean none
	made []origin
	ids  map[Hash]uint32 // of made; the genesis is made[0]
}

// coin is one output's state. What it says stands in its origin.
type coin struct {
	origin     uint32
	index      uint32
	owner      uint32
	next, prev uint32 // in its owner's list
	spent      bool
}

// origin is what made coins: a transaction in a block, or the genesis.
type origin struct {
	id      Hash
	height  uint64
	first   uint32 // coin of outputs[0]; the others follow
	outputs []Output
}

func newCoins(genesis Hash) coins {
	return coins{
		list: make([]coin, 1),
		made: []origin{{id: genesis, first: 1}},
		ids:  map[Hash]uint32{genesis: 0},
	}
}

// find is the coin of an out point, 0 if no block made it.
func (c *coins) find(o OutPoint) uint32 {
	id, ok := c.ids[o.Tx]
	if !ok || int64(o.Index) >= int64(len(c.made[id].outputs)) {
		return 0
	}
	return c.made[id].first + o.Index
}

func (c *coins) outPoint(id uint32) OutPoint {
	return OutPoint{Tx: c.made[c.list[id].origin].id, Index: c.list[id].index}
}

func (c *coins) output(id uint32) Output {
	return c.made[c.list[id].origin].outputs[c.list[id].index]
}

func (c *coins) view(id uint32) Coin {
	return Coin{OutPoint: c.outPoint(id), Output: c.output(id), Height: c.made[c.list[id].origin].height}
}

// addGenesis adds a coin of the genesis.
func (c *coins) addGenesis(out Output, owner uint32, h *holders) {
	genesis := &c.made[0]
	genesis.outputs = append(genesis.outputs, out)
	c.link(coin{index: uint32(len(genesis.outputs) - 1), owner: owner}, h)
}

// begin announces the transaction whose outputs are added next, in order.
func (c *coins) begin(id Hash, height uint64, outputs []Output) uint32 {
	origin := origin{id: id, height: height, first: uint32(len(c.list)), outputs: outputs}
	c.ids[id] = uint32(len(c.made))
	c.made = append(c.made, origin)
	return c.ids[id]
}

// link puts a new coin at the end of its owner's list.
func (c *coins) link(one coin, h *holders) {
	id := uint32(len(c.list))
	owner := &h.list[one.owner]
	one.prev = owner.last
	c.list = append(c.list, one)
	if owner.last == 0 {
		owner.first = id
	} else {
		c.list[owner.last].next = id
	}
	owner.last = id
}

// spend takes a coin off its owner's list.
func (c *coins) spend(id uint32, h *holders) {
	one := &c.list[id]
	owner := &h.list[one.owner]
	if one.prev == 0 {
		owner.first = one.next
	} else {
		c.list[one.prev].next = one.next
	}
	if one.next == 0 {
		owner.last = one.prev
	} else {
		c.list[one.next].prev = one.prev
	}
	one.spent, one.next, one.prev = true, 0, 0
}

// Unspent lists the coins of an address that blocks made and no waiting
// transaction spends, oldest first. An account chain has none.
func (n *Node) Unspent(a Address) []Coin {
	h := n.holders.find(a)
	if h == nil {
		return nil
	}
	var all []Coin
	for id := h.first; id != 0; id = n.coins.list[id].next {
		if one := n.coins.view(id); !n.pool.claimed(one.OutPoint) {
			all = append(all, one)
		}
	}
	return all
}

// Spendable lists the coins of Unspent, and after them those that waiting
// transactions would make, such as the change of an own payment, in the order
// of arrival. Spending these is allowed: the child waits for its parent, and
// is thrown out with it if the parent is replaced.
func (n *Node) Spendable(a Address) []Coin {
	all := n.Unspent(a)
	if n.spec.Model != UTXO {
		return all
	}
	for _, p := range n.pool.queue {
		for i, out := range p.tx.Outputs {
			o := OutPoint{Tx: p.id, Index: uint32(i)}
			if out.To == a && !n.pool.claimed(o) {
				all = append(all, Coin{OutPoint: o, Output: out, Pending: true})
			}
		}
	}
	return all
}
