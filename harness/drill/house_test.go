package drill_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"golang.org/x/tools/go/packages"
)

const module = "github.com/exdrill/exdrill/"

// The parts of the venue, which know nothing of its root.
var parts = []string{"money", "reject", "ledger", "market", "access", "custody", "chain"}

// forbidden says why a package of ours may not import another one; empty when
// it may. Imports point one way: harness wires everything, the others know
// less the deeper they lie.
func forbidden(from, to string) string {
	top := func(p string) string { return strings.SplitN(p, "/", 2)[0] }
	switch {
	case top(from) == "scenarios" && to != "scenarios/yamldoc":
		return "scenarios imports nobody, and reads YAML"
	case top(from) == "mockexchange" && top(to) != "mockexchange":
		return "the venue knows neither thief nor harness nor scenarios"
	case top(from) == "attacker" && top(to) == "mockexchange" &&
		to != "mockexchange/chain" && to != "mockexchange/money" && to != "mockexchange/onetime":
		return "the thief sees the public protocol alone"
	case top(from) == "attacker" && top(to) != "attacker" && top(to) != "mockexchange":
		return "the thief knows nothing of the harness"
	case strings.HasPrefix(from, "harness/population") && top(to) == "harness" && to != "harness/sim" && !strings.HasPrefix(to, "harness/population"):
		return "customers know the clock, and neither the referee nor the lab"
	case to == "mockexchange" && slices.Contains(parts, strings.TrimPrefix(from, "mockexchange/")):
		return "the venue's parts never import its root"
	}
	for _, list := range rooms {
		if i := slices.Index(list, from); i >= 0 && slices.Index(list, to) > i {
			return "rooms import those that stand before them"
		}
	}
	return ""
}

// The rooms of populations, defences and scores, and those that play drills and
// look at them: each may import those before it.
var rooms = [][]string{populations, defences, scores, lookers}

var populations = []string{
	"harness/population/split", "harness/population/perturb", "harness/population/model", "harness/population", "harness/population/draw",
}

var scores = []string{
	"harness/score/impact", "harness/score", "harness/score/measure", "harness/score/accounting", "harness/score/scoretest",
}

var lookers = []string{
	"harness/sim", "harness/lab", "harness/signature", "harness/store", "harness/salts", "harness/drill", "harness/explain", "harness/gym", "harness/dataset", "harness/events",
	"harness/bench/statistics", "harness/bench/runs", "harness/bench/bill", "harness/bench", "harness/report/chart", "harness/report/layout", "harness/report",
	"harness/report/timeline", "harness/report/casefile", "harness/report/catalogue", "harness/report/page",
	"harness/keep", "harness/replay", "harness/verify", "harness/cmd/exdrill",
}

var defences = []string{
	"harness/defence/sigma", "harness/defence/confine", "harness/defence/external", "harness/defence/param",
	"harness/defence/control", "harness/defence", "harness/defence/action", "harness/defence/telemetry",
	"harness/defence/rules", "harness/defence/protocol", "harness/defence/history", "harness/defence/baseline", "harness/defence/analyst",
	"harness/defence/bundle", "harness/defence/defencetest",
}

var _ = Describe("The house", Label("embedded"), func() {
	root := filepath.Join("..", "..")

	It("has nothing at the top but the four rooms and what every project has", func() {
		allowed := []string{
			"scenarios", "mockexchange", "attacker", "harness",
			"go.mod", "go.sum", "Makefile", "README.md", "LICENSE", "CITATION.cff",
			"bin", "dist", "runs", // built or made by running it, ignored by git
		}
		entries, err := os.ReadDir(root)
		Expect(err).NotTo(HaveOccurred())
		for _, e := range entries {
			if !strings.HasPrefix(e.Name(), ".") {
				Expect(allowed).To(ContainElement(e.Name()))
			}
		}
	})

	It("lets imports point one way only", func() {
		checked := 0
		for _, f := range sources(root) {
			for _, to := range imports(f) {
				from, _ := filepath.Rel(root, filepath.Dir(f))
				checked++
				if why := forbidden(filepath.ToSlash(from), to); why != "" {
					Fail(fmt.Sprintf("%s imports %s: %s", f, to, why))
				}
			}
		}
		Expect(checked).To(BeNumerically(">", 100))
	})

	It("ships no library for tests", func() {
		loaded, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedImports | packages.NeedDeps}, module+"harness/cmd/...",
			module+"mockexchange/cmd/...", module+"attacker/cmd/...")
		Expect(err).NotTo(HaveOccurred())
		linked := 0
		packages.Visit(loaded, nil, func(p *packages.Package) {
			linked++
			Expect(p.PkgPath).NotTo(HavePrefix("github.com/onsi/"))
		})
		Expect(linked).To(BeNumerically(">", 100))
	})

	It("names packages after the thing in them", func() {
		for _, f := range sources(root) {
			Expect(filepath.Base(filepath.Dir(f))).NotTo(BeElementOf("util", "utils", "common", "helpers", "types"))
		}
	})
})

// sources lists the Go files below root, tests left out: tests import under
// rules of their own.
func sources(root string) (files []string) {
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != root || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			files = append(files, path)
		}
		return nil
	})
	Expect(err).NotTo(HaveOccurred())
	return files
}

// imports lists the packages of this module that a file imports.
func imports(file string) (list []string) {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	Expect(err).NotTo(HaveOccurred())
	for _, i := range f.Imports {
		path, err := strconv.Unquote(i.Path.Value)
		Expect(err).NotTo(HaveOccurred())
		if rest, ours := strings.CutPrefix(path, module); ours {
			list = append(list, rest)
		}
	}
	return list
}
