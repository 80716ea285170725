package chain

// Node is one chain: its state and its mempool.
type Node struct {
	spec     Spec
	verifier *Verifier
}

// Coin is an unspent output and its name.
type Coin struct {
	OutPoint OutPoint `json:"out_point"`
	Output   Output   `json:"output"`
	Height   uint64   `json:"height"` // the block that made it, 0 for the genesis
	Pending  bool     `json:"pending,omitempty"`
}

// NewNode starts a chain with nothing on it. The verifier may be nil.
func NewNode(spec Spec, verifier *Verifier) *Node { return &Node{spec: spec, verifier: verifier} }

// Fund allots an amount at the genesis.
func (n *Node) Fund(a Address, amount int64, memo ...uint64) error { return nil }

// Submit relays.
func (n *Node) Submit(t *Transaction) error { return nil }

// Mine makes the next block.
func (n *Node) Mine(at int64) *Block { return &Block{At: at} }

// Pending lists the mempool.
func (n *Node) Pending() []*Transaction { return nil }

// Height is the last block's.
func (n *Node) Height() uint64 { return 0 }

// Balance is confirmed.
func (n *Node) Balance(a Address) int64 { return 0 }

// Unspent lists coins.
func (n *Node) Unspent(a Address) []Coin { return nil }

// Spendable lists coins, waiting ones included.
func (n *Node) Spendable(a Address) []Coin { return nil }

// NextNonce counts the mempool.
func (n *Node) NextNonce(a Address) uint64 { return 0 }

// Supply is what addresses hold.
func (n *Node) Supply() int64 { return 0 }

// Fees is what miners took.
func (n *Node) Fees() int64 { return 0 }

// Spec is what the chain was made of.
func (n *Node) Spec() Spec { return n.spec }

// Clone is independent.
func (n *Node) Clone() *Node { c := *n; return &c }
