package lab

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/attacker/campaign"
	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/defence/baseline"
	"github.com/exdrill/exdrill/harness/defence/control"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/access"
)

var _ = Describe("The truth", func() {
	It("tells the thief's next turn with the venue's own ids", func() {
		v := &venueRun{genesis: &mockexchange.Genesis{Keys: []access.Key{{Account: 7}, {Account: 9}}}}
		_, ok := v.nextTurn([]uint32{2, 1}, nil)
		Expect(ok).To(BeFalse(), "he never acts again")
		v.next = &campaign.Turn{At: 5, Key: 0}
		turn, ok := v.nextTurn([]uint32{2, 1}, nil)
		Expect(ok).To(BeTrue())
		Expect(turn).To(Equal(defence.Turn{At: 5, Key: 2, Account: 9}))
		v.next = &campaign.Turn{At: 6, Key: -1, Chain: "XEM"}
		turn, _ = v.nextTurn([]uint32{2, 1}, nil)
		Expect(turn).To(Equal(defence.Turn{At: 6, Wallet: "XEM"}))
	})
})

// idler sees the truth and does nothing about it.
var idler = defence.Factory(func() (defence.Monitor, error) { return &diary{}, nil })

var _ = Describe("A defence that may choose its posture, knowing what comes", func() {
	choosing := func(maker defence.Maker, postures ...control.Posture) *defence.Defence {
		d := defence.New("seer", nil, idler)
		d.Watch.Maker, d.Watch.Immediate, d.Watch.SeesTruth = maker, true, true
		for _, p := range postures {
			d.Watch.Otherwise = append(d.Watch.Otherwise, defence.Way{Posture: p})
		}
		return d
	}
	late := control.Posture{control.WithdrawalOptIn{}}

	It("has what does best, and is scored under its own name", func(ctx SpecContext) {
		s := series(2)
		plain, err := s.Score(ctx, shipped(s, "none"))
		Expect(err).NotTo(HaveOccurred())
		d := choosing(idler, late)
		scored, err := s.Score(ctx, d)
		Expect(err).NotTo(HaveOccurred())
		Expect(scored.Result.Score).To(BeNumerically(">", plain.Result.Score))
		Expect(scored.Result.Defence).To(Equal(score.DefenceRef{Name: "seer", Version: "1", Digest: d.Digest, Kind: d.Kind()}))
		Expect(scored.Result.Scenario.Holds).To(Equal("api_keys"))
		Expect(*scored.Result.Standing.Score).To(Equal(scored.Result.Score))
		lone, err := s.ScoreDefended(ctx, d)
		Expect(err).NotTo(HaveOccurred())
		Expect(lone.Result.Score).To(Equal(scored.Result.Score))
		played, err := s.Play(ctx, d, false)
		Expect(err).NotTo(HaveOccurred())
		Expect(played.Head).To(Equal(scored.Outcome.Head))
	})

	It("tries nothing where it is perfect, and at peace", func(ctx SpecContext) {
		s := series(2)
		d := choosing(baseline.Oracle{}, late)
		best, err := s.foresee(ctx, d)
		Expect(err).NotTo(HaveOccurred())
		Expect(best).To(BeIdenticalTo(d))
		Expect(s.played.runs).To(HaveLen(3), "its own run, the undefended one and the closed day")
		quiet := series(2)
		_, err = quiet.Play(ctx, choosing(idler, late), true)
		Expect(err).NotTo(HaveOccurred())
		Expect(quiet.played.runs).To(BeEmpty())
	})
})
