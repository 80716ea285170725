package statistics_test

import (
	"os"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestStatistics(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "harness/bench/statistics")
}

// repetitions is how often a promise about chance is put to the test: in full
// in a soak, and often enough to notice a broken formula otherwise.
func repetitions(full, reduced int) int {
	if os.Getenv("EXDRILL_SOAK") == "1" {
		return full
	}
	return reduced
}
