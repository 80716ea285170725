package drilltest_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestDrilltest(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Drilltest")
}
