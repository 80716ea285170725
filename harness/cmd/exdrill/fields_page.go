package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// ruleOnly lists the fields that rules have and events have not.
func ruleOnly() (list []telemetry.FieldInfo) {
	fields, _ := fieldsOf(telemetry.Events())
	for _, f := range rules.Fields() {
		if !slices.ContainsFunc(fields, func(o telemetry.FieldInfo) bool { return o.Name == f.Name }) {
			list = append(list, f)
		}
	}
	return list
}

// fieldJSONPage is the JSON of one field.
type fieldJSONPage struct {
	fieldJSON
	RulesOnly bool     `json:"rules_only"`
	Values    []string `json:"values"` // empty if there are more than a few
	Events    []string `json:"events"` // types that have it
}

// fieldPage explains one field.
func fieldPage(w io.Writer, name, format string) error {
	var names []string
	for _, f := range rules.Fields() {
		names = append(names, f.Name)
	}
	if err := yamldoc.CheckWord("field", name, names); err != nil {
		return err
	}
	p := fieldJSONPage{Values: append([]string{}, telemetry.Words(name)...), Events: []string{}}
	for _, f := range rules.Fields() {
		if f.Name == name {
			p.fieldJSON = fieldJSON(f)
		}
	}
	for _, i := range telemetry.Events() {
		if slices.ContainsFunc(i.Fields, func(f telemetry.FieldInfo) bool { return f.Name == name }) {
			p.Events = append(p.Events, i.Type)
		}
	}
	p.RulesOnly = len(p.Events) == 0
	if format == "json" {
		return writeJSON(w, p)
	}
	g := layout.NewGrid(0, 80)
	g.Row("field", p.Name)
	g.Row("type", p.Type)
	if p.Unit != "" {
		g.Row("unit", p.Unit)
	}
	g.Row("is", p.Description)
	g.Row("sample", p.Sample)
	if len(p.Values) > 0 {
		g.Row("says", strings.Join(p.Values, ", "))
	}
	in := "rules alone, where it can be worked out"
	if !p.RulesOnly {
		in = strings.Join(p.Events, ", ")
	}
	g.Row("in", in)
	g.Print(w)
	return nil
}

// fieldsMarkdown writes the taxonomy of the telemetry.
func fieldsMarkdown(w io.Writer, infos []telemetry.EventInfo) {
	fields, common := fieldsOf(infos)
	fmt.Fprint(w, "# Telemetry\n\n"+
		"What a defence sees of its venue: audit events, in the order of a gapless sequence. Rules name the fields as they\n"+
		"stand here, with `logsource: {product: exchange, service: ...}`; batches, kept runs and `exdrill events` have the\n"+
		"same names. Nothing says who is honest. This page is written by `exdrill fields --format markdown`.\n\n"+
		"## Fields\n\n| field | type | what it is | unit | sample |\n|---|---|---|---|---|\n")
	for _, f := range fields {
		fieldMarkdown(w, &f)
	}
	fmt.Fprint(w, "\nRules have beside them what can be worked out of an event:\n\n| field | type | what it is | unit | sample |\n|---|---|---|---|---|\n")
	for _, f := range ruleOnly() {
		fieldMarkdown(w, &f)
	}
	fmt.Fprint(w, "\n## Words\n\nFields that say one of a few words, or nothing:\n\n| field | words |\n|---|---|\n")
	for _, f := range fields {
		if words := telemetry.Words(f.Name); len(words) > 0 && f.Name != "type" {
			fmt.Fprintf(w, "| `%s` | %s |\n", f.Name, strings.Join(words, ", "))
		}
	}
	fmt.Fprintf(w, "\n## Events\n\nEvery event has `%s`. Beside these:\n\n| service | type | OCSF class | what it says | fields |\n|---|---|---|---|---|\n",
		strings.Join(common, "`, `"))
	for _, i := range infos {
		var own []string
		for _, f := range i.Fields {
			if !slices.Contains(common, f.Name) {
				own = append(own, "`"+f.Name+"`")
			}
		}
		fmt.Fprintf(w, "| %s | `%s` | %d | %s | %s |\n", i.Service, i.Type, i.ClassUID, markdownCell(i.Summary), strings.Join(own, " "))
	}
}

func fieldMarkdown(w io.Writer, f *telemetry.FieldInfo) {
	fmt.Fprintf(w, "| `%s` | %s | %s | %s | `%s` |\n", f.Name, f.Type, markdownCell(f.Description), markdownCell(f.Unit), f.Sample)
}
