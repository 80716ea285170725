package drill_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// link is a relative link of a page, with what it points to inside of it.
var link = regexp.MustCompile(`\]\(([^)#:\s]*)(?:#([^)\s]+))?\)`)

var _ = Describe("The pages for people", Label("embedded"), func() {
	root := filepath.Join("..", "..")
	pages := []string{"README.md", ".github/CONTRIBUTING.md", ".github/SECURITY.md", "harness/defence/sigma/README.md"}

	for _, page := range pages {
		It("link to what there is: "+page, func() {
			text, err := os.ReadFile(filepath.Join(root, page))
			Expect(err).NotTo(HaveOccurred())
			for _, l := range link.FindAllStringSubmatch(string(text), -1) {
				there := filepath.Join(root, page)
				if l[1] != "" {
					there = filepath.Join(root, filepath.Dir(page), filepath.FromSlash(l[1]))
				}
				Expect(there).To(Or(BeARegularFile(), BeADirectory()), l[0])
				if l[2] != "" {
					Expect(anchors(there)).To(ContainElement(l[2]), l[0])
				}
			}
		})
	}
})

// anchors are the names that a page's headings get on code hosts.
func anchors(page string) (list []string) {
	text, err := os.ReadFile(page)
	Expect(err).NotTo(HaveOccurred())
	for _, h := range regexp.MustCompile(`(?m)^#+ (.*)$`).FindAllStringSubmatch(string(text), -1) {
		name := regexp.MustCompile("[^a-z0-9 _-]").ReplaceAllString(strings.ToLower(h[1]), "")
		list = append(list, strings.ReplaceAll(name, " ", "-"))
	}
	return list
}
