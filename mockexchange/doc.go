// Package mockexchange is one mock exchange: customers, API keys, order books,
// withdrawals and wallets, as a deterministic state machine that is driven by
// commands and tells what happened in events.
//
// A venue asks for credentials and never for intentions: whoever holds a key
// can act. It speaks to chains only through what it wants broadcast and what
// blocks show it, because a thief with its key changes the chain before it
// knows.
package mockexchange
