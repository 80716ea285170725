// Package chain holds the ledgers outside the venue: chains in the likeness of
// XEM (accounts with balances and nonces) and of Bitcoin (coins that are spent
// whole), as deterministic state machines.
//
// A chain knows no customers, no venue and no thief. It asks one question of a
// spend: are the signatures that the address demands there? Whoever holds the
// key can move the money, whatever a venue has halted; a key that was rotated
// still opens the old address; m-of-n is enforced here and nowhere else.
//
// A [Node] is one chain. [Node.Submit] relays a [Transaction] to its mempool
// under the declared [Relay] policy, [Node.Mine] turns the mempool into the
// next [Block]. Nothing here reads a clock or a source of chance, so a node is
// a function of the calls made to it; a node is not safe for concurrent use,
// while a [SignatureCache] may be shared by nodes that run at the same time.
//
// A token is a ledger beside that of the coin whose chain it lives on ([NewToken]):
// its transfers pay gas in the coin, and its issuer can take it from anybody.
//
// Amounts are int64 base units of the ledger's one asset. Nothing is minted
// after the genesis: what addresses hold plus the fees taken is constant.
package chain
