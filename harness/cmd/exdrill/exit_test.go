package main

import (
	"errors"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/lab"
)

var _ = DescribeTable("An error ends in the exit code of whoever is to blame",
	func(err error, code int) {
		Expect(exitCode(err)).To(Equal(code))
		Expect(exitCode(fmt.Errorf("while testing: %w", err))).To(Equal(code))
	},
	Entry("a threshold", &thresholdsFailed{}, 1),
	Entry("the input", errors.New("no such file"), 2),
	Entry("the lab", &lab.Failure{Of: lab.OfLab, Err: errors.New("no engine")}, 3),
	Entry("the defence", &lab.Failure{Of: lab.OfDefence, Err: errors.New("it panicked")}, 4),
)
