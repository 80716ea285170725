package lab_test

import (
	"context"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
)

// balances keep what one asset came to at last, and how often they were told.
type balances struct {
	asset     uint16
	first     int64
	hot, cold int64
	heard     int
}

func (b *balances) hear(_ int64, _ uint8, asset uint16, hot, cold int64) {
	if asset != b.asset {
		return
	}
	if b.heard == 0 {
		b.first = hot
	}
	b.heard++
	b.hot, b.cold = hot, cold
}

var _ = Describe("An observer of balances", func() {
	It("hears what thieves leave, and its run has the log of any other", func() {
		stage, err := drill.Open("coincheck-nem-2018-01", drill.WithScale(0.01))
		Expect(err).NotTo(HaveOccurred())
		asset, ok := stage.World().Genesis.AssetID("XEM")
		Expect(ok).To(BeTrue())
		b := &balances{asset: asset}
		heard, err := stage.Watch(context.Background(), drill.WithObserver(drill.Observer{Balance: b.hear}))
		Expect(err).NotTo(HaveOccurred())
		Expect(b.heard).To(BeNumerically(">", 10))
		Expect(b.hot).To(And(BeNumerically(">=", 0), BeNumerically("<", b.first/10)))
		deaf, err := stage.Watch(context.Background())
		Expect(err).NotTo(HaveOccurred())
		Expect(heard.Head).To(Equal(deaf.Head))
	})
})
