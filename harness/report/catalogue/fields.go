package catalogue

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/rules"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Fields lists every type of event in the telemetry with its fields, of one
// service or of all.
func Fields(w io.Writer, format report.Format, service string) error {
	infos := telemetry.Events()
	var services []string
	for _, i := range infos {
		services = append(services, i.Service)
	}
	if err := yamldoc.CheckWord("--service", service, services); err != nil {
		return err
	}
	infos = slices.DeleteFunc(infos, func(i telemetry.EventInfo) bool { return service != "" && i.Service != service })
	switch format {
	case report.JSON:
		return report.WriteValue(w, eventList(infos))
	case report.Markdown:
		fieldsMarkdown(w, infos)
	default:
		fieldTables(w, infos)
	}
	return nil
}

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

// FieldPage is the JSON of one field.
type FieldPage struct {
	telemetry.FieldInfo
	RulesOnly bool     `json:"rules_only"`
	Values    []string `json:"values"` // empty if there are more than a few
	Events    []string `json:"events"` // types that have it
}

// Field explains one field.
func Field(w io.Writer, format report.Format, name string) error {
	var names []string
	for _, f := range rules.Fields() {
		names = append(names, f.Name)
	}
	if err := yamldoc.CheckWord("field", name, names); err != nil {
		return err
	}
	p := FieldPage{Values: append([]string{}, telemetry.Words(name)...), Events: []string{}}
	for _, f := range rules.Fields() {
		if f.Name == name {
			p.FieldInfo = f
		}
	}
	for _, i := range telemetry.Events() {
		if slices.ContainsFunc(i.Fields, func(f telemetry.FieldInfo) bool { return f.Name == name }) {
			p.Events = append(p.Events, i.Type)
		}
	}
	p.RulesOnly = len(p.Events) == 0
	if format == report.JSON {
		return report.WriteValue(w, p)
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
	fmt.Fprintf(w, spends, rules.Spends())
}

// spends explains what no field says: whose a spend was.
const spends = "\n## Whose a spend was\n\n" +
	`No event says it. The node reports every output of a transaction that spends from the venue's addresses, whoever signed it
(` + "`chain_spend`" + `), where anybody listens to the node: scenarios say so under ` + "`wallet_operations`" + `, and ` + "`chain_watch`" + ` brings it.
The venue's own records come on other channels, each in its own time: pay-outs at once, with the transaction that was signed
first (` + "`withdrawal_broadcast`" + `); another one that took its place, within the hour (` + "`transaction_replaced`" + `); sweeps, consolidations and
migrations within minutes, what was brought out of cold storage within hours (` + "`wallet_moved`" + `); what the house paid, when the
treasurer has written it down (` + "`house_paid`" + `). On days like any other several spends have no withdrawal, and some no record yet.

Whoever wants a verdict joins them, by transaction, or by address and amount, which a replaced transaction leaves alone; or
has it bought: ` + "`reconciliation`" + ` (` + "`wallet_reported`" + `) and ` + "`chain_watch`" + ` (` + "`spend_unmatched`" + `). Where coins
that left on no record go from there a ` + "`chain_watch`" + ` with ` + "`hops`" + ` tells (` + "`spend_followed`" + `), of payees of the house as of a thief. A
rule with ` + "`fields: [address]`" + ` names the addresses, and ` + "`request_freeze`" + ` asks other exchanges about them.

These rules join spends and records by transaction, and fire whenever a record comes late:

` + "```yaml\n%s```\n"

func fieldMarkdown(w io.Writer, f *telemetry.FieldInfo) {
	fmt.Fprintf(w, "| `%s` | %s | %s | %s | `%s` |\n", f.Name, f.Type, markdownCell(f.Description), markdownCell(f.Unit), f.Sample)
}

// fieldTables explains every field once, then says which events have which.
func fieldTables(w io.Writer, infos []telemetry.EventInfo) {
	fields, common := fieldsOf(infos)
	g := layout.NewGrid(14, 7, 34, 40)
	g.Row("field", "type", "what it is", "sample")
	for _, f := range fields {
		what := f.Description
		if f.Unit != "" && f.Unit != "id" {
			what += " (" + f.Unit + ")"
		}
		g.Row(f.Name, f.Type, what, f.Sample)
	}
	g.Print(w)
	fmt.Fprint(w, "\nRules have beside them:\n\n")
	g = layout.NewGrid(14, 7, 34, 40)
	for _, f := range ruleOnly() {
		g.Row(f.Name, f.Type, f.Description+" ("+f.Unit+")", f.Sample)
	}
	g.Print(w)
	fmt.Fprintf(w, "\nEvery event has %s. Beside these:\n\n", strings.Join(common, ", "))
	g = layout.NewGrid(0, 0, 62)
	g.Row("service", "type", "what it says, and its fields")
	for _, i := range infos {
		var own []string
		for _, f := range i.Fields {
			if !slices.Contains(common, f.Name) {
				own = append(own, f.Name)
			}
		}
		g.Row(i.Service, i.Type, i.Summary+": "+strings.Join(own, ", "))
	}
	g.Print(w)
}

// fieldsOf lists the fields of events, each once, and the names of those that
// all of them have.
func fieldsOf(infos []telemetry.EventInfo) (fields []telemetry.FieldInfo, common []string) {
	times := make(map[string]int)
	for _, i := range infos {
		for _, f := range i.Fields {
			if times[f.Name]++; times[f.Name] == 1 {
				fields = append(fields, f)
			}
		}
	}
	for _, f := range fields {
		if times[f.Name] == len(infos) {
			common = append(common, f.Name)
		}
	}
	return fields, common
}

// eventList are the events with samples that are of their type.
func eventList(infos []telemetry.EventInfo) []telemetry.EventInfo {
	for n := range infos {
		i := &infos[n]
		for f := range i.Fields {
			switch field := &i.Fields[f]; field.Name {
			case "type":
				field.Sample = i.Type
			case "service":
				field.Sample = i.Service
			}
		}
	}
	return infos
}
