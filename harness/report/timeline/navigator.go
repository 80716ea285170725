package timeline

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/exdrill/exdrill/harness/report/layout"
	"github.com/exdrill/exdrill/harness/score"
)

// layer is a layer of the ATT&CK Navigator, format 4.5.
type layer struct {
	Name        string            `json:"name"`
	Versions    map[string]string `json:"versions"`
	Domain      string            `json:"domain"`
	Description string            `json:"description"`
	Sorting     int               `json:"sorting"`
	Techniques  []layerTechnique  `json:"techniques"`
	Gradient    gradient          `json:"gradient"`
	Legend      []legendItem      `json:"legendItems"`
	Metadata    []pair            `json:"metadata"`
}

type layerTechnique struct {
	ID       string `json:"techniqueID"`
	Score    int    `json:"score"`
	Comment  string `json:"comment"`
	Enabled  bool   `json:"enabled"`
	Subs     bool   `json:"showSubtechniques"`
	Metadata []pair `json:"metadata"`
}

type gradient struct {
	Colors []string `json:"colors"`
	Min    int      `json:"minValue"`
	Max    int      `json:"maxValue"`
}

type legendItem struct {
	Label string `json:"label"`
	Color string `json:"color"`
}

type pair struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Orange and blue are told apart by everybody.
const (
	letThrough = "#e69f00"
	halfWay    = "#f7f7f7"
	stopped    = "#0072b2"
)

// Navigator writes a layer of the ATT&CK Navigator, format 4.5: the techniques
// that the thief used, each scored by how many of a hundred requests made for it
// were refused.
func (t *Timeline) Navigator(w io.Writer, r *score.Result) error {
	l := layer{
		Name:     fmt.Sprintf("%s, %s, seed %d", r.Scenario.ID, r.Defence.Name, r.Seed),
		Versions: map[string]string{"attack": r.Taxonomy.ATTACK, "navigator": "5.1.0", "layer": "4.5"},
		Domain:   "enterprise-attack", Sorting: 3,
		Description: fmt.Sprintf("%s against %s: score %s. Each technique is scored by how many of a hundred requests were refused. Again: %s",
			t.About.Title.EN, r.Defence.Name, r.Score, r.Reproduce),
		Techniques: t.layerTechniques(),
		Gradient:   gradient{[]string{letThrough, halfWay, stopped}, 0, 100},
		Legend:     []legendItem{{"let through", letThrough}, {"refused", stopped}},
		Metadata: []pair{
			{"scenario", r.Scenario.ID},
			{"defence", r.Defence.Name},
			{"score", r.Score.String()},
			{"adaptation", strconv.Itoa(r.Adaptation)},
			{"engine", r.Engine},
			{"AADAPT", r.Taxonomy.AADAPT},
		},
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(&l)
}

// layerTechniques adds up what belongs to each id of ATT&CK.
func (t *Timeline) layerTechniques() []layerTechnique {
	list := []layerTechnique{}
	for _, id := range t.attackIDs() {
		var calls, refused, skipped int
		var names, aadapt []string
		for _, k := range t.Techniques {
			if !slices.Contains(k.ATTACK, id) {
				continue
			}
			calls, refused, skipped = calls+k.Calls, refused+k.Refused, skipped+k.Skipped
			names = append(names, k.Name)
			for _, a := range k.AADAPT {
				if !slices.Contains(aadapt, a) {
					aadapt = append(aadapt, a)
				}
			}
		}
		list = append(list, layerTechnique{
			ID: id, Score: 100 * refused / max(calls, 1), Enabled: true, Subs: strings.Contains(id, "."),
			Comment: fmt.Sprintf("%s: %s, %d refused, %d left out", strings.Join(names, ", "), layout.Count(calls, "request"), refused, skipped),
			Metadata: []pair{
				{"requests", strconv.Itoa(calls)},
				{"refused", strconv.Itoa(refused)},
				{"left out", strconv.Itoa(skipped)},
				{"AADAPT", strings.Join(aadapt, ", ")},
			},
		})
	}
	return list
}

func (t *Timeline) attackIDs() (ids []string) {
	for _, k := range t.Techniques {
		ids = append(ids, k.ATTACK...)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}
