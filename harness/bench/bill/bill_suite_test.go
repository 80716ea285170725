package bill_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestBill(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Yearly bill")
}
