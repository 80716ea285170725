package sigma_test

import (
	"os"
	"strings"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence/sigma"
)

func TestSigma(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Sigma")
}

// soaking says that there is time for many cases.
func soaking() bool { return os.Getenv("EXDRILL_SOAK") == "1" }

// load reads rules that are right.
func load(text string) *sigma.Set {
	GinkgoHelper()
	set, err := sigma.Load([]sigma.File{{Name: "rules.yml", Data: []byte(text)}}, sigma.Options{})
	Expect(err).NotTo(HaveOccurred())
	return set
}

// wrong is what is told about rules that are not.
func wrong(text string) string {
	GinkgoHelper()
	_, err := sigma.Load([]sigma.File{{Name: "r.yml", Data: []byte(text)}}, sigma.Options{})
	Expect(err).To(HaveOccurred())
	return err.Error()
}

// rule puts searches and a condition into a whole rule.
func rule(detection string) string {
	return "title: t\nlogsource: {product: p}\ndetection:\n  " +
		strings.ReplaceAll(strings.TrimSpace(detection), "\n", "\n  ") + "\n"
}

// search is a rule with one search.
func search(lines string) string {
	return rule("s:\n  " + strings.ReplaceAll(strings.TrimSpace(lines), "\n", "\n  ") + "\ncondition: s")
}

// watch makes an engine for plain events.
func watch(text string, o ...sigma.JSONOptions) *sigma.JSONEngine {
	GinkgoHelper()
	e, err := sigma.NewJSON(load(text), append(o, sigma.JSONOptions{})[0])
	Expect(err).NotTo(HaveOccurred())
	return e
}

// fires reports whether any rule matches an event.
func fires(text, event string) bool {
	GinkgoHelper()
	m, err := watch(text).Feed([]byte(event))
	Expect(err).NotTo(HaveOccurred())
	return len(m) > 0
}
