package drill_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/technique"
	"github.com/exdrill/exdrill/harness/defence/action"
	"github.com/exdrill/exdrill/harness/defence/control"
	events "github.com/exdrill/exdrill/harness/defence/telemetry"
	"github.com/exdrill/exdrill/harness/golden"
	"github.com/exdrill/exdrill/harness/score/impact"
	"github.com/exdrill/exdrill/harness/score/measure"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

const frozenAbout = `# Names that are written down somewhere or that chance and keys are derived from:
# whoever renames one changes logs, and breaks what others have kept or written.
# Numbers before a name are what logs hold in its place; a number never gets
# another meaning. A * is what only the run knows.
#
# A new name is added by EXDRILL_REWRITE=1 go test ./harness/drill -ginkgo.focus "Pins of names"
`

// naming are the functions that make chance, keys or addresses out of a name,
// and which of their arguments it is.
var naming = map[string]int{
	"Purpose": 0, "Root": 1, "DeriveKey": 1, "ExternalAddress": 1, "derive": 0, "NewWallet": 1,
}

var _ = Describe("Pins of names", Label("embedded"), func() {
	It("hold", func() {
		src := parseSources(filepath.Join("..", ".."))
		var b strings.Builder
		b.WriteString(frozenAbout)
		section := func(title string, lines []string) {
			Expect(lines).NotTo(BeEmpty(), title)
			fmt.Fprintf(&b, "\n[%s]\n%s\n", title, strings.Join(lines, "\n"))
		}
		section("what chance, keys and addresses are derived from", src.derived())
		section("streams of chance by number", src.numbered("ForPlan"))
		section("actors", actors())
		section("what hashes begin with", src.matching(regexp.MustCompile(`^exdrill/[a-z]+/\d+$`)))
		section("schemas", src.matching(regexp.MustCompile(`^exdrill(\.[a-z]+)?/v\d+$`)))
		section("commands", counted(func(n int) string { return mockexchange.Kind(n).String() }, "unknown_kind"))
		section("events", counted(func(n int) string { return mockexchange.EventType(n).String() }, "unknown_event"))
		section("reasons", counted(func(n int) string { return reject.Code(n).String() }, "code_"))
		section("controls and actions in telemetry", counted(func(n int) string { return reject.Control(n).String() }, "unknown_control"))
		section("kinds of harm", harms())
		section("controls", slices.Sorted(slices.Values(control.Names())))
		section("actions", slices.Sorted(slices.Values(action.Names())))
		section("techniques", techniques())
		section("measures", measures())
		section("fields of telemetry", telemetryFields())
		section("keys of scenarios", src.tags("key"))
		section("keys of JSON", src.tags("json"))
		if err := golden.Check(filepath.Join("testdata", "frozen.txt"), b.String()); err != nil {
			Fail(err.Error())
		}
	})
})

func actors() []string {
	return []string{
		fmt.Sprint(sim.Schedule, " clockwork"), fmt.Sprint(sim.Operator, " operator"),
		fmt.Sprint(sim.Attacker, " attacker"), fmt.Sprint(sim.FirstCustomer, " first customer"),
	}
}

func harms() (list []string) {
	for k := range impact.Kinds {
		list = append(list, fmt.Sprint(k, " ", impact.Kind(k)))
	}
	return list
}

func measures() (list []string) {
	for _, m := range measure.Measures() {
		list = append(list, m.Name)
	}
	slices.Sort(list)
	return list
}

func techniques() (list []string) {
	for _, t := range technique.All() {
		list = append(list, t.Info().Name)
	}
	slices.Sort(list)
	return list
}

