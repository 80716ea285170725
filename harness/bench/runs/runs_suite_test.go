package runs_test

import (
	"os"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// asWriter names the store that this program, started again as a child, writes
// to until it is killed.
const asWriter = "EXDRILL_RUNS_WRITER"

func TestMain(m *testing.M) {
	if path := os.Getenv(asWriter); path != "" {
		os.Exit(writeForEver(path))
	}
	os.Exit(m.Run())
}

func TestRuns(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "harness/bench/runs")
}
