package protocol

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// The message hello. It says nothing of the incident, the seed or the end.
type (
	helloJSON struct {
		Type     string      `json:"type"`
		Protocol int         `json:"protocol"`
		Venue    string      `json:"venue"`
		Now      int64       `json:"now"`
		Interval int64       `json:"interval"`
		Currency string      `json:"currency"`
		Assets   []assetJSON `json:"assets"`
		Markets  []string    `json:"markets"`
		Controls []string    `json:"controls"`
		Vendors  []string    `json:"vendors"`
	}
	assetJSON struct {
		Code      string `json:"code"`
		Decimals  uint8  `json:"decimals"`
		Reference int64  `json:"reference"`
		OnChain   bool   `json:"on_chain"`
	}
)

// welcomeJSON is the answer to hello.
type welcomeJSON struct {
	Protocol *int     `json:"protocol"`
	Services []string `json:"services"`
	Types    []string `json:"types"`
}

func helloMessage(h *defence.Hello) ([]byte, error) {
	m := helloJSON{
		Type: "hello", Protocol: Version, Venue: h.Venue, Now: h.Now, Interval: h.Interval, Currency: h.Currency,
		Assets: make([]assetJSON, len(h.Assets)), Markets: append([]string{}, h.Markets...), Controls: append([]string{}, h.Controls...),
		Vendors: append([]string{}, h.Vendors...),
	}
	for i, a := range h.Assets {
		m.Assets[i] = assetJSON{a.Code, a.Decimals, a.Reference, a.Chain != nil}
	}
	text, err := json.Marshal(m)
	return append(text, '\n'), err
}

// readWelcome reads which events a program wants: those of the services and
// those of the types that it names, all if it names none.
func readWelcome(line []byte) (wants [256]bool, err error) {
	var w welcomeJSON
	if err := readJSON(line, &w); err != nil {
		return wants, err
	}
	if w.Protocol != nil && *w.Protocol != Version {
		return wants, fmt.Errorf("protocol is %d, expected %d", *w.Protocol, Version)
	}
	services, types := eventNames()
	for i, name := range w.Services {
		if !slices.Contains(services, name) {
			return wants, unknownName(fmt.Sprintf("services[%d]", i), name, services)
		}
	}
	for i, name := range w.Types {
		if !slices.Contains(types, name) {
			return wants, unknownName(fmt.Sprintf("types[%d]", i), name, types)
		}
	}
	all := len(w.Services)+len(w.Types) == 0
	for _, t := range mockexchange.EventTypes() {
		wants[t] = all || slices.Contains(w.Services, t.Service().String()) || slices.Contains(w.Types, t.String())
	}
	return wants, nil
}

// eventNames lists the services that have telemetry, and the types of events.
func eventNames() (services, types []string) {
	for _, t := range mockexchange.EventTypes() {
		if s := t.Service().String(); !slices.Contains(services, s) {
			services = append(services, s)
		}
		types = append(types, t.String())
	}
	return services, types
}

func unknownName(field, name string, names []string) error {
	if near := yamldoc.Nearest(name, names); near != "" {
		return fmt.Errorf("%s is %s, did you mean %q?", field, yamldoc.Quoted(name), near)
	}
	return fmt.Errorf("%s is %s, expected %s", field, yamldoc.Quoted(name), yamldoc.Choice(names))
}
