package containers_test

import (
	"context"
	"errors"
	"os"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/lab/containers"
	"github.com/exdrill/exdrill/harness/speclimit"
)

func TestContainers(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Containers", speclimit.Each())
}

// requireDocker is the variable that turns a missing engine into a failure.
const requireDocker = "EXDRILL_REQUIRE_DOCKER"

// needEngine skips a spec where no containers can be run, and says so; with
// EXDRILL_REQUIRE_DOCKER=1 it fails.
func needEngine(ctx context.Context) {
	GinkgoHelper()
	err := containers.Available(ctx)
	if err == nil {
		return
	}
	var no *containers.Unavailable
	Expect(errors.As(err, &no)).To(BeTrue(), "%v", err)
	if os.Getenv(requireDocker) == "1" {
		Fail(err.Error())
	}
	Skip("SKIPPED, NOT TESTED: " + err.Error())
}

// must is what a call returns that does not fail.
func must[T any](value T, err error) T {
	GinkgoHelper()
	Expect(err).NotTo(HaveOccurred())
	return value
}