func telemetryFields() (list []string) {
	for _, e := range events.Events() {
		for _, f := range e.Fields {
			list = append(list, f.Name)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// counted lists what numbers from 0 on stand for, up to the last that stands
// for something.
func counted(name func(int) string, unknown string) (list []string) {
	for n := range 256 {
		if s := name(n); s != "" && !strings.HasPrefix(s, unknown) {
			list = append(list, strconv.Itoa(n)+" "+s)
		}
	}
	return list
}

// parsed is the module's sources, tests left out.
type parsed []*ast.File

func parseSources(root string) (all parsed) {
	GinkgoHelper()
	set := token.NewFileSet()
	for _, path := range sources(root) {
		f, err := parser.ParseFile(set, path, nil, parser.SkipObjectResolution)
		Expect(err).NotTo(HaveOccurred())
		if !strings.HasSuffix(f.Name.Name, "test") { // what only specs need is written down nowhere
			all = append(all, f)
		}
	}
	return all
}

// derived lists the names that the naming functions are called with.
func (p parsed) derived() []string {
	constants := p.constants()
	found := make(map[string]bool)
	called := make(map[string]bool)
	for _, file := range p {
		for _, d := range file.Decls {
			function, ok := d.(*ast.FuncDecl)
			if !ok || function.Body == nil {
				continue
			}
			ast.Inspect(function.Body, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				name := calledName(call)
				if at, ok := naming[name]; ok && at < len(call.Args) {
					called[name] = true
					for _, text := range spelt(call.Args[at], function, constants) {
						found[name+" "+text] = true
					}
				}
				return true
			})
		}
	}
	for name := range naming {
		Expect(called).To(HaveKey(name), "nobody calls it any more; what makes chance or keys of a name now?")
	}
	return sorted(found)
}

func calledName(call *ast.CallExpr) string {
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// spelt is how a name is put together: its literal parts, and * for the others.
// Of a local variable it is every value that the function gives it.
func spelt(e ast.Expr, within *ast.FuncDecl, constants map[string]string) (all []string) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		Expect(err).NotTo(HaveOccurred())
		return []string{text}
	case *ast.BinaryExpr:
		for _, left := range spelt(e.X, within, constants) {
			for _, right := range spelt(e.Y, within, constants) {
				all = append(all, strings.ReplaceAll(left+right, "**", "*"))
			}
		}
		return all
	case *ast.Ident:
		if text, ok := constants[e.Name]; ok {
			return []string{text}
		}
		for _, value := range assigned(e.Name, within) {
			all = append(all, spelt(value, within, constants)...)
		}
	}
	if len(all) == 0 {
		return []string{"*"}
	}
	return all
}

// assigned is what a function gives a variable.
func assigned(name string, within *ast.FuncDecl) (values []ast.Expr) {
	ast.Inspect(within.Body, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && len(a.Lhs) == len(a.Rhs) {
			for i, left := range a.Lhs {
				if id, ok := left.(*ast.Ident); ok && id.Name == name {
					values = append(values, a.Rhs[i])
				}
			}
		}
		return true
	})
	return values
}

// eachConstant goes through all constants, with the number that iota has there.
func (p parsed) eachConstant(do func(block *ast.GenDecl, name string, value ast.Expr)) {
	for _, file := range p {
		ast.Inspect(file, func(n ast.Node) bool {
			block, ok := n.(*ast.GenDecl)
			if !ok || block.Tok != token.CONST {
				return true
			}
			for _, s := range block.Specs {
				spec := s.(*ast.ValueSpec)
				for i, name := range spec.Names {
					var value ast.Expr
					if i < len(spec.Values) {
						value = spec.Values[i]
					}
					do(block, name.Name, value)
				}
			}
			return true
		})
	}
}

// constants are the texts of those constants whose name begins with domain:
// what keeps the hashes of different things apart.
func (p parsed) constants() map[string]string {
	all := make(map[string]string)
	p.eachConstant(func(_ *ast.GenDecl, name string, value ast.Expr) {
		if lit, ok := value.(*ast.BasicLit); ok && strings.HasPrefix(name, "domain") {
			text, err := strconv.Unquote(lit.Value)
			Expect(err).NotTo(HaveOccurred())
			all[name] = text
		}
	})
	return all
}

// matching lists the literals that look like something, wherever they stand.
func (p parsed) matching(form *regexp.Regexp) []string {
	found := make(map[string]bool)
	for _, file := range p {
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if text, err := strconv.Unquote(lit.Value); err == nil && form.MatchString(text) {
					found[text] = true
				}
			}
			return true
		})
	}
	return sorted(found)
}

// numbered lists the constants of the block that begins with one, which counts
// from 1.
func (p parsed) numbered(first string) (list []string) {
	var within *ast.GenDecl
	p.eachConstant(func(block *ast.GenDecl, name string, value ast.Expr) {
		if name == first {
			within = block
			Expect(value).To(BeAssignableToTypeOf(&ast.BinaryExpr{}), "%s counts with iota + 1", first)
		}
		if within != nil && block == within {
			list = append(list, strconv.Itoa(len(list)+1)+" "+name)
		}
	})
	return list
}

// tags lists the names that a kind of struct tag gives fields.
func (p parsed) tags(kind string) []string {
	found := make(map[string]bool)
	for _, file := range p {
		ast.Inspect(file, func(n ast.Node) bool {
			if field, ok := n.(*ast.Field); ok && field.Tag != nil {
				text, err := strconv.Unquote(field.Tag.Value)
				Expect(err).NotTo(HaveOccurred())
				name, _, _ := strings.Cut(reflect.StructTag(text).Get(kind), ",")
				if name != "" && name != "-" {
					found[name] = true
				}
			}
			return true
		})
	}
	return sorted(found)
}

func sorted(set map[string]bool) (list []string) {
	for name := range set {
		list = append(list, name)
	}
	slices.Sort(list)
	return list
}
