package catalogue

import (
	"fmt"
	"io"
	"strings"

	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/report"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Controls explains the standing controls that a posture can put in force: all of
// them, or the one that is named.
func Controls(w io.Writer, format report.Format, name string) error {
	groups := control.Groups()
	if name != "" {
		if err := yamldoc.CheckWord("control", name, control.Names()); err != nil {
			return err
		}
		groups = onlyControl(groups, name)
	}
	switch {
	case format == report.JSON:
		return report.WriteValue(w, controlList(groups))
	case format == report.Markdown:
		controlsMarkdown(w, groups)
	case name != "":
		controlPage(w, &groups[0].Controls[0])
	default:
		controlTable(w, groups)
	}
	return nil
}

// onlyControl is the group of a control with that control alone.
func onlyControl(groups []control.Group, name string) []control.Group {
	for _, g := range groups {
		for _, c := range g.Controls {
			if c.Name == name {
				return []control.Group{{Title: g.Title, Controls: []control.Info{c}}}
			}
		}
	}
	return nil
}

func controlTable(w io.Writer, groups []control.Group) {
	for i, g := range groups {
		if i > 0 {
			fmt.Fprintln(w)
		}
		fmt.Fprintf(w, "%s\n", g.Title)
		t := layout.NewGrid(0, 68)
		for _, c := range g.Controls {
			t.Row(c.Name, c.Summary)
		}
		t.Print(w)
	}
}

// controlPage explains one control.
func controlPage(w io.Writer, c *control.Info) {
	fmt.Fprintf(w, "%s\n%s\n", c.Name, strings.Repeat("=", len(c.Name)))
	g := layout.NewGrid(0, 78)
	g.Row("does", c.Summary)
	g.Row("stops", c.Stops)
	g.Row("costs", c.Costs)
	for i, text := range c.WouldHaveChanged {
		name := ""
		if i == 0 {
			name = "incidents"
		}
		g.Row(name, text)
	}
	g.Print(w)
	if len(c.Parameters) == 0 {
		return
	}
	fmt.Fprintln(w)
	g = layout.NewGrid(0, 0, 12, 26, 38)
	g.Row("parameter", "type", "default", "range", "in force somewhere")
	for _, p := range c.Parameters {
		g.Row(p.Name, p.Type, defaultOf(&p), p.Range, p.Real+" ("+p.Source+")")
	}
	g.Print(w)
}

func defaultOf(p *control.Parameter) string {
	if p.Default == "" {
		return "must be given"
	}
	return p.Default
}

// controlsMarkdown writes the catalogue.
func controlsMarkdown(w io.Writer, groups []control.Group) {
	fmt.Fprint(w, "# Controls\n\n"+
		"Standing limits that a posture can put in force before anything happens. `posture.yaml` of a bundle names them:\n\n"+
		"```yaml\ncontrols:\n  first_seen_hold: {for: 24h}\n  withdrawal_opt_in:\n```\n\n"+
		"A control that is named replaces the venue's own setting of its kind; the rest stays. This page is written by\n"+
		"`exdrill controls --format markdown`.\n")
	for _, g := range groups {
		fmt.Fprintf(w, "\n## %s\n", g.Title)
		for i := range g.Controls {
			controlMarkdown(w, &g.Controls[i])
		}
	}
	fmt.Fprint(w, "\n## Sources\n\n| | |\n|---|---|\n")
	for _, s := range control.Sources() {
		fmt.Fprintf(w, "| %s | %s |\n", s.ID, s.Address)
	}
}

func controlMarkdown(w io.Writer, c *control.Info) {
	fmt.Fprintf(w, "\n### `%s`\n\n%s\n\n- **Stops:** %s\n- **Costs:** %s\n", c.Name, stop(upper(c.Summary)), stop(c.Stops), stop(c.Costs))
	if len(c.WouldHaveChanged) > 0 {
		fmt.Fprint(w, "- **Incidents:**\n")
		for _, text := range c.WouldHaveChanged {
			fmt.Fprintf(w, "  - %s\n", text)
		}
	}
	if len(c.Parameters) == 0 {
		return
	}
	fmt.Fprint(w, "\n| parameter | type | default | range | in force somewhere | source |\n|---|---|---|---|---|---|\n")
	for _, p := range c.Parameters {
		fmt.Fprintf(w, "| `%s` | %s | %s | %s | %s | %s |\n", p.Name, p.Type, markdownCell(defaultOf(&p)), markdownCell(p.Range), markdownCell(p.Real), p.Source)
	}
}

func markdownCell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(text)
}

// stop ends a text with a full stop. Some end in one, after several sentences.
func stop(text string) string { return strings.TrimSuffix(text, ".") + "." }

// upper begins a sentence.
func upper(text string) string {
	if text == "" {
		return text
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// Control is one control, as programs read of it.
type Control struct {
	Group string `json:"group"`
	control.Info
}

func controlList(groups []control.Group) (list []Control) {
	for _, g := range groups {
		for _, c := range g.Controls {
			c.Parameters, c.WouldHaveChanged = append([]control.Parameter{}, c.Parameters...), append([]string{}, c.WouldHaveChanged...)
			list = append(list, Control{g.Title, c})
		}
	}
	return list
}
