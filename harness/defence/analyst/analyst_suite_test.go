package analyst_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/speclimit"
)

func TestAnalyst(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "harness/defence/analyst", speclimit.Each())
}
