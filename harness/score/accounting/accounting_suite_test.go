package accounting_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestAccounting(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Accounting")
}
