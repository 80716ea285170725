package score_test

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"pgregory.net/rapid"

	. "github.com/exdrill/exdrill/harness/score/scoretest"

	"github.com/exdrill/exdrill/harness/defence"
	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/harness/sim"
	mx "github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/money"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

var _ = Describe("Detection by chance", func() {
	const onset = Start + 16*Hour
	wallet := func(at int64) defence.Alert { return defence.Alert{At: at, Rule: "wallet", Wallets: []string{"BTC"}} }
	key := func(at int64) defence.Alert { return defence.Alert{At: at, Rule: "key", Keys: []uint32{1}} }
	other := func(at int64) defence.Alert { return defence.Alert{At: at, Rule: "other", Keys: []uint32{5}} }
	every := func(pause, from int64) (list []defence.Alert) {
		for at := from; at < End; at += pause {
			list = append(list, wallet(at))
		}
		return list
	}
	// heard is a run with a thief from 16:00 on, or without one.
	heard := func(attack bool, alerts []defence.Alert) *score.Tally {
		set := Setup()
		set.Attack = attack
		s, shown := NewStage(set), !attack
		for i := range alerts {
			if !shown && alerts[i].At >= onset {
				s.Refuse(onset, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
				shown = true
			}
			s.Alert(&alerts[i])
		}
		if !shown {
			s.Refuse(onset, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
		}
		return s.Tally()
	}
	graded := func(attacked, peaceful []defence.Alert) score.Detection {
		GinkgoHelper()
		r, err := score.Compose(score.Runs{
			Defended: heard(true, attacked), Undefended: Undefended(), ClosedDay: ClosedDay(1_000_000), Peace: heard(false, peaceful),
		}, score.Meta{Scale: money.Whole, AlertBudget: 20})
		Expect(err).NotTo(HaveOccurred())
		return r.Detection
	}

	It("is none where the same defence says nothing, or other things, without the thief", func() {
		for _, peaceful := range [][]defence.Alert{nil, {other(Start + Hour), other(onset + Hour)}} {
			d := graded([]defence.Alert{other(Start + Hour), key(onset + 20*Hour)}, peaceful)
			Expect(d.DetectedAt).To(BeEquivalentTo(onset+20*Hour), "late, and no chance")
			Expect(*d.Chance).To(BeZero())
		}
	})

	It("is an alert that comes without him, too, give or take the hour of a case", func() {
		metronome := every(24*Hour, Start+16*Hour+Minute)
		for _, moved := range []int64{0, Hour, -Hour} {
			d := graded(metronome, every(24*Hour, Start+16*Hour+Minute+moved))
			Expect(d.DetectedAt).To(BeZero())
			Expect(d.Seconds).To(BeNil())
			Expect(d.LossShareGone).To(BeNil())
			Expect(*d.Chance).To(BeEquivalentTo(money.Whole))
			Expect(*d.NAB["balanced"]).To(BeNumerically("<=", 0), "no better than silence")
			Expect(d.Alerts.True).NotTo(BeZero(), "it named him, though")
		}
	})

	It("is as likely as an alert of the peaceful run comes as soon from any moment, round the clock", func() {
		round := float64(End - Start)
		for _, after := range []int64{30 * Minute, Hour, 3 * Hour} {
			d := graded([]defence.Alert{wallet(onset + after)}, every(24*Hour, Start+4*Hour))
			alarms := float64(len(every(24*Hour, Start+4*Hour)))
			Expect(float64(*d.Chance) / 1e6).To(BeNumerically("~", alarms*float64(after)/round, 1e-6))
			Expect(d.DetectedAt != 0).To(Equal(*d.Chance <= score.Luck))
		}
	})

	It("does not hide what is found beside the chance", func() {
		metronome := every(24*Hour, Start+Hour)
		d := graded([]defence.Alert{metronome[0], key(onset + Hour/2), metronome[1], metronome[2]}, metronome)
		Expect(d.DetectedAt).To(BeEquivalentTo(onset + Hour/2))
	})

	It("is told only of the best where all alerts are chance, and of none where none was true", func() {
		d := graded([]defence.Alert{wallet(onset + 2*Hour), wallet(onset + 9*Hour)}, every(24*Hour, Start+4*Hour))
		Expect(d.DetectedAt).To(BeZero())
		Expect(float64(*d.Chance) / 1e6).To(BeNumerically("~", 2.0/24, 0.03))
		Expect(graded([]defence.Alert{other(onset)}, nil).Chance).To(BeNil())
	})

	It("is judged by the time before the thief where the alerts are somebody else's", func() {
		grade := func(alerts ...defence.Alert) score.Detection {
			return score.Grade(heard(true, alerts), Undefended(), nil, score.Desk{Budget: 20})
		}
		Expect(grade(other(Start), key(onset+20*Hour)).DetectedAt).To(BeEquivalentTo(onset + 20*Hour))
		for _, pause := range []int64{24 * Hour, 6 * Hour, Hour} {
			d := grade(every(pause, Start+Hour/2)...)
			Expect(d.Alerts.True).NotTo(BeZero())
			Expect(d.DetectedAt).To(BeZero(), "every %d hours", pause/Hour)
			Expect(d.ByChance()).To(BeTrue())
		}
		d := grade(wallet(onset-Hour/2), key(onset+Hour/4))
		Expect(*d.Chance).To(BeEquivalentTo(int64(1e6/4/16)), "a quarter of an hour in sixteen")
		Expect(d.DetectedAt).To(BeEquivalentTo(onset + Hour/4))
		said := wallet(onset - Hour/2)
		Expect(grade(said, said, key(onset+Hour/4)).Chance).To(Equal(d.Chance), "what is said twice is said once")
	})

	It("is what names him before anything of his can be seen, though he set out long before, where nobody looked at peace", func() {
		waiting := func(alerts ...defence.Alert) score.Detection {
			set := Setup()
			set.SetsOutAt = Start + Hour
			s := NewStage(set)
			for i := range alerts {
				if alerts[i].At >= onset {
					break
				}
				s.Alert(&alerts[i])
			}
			s.Refuse(onset, sim.Attacker, OldKey, mx.ReadAccount, reject.None, sim.Attempt{})
			for i := range alerts {
				if alerts[i].At >= onset {
					s.Alert(&alerts[i])
				}
			}
			return score.Grade(s.Tally(), Undefended(), nil, score.Desk{Budget: 20})
		}
		d := waiting(wallet(onset - 6*Hour))
		Expect(d.Alerts.True).To(BeEquivalentTo(1))
		Expect(d.ByChance()).To(BeTrue())
		Expect(*d.NAB["balanced"]).To(BeNumerically("<=", 0))
		d = waiting(wallet(onset-6*Hour), wallet(onset+3*Hour))
		Expect(d.ByChance()).To(BeTrue(), "it was an alarm of peace")
		Expect(waiting(wallet(onset-6*Hour), wallet(onset+Minute)).DetectedAt).To(BeEquivalentTo(onset + Minute))
		Expect(waiting(wallet(onset - score.Precursor)).DetectedAt).To(BeEquivalentTo(onset - score.Precursor))
	})

	Describe("on a desk that is overrun without him", func() {
		innocents := func(at int64, n uint32) (list []defence.Alert) {
			for k := range n {
				list = append(list, defence.Alert{At: at, Rule: "first payment", Accounts: []uint32{4 + k}})
			}
			return list
		}
		read := func(peaceful []defence.Alert, scale score.Share) score.Detection {
			r, err := score.Compose(score.Runs{
				Defended: heard(true, []defence.Alert{key(onset + Hour)}), Undefended: Undefended(), ClosedDay: ClosedDay(1_000_000), Peace: heard(false, peaceful),
			}, score.Meta{Scale: scale, AlertBudget: 20})
			Expect(err).NotTo(HaveOccurred())
			return r.Detection
		}
		It("is nothing, because nobody reads what it says: as many cases a day as its share of the customers, and what chance adds", func() {
			for n := range uint32(6) {
				d := read(innocents(Start+Hour, n), 20_000)
				Expect(*d.Alerts.Peace).To(Equal(score.PeacefulDay{Budget: 2, Worst: int64(n)}))
				Expect(d.DetectedAt != 0).To(Equal(n <= 2), "%d cases", n)
				Expect(d.ByChance()).To(BeFalse())
				Expect(read(innocents(Start+Hour, n), money.Whole).DetectedAt).NotTo(BeZero())
			}
		})
		It("has the whole budget for all customers, and never more for fewer", func() {
			for budget := range int64(60) {
				last := int64(0)
				for scale := score.Share(10_000); scale <= money.Whole; scale += 10_000 {
					n := score.Desk{Budget: budget, Scale: scale}.Peaceful()
					Expect(n).To(And(BeNumerically(">=", last), BeNumerically("<=", budget)))
					last = n
				}
				Expect(last).To(Equal(budget))
				Expect(score.Desk{Budget: budget}.Peaceful()).To(Equal(budget))
			}
		})
	})

	It("only grows with what a defence says without a thief", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			moments := rapid.SliceOfN(rapid.Int64Range(0, (End-Start)/Minute-1), 0, 6)
			at := func(list []int64) (alerts []defence.Alert) {
				for _, m := range list {
					alerts = append(alerts, wallet(Start+m*Minute))
				}
				return alerts
			}
			few := at(moments.Draw(t, "peaceful"))
			more := append(at(moments.Draw(t, "and more")), few...)
			found := []defence.Alert{wallet(onset + rapid.Int64Range(0, 48*60).Draw(t, "after")*Minute)}
			f, m := graded(found, few), graded(found, more)
			if *m.Chance < *f.Chance || f.DetectedAt == 0 && m.DetectedAt != 0 {
				t.Fatalf("%v at %d became %v at %d", *f.Chance, f.DetectedAt, *m.Chance, m.DetectedAt)
			}
		})
	})

	It("is never less of a later alert", func() {
		rapid.Check(GinkgoT(), func(t *rapid.T) {
			var peaceful []defence.Alert
			for _, m := range rapid.SliceOfN(rapid.Int64Range(0, 15*60), 1, 6).Draw(t, "peaceful") { // none within an hour of the others
				peaceful = append(peaceful, wallet(Start+m*Minute-Hour))
			}
			after := rapid.Int64Range(0, 20*60).Draw(t, "after") * Minute
			sooner := graded([]defence.Alert{wallet(onset + after)}, peaceful)
			later := graded([]defence.Alert{wallet(onset + after + rapid.Int64Range(0, 10*60).Draw(t, "longer")*Minute)}, peaceful)
			if *later.Chance < *sooner.Chance {
				t.Fatalf("%v became %v", *sooner.Chance, *later.Chance)
			}
		})
	})
})
