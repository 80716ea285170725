package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/defence/protocol"
	"github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

func newFields() *cobra.Command {
	var service string
	var messages bool
	format := formats("table", "json", "markdown")
	c := &cobra.Command{
		Use:   "fields [NAME]",
		Short: "List every telemetry field that a defence sees, with sample values",
		Long: `List every type of event in the venue's telemetry with its fields: what each
means, in which unit, and a sample. These are the names that monitors, batches,
kept runs and "exdrill events --where" use. Rules have a few more, which are
worked out of an event. NAME explains one field, with every word that it can say.
--protocol prints instead the JSON Schema of every message between exdrill and a
defence that is a program of its own, with these events and every action.`,
		Example: "  exdrill fields\n  exdrill fields --service withdrawals\n  exdrill fields control\n  exdrill fields --format json\n  exdrill fields --protocol > protocol.schema.json",
		Args:    atMostOne,
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return fieldPage(c.OutOrStdout(), args[0], format.value)
			}
			if messages {
				_, err := c.OutOrStdout().Write(protocol.Schema())
				return err
			}
			infos := telemetry.Events()
			var services []string
			for _, i := range infos {
				services = append(services, i.Service)
			}
			if err := yamldoc.CheckWord("--service", service, services); err != nil {
				return err
			}
			infos = slices.DeleteFunc(infos, func(i telemetry.EventInfo) bool { return service != "" && i.Service != service })
			switch format.value {
			case "json":
				return writeJSON(c.OutOrStdout(), eventsJSON(infos))
			case "markdown":
				fieldsMarkdown(c.OutOrStdout(), infos)
			default:
				fieldTables(c.OutOrStdout(), infos)
			}
			return nil
		},
	}
	c.Flags().StringVar(&service, "service", "", "only events of this `SERVICE`")
	c.Flags().BoolVar(&messages, "protocol", false, "print the JSON Schema of the messages to programs")
	format.add(c)
	return c
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

// The JSON of an event's description.
type (
	eventJSON struct {
		Service  string      `json:"service"`
		Type     string      `json:"type"`
		Summary  string      `json:"summary"`
		ClassUID int         `json:"class_uid"` // of OCSF
		Fields   []fieldJSON `json:"fields"`
	}
	fieldJSON struct {
		Name        string `json:"name"`
		Type        string `json:"type"`
		Unit        string `json:"unit,omitempty"`
		Description string `json:"description"`
		Sample      string `json:"sample"`
	}
)

func eventsJSON(infos []telemetry.EventInfo) []eventJSON {
	list := make([]eventJSON, len(infos))
	for n, i := range infos {
		list[n] = eventJSON{i.Service, i.Type, i.Summary, i.ClassUID, nil}
		for _, f := range i.Fields {
			switch f.Name {
			case "type":
				f.Sample = i.Type
			case "service":
				f.Sample = i.Service
			}
			list[n].Fields = append(list[n].Fields, fieldJSON(f))
		}
	}
	return list
}
