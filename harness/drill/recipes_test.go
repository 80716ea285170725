package drill_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gbytes"
	"github.com/onsi/gomega/gexec"
	"golang.org/x/tools/txtar"

	"github.com/exdrill/exdrill/harness/score"
)

// The recipes of CONTRIBUTING.md with the unit in testdata/recipes that each is
// followed with.
var recipes = map[string]string{
	"A technique": "technique", "A control": "control", "An action": "action", "A protocol adapter": "adapter",
}

// The units are laid over the sources as they are, and both programs are built
// out of that: nothing in the checkout is touched.
var _ = Describe("The recipes", Ordered, Label("embedded"), func() {
	var exdrill, venue, over string
	root := filepath.Join("..", "..")

	BeforeAll(func() {
		folder := GinkgoT().TempDir()
		sources := map[string]string{}
		for _, name := range slices.Sorted(maps.Values(recipes)) {
			readUnit(name).follow(root, sources)
		}
		over = overlay(root, folder, sources)
		exdrill, venue = filepath.Join(folder, "exdrill"), filepath.Join(folder, "mockexchange")
		for program, of := range map[string]string{exdrill: "./harness/cmd/exdrill", venue: "./mockexchange/cmd/mockexchange"} {
			build := exec.Command("go", "build", "-overlay", over, "-o", program, of)
			build.Dir = root
			said, err := build.CombinedOutput()
			Expect(err).NotTo(HaveOccurred(), string(said))
		}
	})

	It("leave the specs of those places green", func() {
		test := exec.Command("go", "test", "-vet=off", "-overlay", over,
			"./mockexchange/reject", "./attacker/technique", "./harness/defence/action", "./harness/defence/control")
		test.Dir = root
		said, err := test.CombinedOutput()
		Expect(err).NotTo(HaveOccurred(), string(said))
	})

	for title, name := range recipes {
		It("list every place that a unit touches: "+title, func() {
			unit := readUnit(name)
			Expect(listed(root, title, unit.name)).To(ConsistOf(unit.touched()))
		})
	}

	// play runs a drill with the program that has the units and reads its result.
	play := func(args ...string) *score.Result {
		GinkgoHelper()
		c := exec.Command(exdrill, append([]string{"run", "--scale", "0.02", "--quiet", "--format", "json"}, args...)...)
		var says bytes.Buffer
		c.Stderr = &says
		text, err := c.Output()
		Expect(err).NotTo(HaveOccurred(), says.String())
		var r score.Result
		Expect(json.Unmarshal(text, &r)).To(Succeed())
		return &r
	}
	// bundle writes a defence.
	bundle := func(files map[string]string) string {
		GinkgoHelper()
		folder := GinkgoT().TempDir()
		for name, text := range files {
			Expect(os.MkdirAll(filepath.Dir(filepath.Join(folder, name)), 0o755)).To(Succeed())
			Expect(os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644)).To(Succeed())
		}
		return folder
	}

	It("make a technique that scenarios can use", func() {
		scenario := filepath.Join(GinkgoT().TempDir(), zaif)
		Expect(os.CopyFS(scenario, os.DirFS(filepath.Join(root, "scenarios", zaif)))).To(Succeed())
		file := filepath.Join(scenario, "scenario.yaml")
		text, err := os.ReadFile(file)
		Expect(err).NotTo(HaveOccurred())
		knocking := strings.ReplaceAll(string(text), "technique: present_key", "technique: knock")
		Expect(knocking).NotTo(Equal(string(text)))
		Expect(os.WriteFile(file, []byte(knocking), 0o644)).To(Succeed())
		Expect(play(scenario, "--defence", "none").Loss.Undefended).To(Equal(play(zaif, "--defence", "none").Loss.Undefended),
			"he does the same under another name")
	})

	It("make a control that bites, and whose price is charged", func() {
		result := play(zaif, "--defence", bundle(map[string]string{
			"defence.yaml": "name: floor\nversion: \"1\"\ndescription: no small withdrawals\n",
			"posture.yaml": "controls:\n  smallest_withdrawal: {least: 100000 JPY}\n",
		}))
		Expect(result.Harm.Total).NotTo(Equal("0"))
		var refused int64
		for _, item := range result.Harm.Items {
			if strings.HasPrefix(item.Kind, "withdrawal_refused") {
				refused += item.Count
			}
		}
		Expect(refused).To(BeNumerically(">", 0))
	})

	It("make an action that a playbook can take", func() {
		kept := filepath.Join(GinkgoT().TempDir(), "kept")
		play(zaif, "--out", kept, "--defence", bundle(map[string]string{
			"defence.yaml":       "name: bell\nversion: \"1\"\ndescription: rings\nrules: rules\nplaybook: playbook.yaml\n",
			"playbook.yaml":      "responses:\n  - name: ring\n    when: {rule: dead_key}\n    do: [{action: ring_bell, text: somebody knocks}]\n",
			"rules/dead_key.yml": "title: A dead key\nid: 5c0b6a3e-6f2b-4d0e-9a55-0a9d5f6b8d01\nname: dead_key\nlogsource: {product: exchange, service: access}\ndetection:\n  dead: {code: dead_key}\n  condition: dead\nlevel: low\n",
		}))
		text, err := exec.Command(exdrill, "events", kept, "--where", "op=ring_bell", "--limit", "1").CombinedOutput()
		Expect(err).NotTo(HaveOccurred(), string(text))
		Expect(string(text)).To(ContainSubstring("somebody knocks"))
	})

	It("make a protocol that the venue speaks beside its own", func() {
		session, err := gexec.Start(exec.Command(venue, "serve", "--demo", "--listen", "127.0.0.1:0", "--operator", "127.0.0.1:0"), nil, GinkgoWriter)
		Expect(err).NotTo(HaveOccurred())
		DeferCleanup(func() { session.Kill().Wait() })
		Eventually(session.Out).WithTimeout(time.Minute).Should(gbytes.Say(`customers' API +http://\S+`))
		address := regexp.MustCompile(`customers' API +(http://\S+)`).FindSubmatch(session.Out.Contents())[1]
		answer, err := http.Get(string(address) + "/ticker/BTCJPY")
		Expect(err).NotTo(HaveOccurred())
		defer answer.Body.Close()
		Expect(answer.StatusCode).To(Equal(http.StatusOK))
		var price struct{ Last int64 }
		Expect(json.NewDecoder(answer.Body).Decode(&price)).To(Succeed())
		Expect(price.Last).To(BeNumerically(">=", 0))
	})
})

