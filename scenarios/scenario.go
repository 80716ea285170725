// Package scenarios says what happened: one folder for each incident, whose
// name is its id, and the structs that its scenario.yaml is read into. Scenario
// lists the sections; each has a file here, with its fields and its checks.
//
//	s, err := scenarios.Load("zaif-api-keys-2018-01")
//	if err == nil {
//		err = scenarios.Validate(s, vocabulary)
//	}
//
// Reading is strict. Whatever is wrong with a file comes back as yamldoc.Errors, each
// with file, line and column, what is wrong and what was expected. Every figure
// knows where it stands in the file and where it comes from: the article the
// drill set out from, other public material, arithmetic, or invention.
//
// The package imports nothing else of the module. Names of techniques,
// controls, actions and measures mean something to others, who hand their
// Vocabulary to Validate.
package scenarios

import (
	"reflect"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// APIVersion is the version of the format that this package reads.
const APIVersion = "exdrill/v1"

// Head is what identifies a scenario.
type Head struct {
	APIVersion Name      `key:"apiVersion"`
	ID         Name      `key:"id"`
	Title      Bilingual `key:"title"`
	Version    int       `key:"version"` // goes up whenever results change
	Summary    Bilingual `key:"summary"`
}

// Scenario is one incident, or one control scenario without an attacker, as
// its file declares it. Nobody changes it once it is loaded.
type Scenario struct {
	Head
	Incident   Incident    `key:"incident"`
	Clock      Clock       `key:"clock"`
	Currency   Name        `key:"currency"` // code of the asset that scores are in
	Venues     []Venue     `key:"venues" check:"unique=venue"`
	Population Population  `key:"population"`
	Compromise *Compromise `key:"compromise,optional"` // nil if position is none
	Campaign   *Campaign   `key:"campaign,optional"`   // nil if position is none

	// Entries are ways in, of which a variant draws one, or one and another beside
	// it; instead of compromise and campaign, which are then those of the first.
	Entries []EntryPoint `key:"entries,optional" check:"unique=entry"`

	OtherExchanges []OtherExchange `key:"other_exchanges,optional" check:"unique=exchange"` // that loot may come to

	History     History          `key:"history"`
	Statements  []Statement      `key:"statements"`
	Latencies   Latencies        `key:"latencies"`
	Facts       []Fact           `key:"facts" check:"unique=fact"`
	Tariff      Table[TariffRow] `key:"tariff"`       // rows that differ from the default tariff
	Floor       Share            `key:"floor"`        // least availability of a run that passes
	AlertBudget Number           `key:"alert_budget"` // false cases a day
	Variation   Variation        `key:"variation"`
	Lesson      Lesson           `key:"lesson"`

	Files    []File         `key:"-"` // the scenario's files, by name
	Leaves   []Leaf         `key:"-"` // every figure of the file, in its order
	Warnings yamldoc.Errors `key:"-"` // what is allowed and hardly meant
}

// File is one file of a scenario's folder.
type File struct {
	Name string
	Data []byte
}

// Leaf is one figure of a scenario with its path in the file, such as
// "facts[2].expected".
type Leaf struct {
	Path string
	Text string
	Stated
}

// Clone copies all of a scenario that can be redrawn. Files, leaves and
// warnings are shared: they tell what the file says.
func (s *Scenario) Clone() *Scenario {
	shallow := *s
	shallow.Files, shallow.Leaves, shallow.Warnings = nil, nil, nil
	c := deepCopy(reflect.ValueOf(&shallow)).Interface().(*Scenario)
	c.Files, c.Leaves, c.Warnings = s.Files, s.Leaves, s.Warnings
	return c
}

// deepCopy copies a value with everything it points to.
func deepCopy(v reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		c := reflect.New(v.Type().Elem())
		c.Elem().Set(deepCopy(v.Elem()))
		return c
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(deepCopy(v.Index(i)))
		}
		return c
	case reflect.Struct:
		c := reflect.New(v.Type()).Elem()
		c.Set(v)
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				c.Field(i).Set(deepCopy(v.Field(i)))
			}
		}
		return c
	default:
		return v
	}
}
