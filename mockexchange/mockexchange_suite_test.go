package mockexchange_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestMockexchange(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Mock exchange")
}
