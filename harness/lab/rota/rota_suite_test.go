package rota_test

import (
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

func TestRota(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "rota")
}
