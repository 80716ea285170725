package campaign_test

import (
	"flag"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// rewrite renews the transcripts in testdata. Look at the difference, and keep
// it only if you understand what caused it and want it.
var rewrite = flag.Bool("rewrite", false, "renew the recorded transcripts")

func TestCampaign(t *testing.T) {
	RegisterFailHandler(Fail)
	RunSpecs(t, "campaign")
}
