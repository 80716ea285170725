package sigma_test

import (
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/exdrill/exdrill/harness/defence/sigma"
	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// FuzzRules reads arbitrary text as rules and holds arbitrary events against
// them: what does not load is told with a place, and nothing panics.
func FuzzRules(f *testing.F) {
	for _, text := range []string{
		whoami, filtered, correlation("value_sum", "condition: {field: n, gt: 1}"), search("a|windash|contains|all: [x, 'y*?\\']"),
		rule(three + "condition: 1 of selection* and not (filter_c or _hidden)"), rule("k:\n  '|all': [a, b]\ncondition: k"),
		search("a|base64offset|contains: xyz\nb|cidr: '::/0'\nc|re|i: a+\nd|hour|gte: 3\ne|fieldref: f"), "? a\n: b\n", "a: &x [*x]\n", "<<: {a: b}\n",
	} {
		f.Add(text, `{"a":"x","n":5,"t":"2024-01-01T00:00:00Z","user":[1,{"b":null}]}`)
	}
	f.Fuzz(func(t *testing.T, text, event string) {
		set, err := sigma.Load([]sigma.File{{Name: "r.yml", Data: []byte(text)}}, sigma.Options{Placeholders: map[string][]string{"x": {"1", "2"}}})
		if err != nil {
			placed(t, err)
			return
		}
		e, err := sigma.NewJSON(set, sigma.JSONOptions{Limits: sigma.Limits{Groups: 3, Events: 9, Window: 4, Diagnose: true, Lateness: 3}})
		if err != nil {
			placed(t, err)
			return
		}
		for range 3 {
			m, err := e.Feed([]byte(event))
			if (err == nil) != (object(event) && !deep(event)) {
				t.Fatalf("%q: %v", event, err)
			}
			for i := range m {
				if len(m[i].Window()) != m[i].Len() || m[i].Rule == nil || len(m[i].Group()) > 0 && m[i].Measured() == "" {
					t.Fatalf("an odd match: %+v", m[i])
				}
			}
		}
		e.Explain()
	})
}

// placed expects an error to say where.
func placed(t *testing.T, err error) {
	t.Helper()
	var all yamldoc.Errors
	if !errors.As(err, &all) || len(all) == 0 {
		t.Fatalf("no place: %v", err)
	}
	for _, e := range all {
		if e.Pos.File != "r.yml" || e.Pos.Line < 1 || e.Pos.Column < 1 || e.Problem == "" || e.Expected == "" {
			t.Fatalf("no place: %v", e)
		}
	}
}

func object(event string) bool {
	return json.Valid([]byte(event)) && strings.HasPrefix(strings.TrimLeft(event, " \t\r\n"), "{")
}

// deep reports whether an event may nest further than is read.
func deep(event string) bool { return strings.Count(event, "{")+strings.Count(event, "[") > 32 }

// TestPatterns holds wildcards against regular expressions that mean the same.
func TestPatterns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.SampledFrom([]string{"a", "b", "A", "ä", "Ä", "*", "?", `\*`, `\?`, `\\`, "-"})
		p := strings.Join(rapid.SliceOfN(letters, 0, 6).Draw(t, "pattern"), "")
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "B", "ä", "Ä", "*", "?", `\`, "-"}), 0, 7).Draw(t, "text"), "")
		quoted, _ := json.Marshal(p)
		event, _ := json.Marshal(map[string]string{"f": s})
		for key, form := range map[string]string{"f": "(?is)^%$", "f|contains": "(?is)%", "f|startswith": "(?is)^%", "f|endswith": "(?is)%$", "f|cased": "(?s)^%$"} {
			set, err := sigma.Load([]sigma.File{{Name: "r", Data: []byte(search(key + ": " + string(quoted)))}}, sigma.Options{})
			if err != nil {
				t.Fatal(err)
			}
			e, err := sigma.NewJSON(set, sigma.JSONOptions{})
			if err != nil {
				t.Fatal(err)
			}
			m, err := e.Feed(event)
			if want := regexp.MustCompile(strings.Replace(form, "%", expression(p), 1)).MatchString(s); err != nil || (len(m) > 0) != want {
				t.Fatalf("%s: %q on %q is %t, %v", key, p, s, len(m) > 0, err)
			}
		}
	})
}

// expression is a pattern as a regular expression.
func expression(p string) string {
	var b strings.Builder
	for i := 0; i < len(p); i++ {
		switch {
		case p[i] == '*':
			b.WriteString(".*")
		case p[i] == '?':
			b.WriteString(".")
		case p[i] == '\\' && i+1 < len(p) && strings.IndexByte(`*?\`, p[i+1]) >= 0:
			i++
			b.WriteString(regexp.QuoteMeta(p[i : i+1]))
		case p[i] < 0x80:
			b.WriteString(regexp.QuoteMeta(p[i : i+1]))
		default:
			b.WriteByte(p[i])
		}
	}
	return b.String()
}
