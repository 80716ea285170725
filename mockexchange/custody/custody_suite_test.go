package custody_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestCustody(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Custody")
}
