package drill_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"golang.org/x/tools/go/packages"
)

// The deterministic core: pure functions of their inputs.
var core = []string{
	"mockexchange", "mockexchange/money", "mockexchange/reject", "mockexchange/ledger", "mockexchange/market",
	"mockexchange/access", "mockexchange/onetime", "mockexchange/custody", "mockexchange/chain", "mockexchange/record",
	"attacker/technique", "attacker/campaign", "harness/sim", "harness/population", "harness/population/model",
	"harness/population/draw", "harness/population/perturb", "harness/population/split", "harness/score",
	"harness/score/impact", "harness/score/measure", "harness/score/accounting", "harness/score/alertimport",
	"harness/defence", "harness/defence/param", "harness/defence/control", "harness/defence/action", "harness/defence/telemetry",
	"harness/defence/history", "harness/defence/baseline", "harness/defence/analyst", "harness/lab/backend", "harness/lab/embedded", "harness/lab/planner",
}

// impure are the functions that bring the outside world in.
var impure = map[string]string{
	"time.Now": "the wall clock", "time.Since": "the wall clock", "time.Until": "the wall clock",
	"time.Sleep": "the wall clock", "time.After": "the wall clock", "time.NewTimer": "the wall clock",
	"os.Getenv": "the environment", "os.LookupEnv": "the environment",
}

var _ = Describe("The deterministic core", Label("embedded"), func() {
	It("reads no clock, starts no goroutine, draws from no shared source, and lets no map order show", func() {
		patterns := make([]string, len(core))
		for i, p := range core {
			patterns[i] = module + p
		}
		loaded, err := packages.Load(&packages.Config{
			Mode: packages.NeedName | packages.NeedTypes | packages.NeedTypesInfo | packages.NeedSyntax |
				packages.NeedImports | packages.NeedFiles | packages.NeedDeps,
		}, patterns...)
		Expect(err).NotTo(HaveOccurred())
		Expect(loaded).To(HaveLen(len(core)))
		var found []string
		for _, p := range loaded {
			Expect(p.Errors).To(BeEmpty())
			for _, f := range p.Syntax {
				ast.Inspect(f, func(n ast.Node) bool {
					if why := impurity(p.TypesInfo, n); why != "" {
						found = append(found, fmt.Sprintf("%s: %s", p.Fset.Position(n.Pos()), why))
					}
					return true
				})
			}
		}
		Expect(found).To(BeEmpty())
	})
})

// impurity says what makes a node impure; empty when nothing does.
func impurity(info *types.Info, n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "starts a goroutine"
	case *ast.SelectStmt:
		return "selects between channels"
	case *ast.RangeStmt:
		if t := info.TypeOf(n.X); t != nil {
			if _, isMap := t.Underlying().(*types.Map); isMap {
				return "ranges over a map"
			}
		}
	case *ast.SelectorExpr:
		return impureCall(info, n)
	}
	return ""
}

func impureCall(info *types.Info, n *ast.SelectorExpr) string {
	f, ok := info.Uses[n.Sel].(*types.Func)
	if !ok || f.Pkg() == nil || f.Type().(*types.Signature).Recv() != nil {
		return ""
	}
	name := f.Pkg().Path() + "." + f.Name()
	if why := impure[name]; why != "" {
		return "reads " + why + " (" + name + ")"
	}
	if strings.HasPrefix(name, "math/rand") && !strings.HasPrefix(f.Name(), "New") {
		return "draws from a shared source (" + name + ")"
	}
	return ""
}
