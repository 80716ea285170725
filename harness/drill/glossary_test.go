package drill_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

const contributing = ".github/CONTRIBUTING.md"

// readers looked for these things once, and did not find them at the first try.
var readers = []string{
	"hot cap", "automatic sweep", "velocity limit", "price band", "rollback", "withdrawal pay-out",
	"balance history", "arrival rates", "protocol session", "run folder",
}

var _ = Describe("The house's words", Label("embedded"), func() {
	root := filepath.Join("..", "..")

	It("are those of the glossary: no name and no file has a retired one", func() {
		all := declared(root)
		rows := tableRows(root, "Glossary")
		Expect(len(rows)).To(BeNumerically(">", 50))
		var found []string
		for _, row := range rows {
			Expect(row).To(HaveLen(4), "%v", row)
			folders := quoted(row[3])
			for _, retired := range quoted(row[2]) {
				for _, n := range all {
					if n.within(folders) && contains(n.words, words(retired)) {
						found = append(found, fmt.Sprintf("%s: %s says %s, which %s calls %s", n.where, n.name, retired, contributing, row[0]))
					}
				}
			}
			for _, folder := range folders {
				Expect(filepath.Join(root, folder)).To(BeADirectory())
			}
		}
		if len(found) > 0 {
			Fail(strings.Join(found, "\n"))
		}
	})

	It("lead to the place: what somebody looks for is in the name of a file or of something there, and grep finds it", func() {
		all := declared(root)
		rows := tableRows(root, "Where to look")
		var lookedFor []string
		for _, row := range rows {
			lookedFor = append(lookedFor, row[0])
		}
		Expect(lookedFor).To(ContainElements(readers))
		for _, row := range rows {
			Expect(row).To(HaveLen(2), "%v", row)
			sought, places := words(strings.ReplaceAll(row[0], "-", "")), quoted(row[1])
			Expect(places).NotTo(BeEmpty(), row[0])
			for _, place := range places {
				text, err := os.ReadFile(filepath.Join(root, place))
				Expect(err).NotTo(HaveOccurred())
				Expect(strings.ToLower(string(text))).To(ContainSubstring(row[0]), "grep -ri %q does not find %s", row[0], place)
				Expect(named(all, place, sought)).To(BeTrue(), "neither is %s named after the %s, nor is there a declaration of that name", place, row[0])
			}
			for _, n := range all {
				if n.isFile && !strings.HasSuffix(n.file, "_test.go") && endsWith(words(n.file), sought) {
					Expect(places).To(ContainElement(n.file), "%s says of the %s that it is elsewhere", contributing, row[0])
				}
			}
		}
	})
})

// name is what somebody who looks for something can find: a file, or a
// declaration in it.
type name struct {
	file   string // from the root, with slashes
	where  string // with the line
	name   string
	words  []string
	isFile bool
}

// within says whether a name is in one of the folders or below; of no folder it
// is in all of them.
func (n *name) within(folders []string) bool {
	return len(folders) == 0 || slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(n.file, f+"/") })
}

// named says whether a file is named after something, or declares something of
// that name.
func named(all []name, file string, sought []string) bool {
	return slices.ContainsFunc(all, func(n name) bool {
		return n.file == file && (contains(n.words, sought) || n.isFile && endsWith(words(file), sought))
	})
}

// tableRows are the cells of the tables in a section of the page for
// contributors.
func tableRows(root, section string) (rows [][]string) {
	GinkgoHelper()
	text, err := os.ReadFile(filepath.Join(root, contributing))
	Expect(err).NotTo(HaveOccurred())
	_, rest, ok := strings.Cut(string(text), "\n## "+section+"\n")
	Expect(ok).To(BeTrue(), "%s has no section %s", contributing, section)
	rest, _, _ = strings.Cut(rest, "\n## ")
	lines := strings.Split(rest, "\n")
	for i, line := range lines {
		if !strings.HasPrefix(line, "|") || strings.HasPrefix(line, "|--") || i+1 < len(lines) && strings.HasPrefix(lines[i+1], "|--") {
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		rows = append(rows, cells)
	}
	Expect(rows).NotTo(BeEmpty())
	return rows
}

var backquoted = regexp.MustCompile("`([^`]+)`")

// quoted are the words of a cell that stand in backquotes.
func quoted(cell string) (all []string) {
	for _, found := range backquoted.FindAllStringSubmatch(cell, -1) {
		all = append(all, found[1])
	}
	return all
}

// words are those that a name or a path is made of, in lower case.
func words(text string) (all []string) {
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			all = append(all, strings.ToLower(word.String()))
			word.Reset()
		}
	}
	runes := []rune(strings.TrimSuffix(text, ".go"))
	for i, r := range runes {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			end()
			continue
		}
		// A capital begins a word, and the last of several does: HTTPClient.
		if unicode.IsUpper(r) && i > 0 && (!unicode.IsUpper(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			end()
		}
		word.WriteRune(r)
	}
	end()
	return all
}

// contains says whether words follow each other in a name, the last one in
// singular or plural.
func contains(name, sought []string) bool {
	for i := range len(name) - len(sought) + 1 {
		if same(name[i:i+len(sought)], sought) {
			return true
		}
	}
	return false
}

func endsWith(name, sought []string) bool {
	return len(name) >= len(sought) && same(name[len(name)-len(sought):], sought)
}

func same(a, b []string) bool {
	for i := range b {
		if strings.TrimSuffix(a[i], "s") != strings.TrimSuffix(b[i], "s") {
			return false
		}
	}
	return true
}

// declared lists the Go files below root, specs too, and everything that is
// declared in them.
func declared(root string) (all []name) {
	GinkgoHelper()
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && file != root || d.Name() == "testdata") {
			return filepath.SkipDir
		}
		if !strings.HasSuffix(file, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		base := path.Base(rel)
		all = append(all, name{rel, rel, base, words(base), true})
		set := token.NewFileSet()
		tree, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, id := range identifiers(tree) {
			where := fmt.Sprintf("%s:%d", rel, set.Position(id.Pos()).Line)
			all = append(all, name{rel, where, id.Name, words(id.Name), false})
		}
		return nil
	})
	Expect(err).NotTo(HaveOccurred())
	return all
}

// identifiers are the names that a file declares.
func identifiers(tree *ast.File) (all []*ast.Ident) {
	add := func(list ...ast.Expr) {
		for _, e := range list {
			if id, ok := e.(*ast.Ident); ok && id != nil {
				all = append(all, id)
			}
		}
	}
	ast.Inspect(tree, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			add(n.Name)
		case *ast.TypeSpec:
			add(n.Name)
		case *ast.ImportSpec:
			add(n.Name)
		case *ast.ValueSpec:
			all = append(all, n.Names...)
		case *ast.Field:
			all = append(all, n.Names...)
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				add(n.Lhs...)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				add(n.Key, n.Value)
			}
		}
		return true
	})
	return all
}
