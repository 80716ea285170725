package bench_test

import (
	"os"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/speclimit"
)

// asBench names the store that this program, started again as a child, runs a
// benchmark into until it is killed.
const asBench = "EXDRILL_BENCH_CHILD"

func TestMain(m *testing.M) {
	if path := os.Getenv(asBench); path != "" {
		os.Exit(benchInto(path))
	}
	os.Exit(m.Run())
}

func TestBench(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "harness/bench", speclimit.Each())
}
