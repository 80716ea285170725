package campaign

import (
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// Wallet is what a thief can sign for on one coin's chain. That of a key is its
// Ed25519 seed, 64 hexadecimal digits: whoever has it has the key.
type Wallet struct {
	Asset   string      `json:"asset"` // its code
	Network string      `json:"network"`
	Model   chain.Model `json:"model"`
	Fee     int64       `json:"fee"` // that he pays a miner, base units

	// Hot is the policy of the venue's hot address, which its spends made
	// public, and Stolen those of its keys that he copied.
	Hot    chain.Policy `json:"hot"`
	Stolen []string     `json:"stolen,omitempty"`
	// Cold is the venue's cold address, which its spends made public, too.
	Cold chain.Address `json:"cold,omitzero"`
	// Own is the one key of the address that he takes the loot to.
	Own string `json:"own"`
	// Others are more addresses of his, as text.
	Others []string `json:"others,omitempty"`
	// Deposits are deposit addresses of his at other exchanges, as text.
	Deposits []Deposits `json:"deposits,omitempty"`
}

// Deposits are the thief's deposit addresses at one exchange.
type Deposits struct {
	Exchange  string   `json:"exchange"`
	Addresses []string `json:"addresses"`
}

// OwnAddress is where he takes the loot to. The error says that Own is no key.
func (w *Wallet) OwnAddress() (chain.Address, error) {
	own, err := key(w.Own)
	if err != nil {
		return chain.Address{}, err
	}
	return own.Address(), nil
}

// wallet finds the wallet of a coin; -1 if there is none.
func (c *Campaign) wallet(asset string) int {
	return slices.IndexFunc(c.Wallets, func(w Wallet) bool { return w.Asset == asset })
}

func (c *Campaign) checkWallets() error {
	for i := range c.Wallets {
		if c.wallet(c.Wallets[i].Asset) != i {
			return fmt.Errorf("%w: two wallets of %s", ErrCampaign, c.Wallets[i].Asset)
		}
	}
	_, err := signingWallets(c.Wallets)
	return err
}

// checkOnChain checks a step that is about a chain.
func (c *Campaign) checkOnChain(s *Step) error {
	at := c.wallet(s.Chain)
	if at < 0 {
		return fmt.Errorf("chain is %q, of which he has no wallet", s.Chain)
	}
	n := len(c.Wallets[at].Others)
	if to := s.Params.Exchange; to != "" {
		i := slices.IndexFunc(c.Wallets[at].Deposits, func(d Deposits) bool { return d.Exchange == to })
		if i < 0 {
			return fmt.Errorf("exchange is %q, at which he has no addresses", to)
		}
		n = len(c.Wallets[at].Deposits[i].Addresses)
	}
	if s.Params.To > 0 && s.Params.To >= n {
		return fmt.Errorf("to is %d, expected 0 to %d", s.Params.To, n-1)
	}
	if len(s.When) > 0 {
		return fmt.Errorf("when is %q, expected nothing: conditions are about keys", s.When[0])
	}
	if h := s.Params.Host; h != "" && c.secret(h) == "" {
		return fmt.Errorf("host is %q, which he does not hold", h)
	}
	_, err := c.start(s)
	return err
}

// secret is what proves that he holds a host; empty for one that he does not.
func (c *Campaign) secret(host string) string {
	for _, h := range c.Hosts {
		if h.Name == host {
			return h.Secret
		}
	}
	return ""
}

// signingWallets makes the keys of wallets.
func signingWallets(wallets []Wallet) (all []technique.SigningWallet, err error) {
	for i := range wallets {
		w := &wallets[i]
		wallet := technique.SigningWallet{
			Asset: w.Asset, Network: w.Network, Model: w.Model, Fee: w.Fee,
			Hot: technique.Signatory{Policy: w.Hot}, Cold: w.Cold,
		}
		for _, seed := range w.Stolen {
			k, err := key(seed)
			if err != nil {
				return nil, fmt.Errorf("%w: stolen key of %s: %w", ErrCampaign, w.Asset, err)
			}
			wallet.Hot.Keys = append(wallet.Hot.Keys, k)
		}
		own, err := key(w.Own)
		if err != nil {
			return nil, fmt.Errorf("%w: own key for %s: %w", ErrCampaign, w.Asset, err)
		}
		wallet.Own = technique.Signatory{Policy: chain.Single(own), Keys: []*chain.Key{own}}
		if wallet.Others, err = w.addresses(w.Others); err != nil {
			return nil, err
		}
		for _, d := range w.Deposits {
			if wallet.Deposits == nil {
				wallet.Deposits = make(map[string][]chain.Address)
			}
			if wallet.Deposits[d.Exchange], err = w.addresses(d.Addresses); err != nil {
				return nil, err
			}
		}
		if len(wallet.Others) == 0 {
			wallet.Others = []chain.Address{wallet.Own.Policy.Address()}
		}
		all = append(all, wallet)
	}
	return all, nil
}

// addresses reads addresses of the wallet's chain.
func (w *Wallet) addresses(texts []string) (list []chain.Address, err error) {
	for _, text := range texts {
		to, ok := chain.ParseAddress(w.Network, text)
		if !ok {
			return nil, fmt.Errorf("%w: %q is no address of %s", ErrCampaign, text, w.Network)
		}
		list = append(list, to)
	}
	return list, nil
}

// key makes a key of its seed, public part included, so that nothing about it
// changes afterwards.
func key(seed string) (*chain.Key, error) {
	raw, err := hex.DecodeString(seed)
	if err != nil || len(raw) != 32 {
		return nil, fmt.Errorf("%d characters, expected 64 hexadecimal digits", len(seed))
	}
	k := chain.NewKey([32]byte(raw))
	k.Public()
	return &k, nil
}
