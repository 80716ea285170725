package technique_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestTechnique(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "technique")
}
