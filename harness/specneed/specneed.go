// Package specneed leaves specs out whose programs a machine lacks, and says so;
// EXDRILL_REQUIRE_PROGRAMS lists those, with blanks between, whose lack is a
// failure instead, as CI does. Package specneed is for specs; no program imports
// it.
package specneed

import (
	"os"
	"os/exec"
	"slices"
	"strings"

	"github.com/onsi/ginkgo/v2"
)

const required = "EXDRILL_REQUIRE_PROGRAMS"

// Program gives the path of a program that a spec needs.
func Program(name string) string {
	ginkgo.GinkgoHelper()
	path, err := exec.LookPath(name)
	if err != nil {
		Lacks(name, "there is no "+name)
	}
	return path
}

// Lacks leaves the spec out for want of something, or fails it where that is
// required.
func Lacks(name, why string) {
	ginkgo.GinkgoHelper()
	if Required(name) {
		ginkgo.Fail(why + ", and " + required + " names it")
	}
	ginkgo.Skip("SKIPPED, NOT TESTED: " + why)
}

// Required reports whether specs that need something have to be run.
func Required(name string) bool {
	return slices.Contains(strings.Fields(os.Getenv(required)), name)
}
