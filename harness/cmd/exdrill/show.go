package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/scenarios"
)

func newShow() *cobra.Command {
	var brief bool
	language := choiceFlag{"en", []string{"en", "ja"}}
	c := &cobra.Command{
		Use:   "show SCENARIO",
		Short: "Tell a scenario: story, timeline, facts with their sources, techniques",
		Long: `Tell a scenario, named by its id or by the path of its folder: its story, the
timeline of the record, every documented figure with its source, and the
attacker's techniques. --brief shows only what the shift on duty knew when it
began, for those who want to try themselves.`,
		Example: "  exdrill show zaif-api-keys-2018-01 --brief\n  exdrill show zaif-api-keys-2018-01 --lang ja",
		Args:    one("a SCENARIO"),
		RunE: func(c *cobra.Command, args []string) error {
			sc, err := drill.Scenario(args[0])
			if err != nil {
				return err
			}
			v := view{c.OutOrStdout(), sc, language.value, labelsIn(language.value)}
			if brief {
				return v.document("brief")
			}
			return v.all()
		},
	}
	c.Flags().BoolVar(&brief, "brief", false, "show only what the shift on duty knew")
	c.Flags().Var(&language, "lang", "`LANGUAGE` of the texts: en or ja")
	return c
}

// view tells a scenario to somebody.
type view struct {
	w        io.Writer
	sc       *scenarios.Scenario
	language string
	labels   labels
}

// text is a document of the scenario in the language, English where there is
// no other.
func (v *view) text(name string) string {
	for _, n := range []string{name + "." + v.language + ".md", name + ".md"} {
		for _, f := range v.sc.Files {
			if f.Name == n {
				return strings.TrimSpace(string(f.Data))
			}
		}
	}
	return ""
}

// document prints one document alone.
func (v *view) document(name string) error {
	text := v.text(name)
	if text == "" {
		return fmt.Errorf("%s has no %s.md", v.sc.ID, name)
	}
	layout.Markdown(v.w, text)
	return nil
}

// all prints everything. A scenario that somebody is still writing may have no
// story yet.
func (v *view) all() error {
	story := v.text("story")
	if story == "" {
		story = "# " + v.sc.Title.In(v.language) + "\n\n" + v.sc.Summary.In(v.language)
	}
	layout.Markdown(v.w, story)
	v.venues()
	v.timeline()
	v.facts()
	v.sources(story)
	v.own()
	v.techniques()
	fmt.Fprintf(v.w, "\n%s, version %d\n", v.sc.ID, v.sc.Version)
	return nil
}

func (v *view) heading(title string) { layout.Markdown(v.w, "\n## "+title) }
