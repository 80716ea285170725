package salts_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestSalts(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Salts")
}
