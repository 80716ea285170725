package dataset

import (
	"fmt"
	"strings"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/scenarios"
)

// card is card.md, the data card.
func (d *Dataset) card(p *Plan) string {
	var b strings.Builder
	p.head(&b)
	d.table(&b)
	b.WriteString(cardLabels)
	synthetic(&b, d.scenarios)
	return b.String()
}

func (p *Plan) head(b *strings.Builder) {
	fmt.Fprintf(b, `# Labelled telemetry of a mock exchange

Written by exdrill %s. No event in it ever happened: a mock exchange with made-up
customers lived through incidents that did, replayed by a scripted thief.

- Seeds: %s. Variation: %s. Scale of the population: %s. Adaptation of the thief: %d.
- Defence on watch: %s.
- Made for training and trying detectors of stolen keys, stolen signing keys and abused
  trading rights. Not for claims about real exchanges: rates, amounts and the share of
  attacks are those of the scenarios, not of the world.
- Seeds %d to %d, for smoke tests, and salted runs, on which leaderboards are made, are never in
  such a dataset.
- The same command writes the same bytes.

## Files

One folder for each scenario and seed:

- `+"`events.ndjson.gz`: one event a line, in the shape of OCSF; `unmapped` holds the flat\n  record with the fields that `exdrill fields` lists. Amounts are integers of base units.\n"+
		"- `labels.ndjson.gz`: one line for every event, in the order of `seq`, the event's\n  sequence number (of its venue, where there are several).\n\n",
		p.Engine, seedsText(p.Seeds), p.Variation, fmt.Sprint(p.Scale), p.Adaptation, p.Defence, drill.FirstSmokeSeed, drill.LastSmokeSeed)
}

// seedsText writes seeds as people do: what follows each other as a span.
func seedsText(seeds []uint64) string {
	var parts []string
	for i := 0; i < len(seeds); {
		n := i + 1
		for n < len(seeds) && seeds[n] == seeds[n-1]+1 {
			n++
		}
		part := fmt.Sprint(seeds[i])
		if n > i+1 {
			part += fmt.Sprintf("-%d", seeds[n-1])
		}
		parts, i = append(parts, part), n
	}
	return strings.Join(parts, ", ")
}

func (d *Dataset) table(b *strings.Builder) {
	b.WriteString("| folder | attack | attacker | victim | honest |\n|---|---|---:|---:|---:|\n")
	for i := range d.Runs {
		r := &d.Runs[i]
		attack := "no"
		if r.Attack {
			attack = "yes"
		}
		fmt.Fprintf(b, "| `%s` | %s | %d | %d | %d |\n", r.Folder, attack, r.Counts[Attacker], r.Counts[Victim], r.Counts[Honest])
	}
}

// cardLabels says what the labels mean.
const cardLabels = `
## Labels

- ` + "`attacker`" + `: the thief's request led to the event, or it is about a withdrawal that he
  asked for, an account of his own, or coins that he spent from a hot wallet.
  ` + "`technique`" + ` says how, by the names that ` + "`exdrill show`" + ` explains with their ids in
  MITRE ATT&CK and AADAPT; it is absent where an account of his own is concerned and he
  did nothing himself.
- ` + "`victim`" + `: about an account or a key that is in the thief's hands, and caused by somebody
  else: its owner, a program of his, the venue.
- ` + "`honest`" + `: everything else, the venue's own work and false trails included.

A trade stands under the label of whoever's order arrived; the other side is in its
counterparty.

`

// synthetic lists what nobody published and somebody had to invent.
func synthetic(b *strings.Builder, about []*scenarios.Scenario) {
	b.WriteString(`## What is synthetic

Always: every customer, account, key, address, order, withdrawal and balance; when within
a documented span something happened; everything after the record of an attack ends; and
in a perturbed variation names, dates, addresses, amounts and the order of what the thief
does, too.

Of the figures in the scenarios, the following were invented because nobody published
them. All others have their sources in the scenario's file.
`)
	for _, sc := range about {
		var rows []string
		for i := range sc.Leaves {
			if l := &sc.Leaves[i]; l.From == scenarios.FromSynthetic {
				rows = append(rows, fmt.Sprintf("- `%s`: %s", l.Path, strings.ReplaceAll(l.Text, "\n", " ")))
			}
		}
		fmt.Fprintf(b, "\n### %s: %s\n\n%d of %d figures (version %d):\n\n%s\n",
			sc.ID.Text, sc.Title.EN, len(rows), len(sc.Leaves), sc.Version, strings.Join(rows, "\n"))
	}
}