// recipeUnit is one dummy: new files, and lines put into files that are there.
type recipeUnit struct {
	name  string
	files []txtar.File
}

// inserting marks a section of lines that are put into a file behind a line,
// "@@ " and the line, that stands there once.
const inserting = ": insert"

func readUnit(recipe string) recipeUnit {
	GinkgoHelper()
	a, err := txtar.ParseFile(filepath.Join("testdata", "recipes", recipe+".txtar"))
	Expect(err).NotTo(HaveOccurred())
	first, _, _ := strings.Cut(string(a.Comment), "\n")
	return recipeUnit{strings.TrimPrefix(first, "name: "), a.Files}
}

// touched lists the files that the unit adds or changes.
func (u recipeUnit) touched() (paths []string) {
	for _, f := range u.files {
		paths = append(paths, strings.TrimSuffix(f.Name, inserting))
	}
	return paths
}

// follow writes the unit into the sources, by path from the root.
func (u recipeUnit) follow(root string, sources map[string]string) {
	GinkgoHelper()
	for _, f := range u.files {
		path, insert := strings.CutSuffix(f.Name, inserting)
		if !insert {
			Expect(filepath.Join(root, path)).NotTo(BeAnExistingFile())
			sources[path] = string(f.Data)
			continue
		}
		text, ok := sources[path]
		if !ok {
			there, err := os.ReadFile(filepath.Join(root, path))
			Expect(err).NotTo(HaveOccurred())
			text = string(there)
		}
		for _, part := range strings.Split(string(f.Data), "@@ ")[1:] {
			anchor, lines, _ := strings.Cut(part, "\n")
			text = insertAfter(path, text, anchor, lines)
		}
		sources[path] = text
	}
}

// insertAfter puts lines behind the one line of a text that says what the
// anchor says.
func insertAfter(path, text, anchor, lines string) string {
	GinkgoHelper()
	var b strings.Builder
	found := 0
	for line := range strings.Lines(text) {
		b.WriteString(line)
		if strings.TrimSpace(line) == anchor {
			b.WriteString(lines)
			found++
		}
	}
	Expect(found).To(Equal(1), "%s: lines that say %q", path, anchor)
	return b.String()
}

// overlay writes what the go command's -overlay reads.
func overlay(root, folder string, sources map[string]string) string {
	GinkgoHelper()
	replace := map[string]string{}
	for path, text := range sources {
		there, err := filepath.Abs(filepath.Join(root, path))
		Expect(err).NotTo(HaveOccurred())
		replace[there] = filepath.Join(folder, fmt.Sprintf("%d.go", len(replace)))
		Expect(os.WriteFile(replace[there], []byte(text), 0o644)).To(Succeed())
	}
	text, err := json.Marshal(map[string]any{"Replace": replace})
	Expect(err).NotTo(HaveOccurred())
	file := filepath.Join(folder, "overlay.json")
	Expect(os.WriteFile(file, text, 0o644)).To(Succeed())
	return file
}

var recipeStep = regexp.MustCompile("(?m)^[0-9]+\\. `([^`]+)`")

// listed are the places of a recipe's numbered steps, for a unit of that name.
func listed(root, title, name string) (paths []string) {
	GinkgoHelper()
	text, err := os.ReadFile(filepath.Join(root, ".github", "CONTRIBUTING.md"))
	Expect(err).NotTo(HaveOccurred())
	_, recipe, ok := strings.Cut(string(text), "\n### "+title+"\n")
	Expect(ok).To(BeTrue(), "CONTRIBUTING.md has no recipe %q", title)
	recipe, _, _ = strings.Cut(recipe, "\n##")
	for _, step := range recipeStep.FindAllStringSubmatch(recipe, -1) {
		paths = append(paths, strings.ReplaceAll(step[1], "<name>", name))
	}
	return paths
}
