package chain

import (
	"fmt"
	"time"
)

// MaxSupply is the most base units that a chain can hold. Sums of any two
// amounts on a chain then fit 64 bits.
const MaxSupply = int64(1) << 62

// Spec is what a chain is made of.
type Spec struct {
	Network       string        `json:"network"` // prefix of its addresses, such as "btc"; lower case
	Model         Model         `json:"model"`
	Relay         Relay         `json:"relay"`
	BlockInterval time.Duration `json:"block_interval"` // virtual nanoseconds between blocks; whoever calls Mine keeps to it
	BlockTxs      int           `json:"block_txs"`      // most transactions in a block; 0 is no limit
	MinFee        int64         `json:"min_fee"`        // least fee of a transaction, base units

	// Gas is set for a token alone, which lives on another coin's chain: what each
	// transfer of it costs the sender, in base units of that coin.
	Gas int64 `json:"gas,omitempty"`
	// Issuer is the address of whoever issued a token and can take it from anybody;
	// the zero address for nobody.
	Issuer Address `json:"issuer,omitzero"`
}

// Model says how a chain remembers who owns what.
type Model uint8

// The models.
const (
	// Account keeps a balance and a nonce for each address.
	Account Model = iota
	// UTXO keeps coins: outputs that are unspent, and are spent whole.
	UTXO
	models
)

var modelNames = [models]string{Account: "account", UTXO: "utxo"}

// String is the model's name in files.
func (m Model) String() string {
	if m < models {
		return modelNames[m]
	}
	return fmt.Sprintf("model_%d", uint8(m))
}

// MarshalText writes the model's name.
func (m Model) MarshalText() ([]byte, error) {
	if m >= models {
		return nil, fmt.Errorf("chain model %d, expected account or utxo", uint8(m))
	}
	return []byte(modelNames[m]), nil
}

// UnmarshalText reads "account" or "utxo".
func (m *Model) UnmarshalText(text []byte) error {
	for i, name := range modelNames {
		if name == string(text) {
			*m = Model(i)
			return nil
		}
	}
	return fmt.Errorf("chain model %q, expected account or utxo", text)
}

// Relay says what the mempool does with a spend of money that another waiting
// transaction spends already.
type Relay uint8

// The relay policies.
const (
	// FirstSeen keeps the transaction that came first.
	FirstSeen Relay = iota
	// ReplaceByFee prefers the one that pays more than all it throws out, until a block takes one.
	ReplaceByFee
	relays
)

var relayNames = [relays]string{FirstSeen: "first_seen", ReplaceByFee: "replace_by_fee"}

// String is the policy's name in files.
func (r Relay) String() string {
	if r < relays {
		return relayNames[r]
	}
	return fmt.Sprintf("relay_%d", uint8(r))
}

// MarshalText writes the policy's name.
func (r Relay) MarshalText() ([]byte, error) {
	if r >= relays {
		return nil, fmt.Errorf("relay policy %d, expected first_seen or replace_by_fee", uint8(r))
	}
	return []byte(relayNames[r]), nil
}

// UnmarshalText reads "first_seen" or "replace_by_fee".
func (r *Relay) UnmarshalText(text []byte) error {
	for i, name := range relayNames {
		if name == string(text) {
			*r = Relay(i)
			return nil
		}
	}
	return fmt.Errorf("relay policy %q, expected first_seen or replace_by_fee", text)
}

// Check finds what makes a spec unusable.
func (s Spec) Check() error {
	switch {
	case !validNetwork(s.Network):
		return fmt.Errorf("chain network %q, expected 1 to 16 of a-z, 0-9 and -", s.Network)
	case s.Model >= models:
		return fmt.Errorf("chain model %d, expected account or utxo", uint8(s.Model))
	case s.Relay >= relays:
		return fmt.Errorf("relay policy %d, expected first_seen or replace_by_fee", uint8(s.Relay))
	case s.BlockInterval <= 0:
		return fmt.Errorf("chain block interval %v, expected more than 0", s.BlockInterval)
	case s.BlockTxs < 0:
		return fmt.Errorf("chain block limit %d transactions, expected 0 for none or more", s.BlockTxs)
	case s.MinFee < 0 || s.MinFee > MaxSupply:
		return fmt.Errorf("chain minimum fee %d, expected 0 to %d", s.MinFee, MaxSupply)
	case s.Gas < 0 || s.Gas > MaxSupply:
		return fmt.Errorf("gas of %d, expected 0 to %d", s.Gas, MaxSupply)
	case s.Gas > 0 && (s.Model != Account || s.Relay != FirstSeen || s.MinFee != 0):
		return fmt.Errorf("a token of model %s, relay %s and fee %d, expected account, first_seen and 0", s.Model, s.Relay, s.MinFee)
	case s.Issuer != Address{} && s.Gas == 0:
		return fmt.Errorf("an issuer of %s, expected one of a token alone", s.Network)
	}
	return nil
}

func validNetwork(name string) bool {
	if len(name) < 1 || len(name) > 16 {
		return false
	}
	for _, c := range name {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}
