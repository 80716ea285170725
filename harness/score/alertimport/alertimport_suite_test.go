package alertimport_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestAlertImport(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "Alerts that were raised elsewhere")
}
