package yamldoc_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestYAMLDoc(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "scenarios/yamldoc")
}
