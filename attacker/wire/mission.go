package wire

import (
	"fmt"

	"github.com/exdrill/exdrill/attacker"
	"github.com/exdrill/exdrill/attacker/campaign"
)

// Mission is what an agent in a container is sent: a campaign, and how to
// reach the world from where the agent stands.
type Mission struct {
	Campaign campaign.Campaign `json:"campaign"`

	Markets []attacker.MarketInfo `json:"markets"` // of the campaign's venue
	Assets  []attacker.AssetInfo  `json:"assets"`  // of the campaign's venue

	// Exits is the base address of the exit for each of Campaign.Sources, as
	// in {"203.0.113.5": "http://exit-1:8080"}.
	Exits map[string]string `json:"exits"`
	// Chains is the base address of each chain, by asset code; a token's is that of the
	// chain that it lives on, and /tokens/ and its code after it.
	Chains map[string]string `json:"chains,omitempty"`
	// Hosts is the base address of each host of the venue's that he holds, by name.
	Hosts map[string]string `json:"hosts,omitempty"`
}

// Check says what an agent could not reach.
func (m *Mission) Check() error {
	for _, source := range m.Campaign.Sources {
		base, ok := m.Exits[source]
		if !ok {
			return fmt.Errorf("exits: there is none for the source %s", source)
		}
		if err := CheckBase(base); err != nil {
			return fmt.Errorf("exits: %s: %w", source, err)
		}
	}
	for _, a := range m.Assets {
		if base, ok := m.Chains[a.Code]; ok {
			if err := checkChain(base); err != nil {
				return fmt.Errorf("chains: %s: %w", a.Code, err)
			}
		}
	}
	for _, h := range m.Campaign.Hosts {
		if err := CheckBase(m.Hosts[h.Name]); err != nil {
			return fmt.Errorf("hosts: %s: %w", h.Name, err)
		}
	}
	return nil
}

// World is what the mission's campaign can reach, with requests stamped by the
// clock's virtual nanoseconds.
func (m *Mission) World(clock func() int64) attacker.World {
	venue := NewVenue(m.Exits, clock, m.Markets, m.Assets)
	w := attacker.World{
		Venues: map[string]attacker.Venue{m.Campaign.Venue: venue},
		Chains: map[string]attacker.Chain{},
		Hosts:  map[string]attacker.Host{},
	}
	for name, base := range m.Hosts {
		w.Hosts[name] = NewHost(base, name)
	}
	for _, a := range m.Assets {
		if base, ok := m.Chains[a.Code]; ok {
			w.Chains[a.Code] = NewChain(base)
		}
	}
	return w
}

// WakeResponse is an agent's answer to a wake-up.
type WakeResponse struct {
	Next  campaign.Turn `json:"next"`            // what to wake him for; nothing when done
	Done  bool          `json:"done"`            // he will never act again
	Error string        `json:"error,omitempty"` // the venue or a chain could not be reached
	// Sent is what chains took from him.
	Sent []attacker.Sent `json:"sent,omitempty"`
}
