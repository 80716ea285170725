package lab_test

import (
	"context"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
)

// banker keeps what one asset came to at last, and how often he heard of it.
type banker struct {
	asset     uint16
	first     int64
	hot, cold int64
	heard     int
}

func (*banker) Record(*sim.Envelope, *mockexchange.Result, []mockexchange.Event) error { return nil }

func (*banker) Alert(*defence.Alert) error { return nil }

func (b *banker) Holding(_ int64, _ uint8, asset uint16, hot, cold int64) {
	if asset != b.asset {
		return
	}
	if b.heard == 0 {
		b.first = hot
	}
	b.heard++
	b.hot, b.cold = hot, cold
}

var _ = Describe("A recorder of balances", func() {
	It("hears what thieves leave, and its run has the log of any other", func() {
		stage, err := drill.Open("coincheck-nem-2018-01", drill.WithScale(0.01))
		Expect(err).NotTo(HaveOccurred())
		asset, ok := stage.World().Genesis.AssetID("XEM")
		Expect(ok).To(BeTrue())
		b := &banker{asset: asset}
		heard, err := stage.Watch(context.Background(), drill.WithRecorder(b))
		Expect(err).NotTo(HaveOccurred())
		Expect(b.heard).To(BeNumerically(">", 10))
		Expect(b.hot).To(And(BeNumerically(">=", 0), BeNumerically("<", b.first/10)))
		deaf, err := stage.Watch(context.Background())
		Expect(err).NotTo(HaveOccurred())
		Expect(heard.Head).To(Equal(deaf.Head))
	})
})
