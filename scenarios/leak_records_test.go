package scenarios_test

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"github.com/exdrill/exdrill/harness/drill"
	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
)

// What a record of a system shows beside what it says: a spend that a node
// reports, a deployment, a transfer out of cold storage. Each is cut into eight bins.
const (
	recordSubSecond = iota
	recordInStep
	recordInMinute
	recordInHour
	recordSequence  // its number in the log, modulo 8
	recordPlace     // its place among the records of one moment
	recordTx        // first bits of the transaction
	recordAddress   // and of the address
	recordNoughts   // how many noughts the amount ends in, among those of its size
	recordFee       // in powers of two
	recordOutputs   // how many, or whatever else is counted
	recordFilled    // which fields are not empty, hashed
	recordLabelForm // of a label, its letters and digits all alike
	recordGap       // time since the record of its kind before, or since that of the same transfer
	recordFeatures
)

var recordNames = [recordFeatures]string{
	"fraction of the second", "second of the step", "second of the minute", "minute of the hour", "number in the log",
	"place in its moment", "first bits of the transaction", "first bits of the address", "noughts of the amount", "fee",
	"count", "fields that are filled", "form of the label", "time since the record before",
}

// record is one as a classifier sees it.
type record struct {
	thief  bool
	kind   uint64 // type, operation, asset
	bins   [recordFeatures]uint8
	absent [recordFeatures]bool
	size   uint64 // of the amount
}

// bookkeeper sorts the records of a venue's systems into those of the thief's doing and
// the others.
type bookkeeper struct {
	his      map[chain.Hash]bool // transactions that he signed
	deployed string              // what his code is called in logs; empty as long as there is none
	last     map[string]int64    // when the last record of a row was written
	asked    mockexchange.Event  // the request for the transfer that is on its way
	built    chain.Hash          // what was made of it
	ours     []int               // records of that transfer
	seen     []record
}

func newBookkeeper() *bookkeeper {
	return &bookkeeper{his: map[chain.Hash]bool{}, last: map[string]int64{}}
}

func (c *bookkeeper) sent(_ int64, _ uint8, tx chain.Hash) { c.his[tx] = true }

func (c *bookkeeper) command(e *sim.Envelope, _ *mockexchange.Result, events []mockexchange.Event) error {
	for i := range events {
		ev := &events[i]
		switch ev.Type {
		case mockexchange.ChainSpend:
			c.note(fmt.Sprint(ev.Type, ev.Asset), ev, i, c.his[ev.Tx])
		case mockexchange.Deployed:
			if e.Actor == sim.Attacker {
				c.deployed = strings.Fields(ev.Label)[1]
			}
			c.note(ev.Type.String(), ev, i, e.Actor == sim.Attacker)
		case mockexchange.CodeDiffers:
			c.differs(ev, i)
		case mockexchange.TransferRequested, mockexchange.TransferBuilt, mockexchange.TransferShown, mockexchange.TransferSigned, mockexchange.TransferRefused:
			c.transfer(ev, i)
		}
	}
	return nil
}

// differs notes a difference of code. Releases that come after his carry his code,
// too, and are neither his nor like others.
func (c *bookkeeper) differs(ev *mockexchange.Event, place int) {
	if c.deployed == "" || strings.Contains(ev.Label, "runs "+c.deployed) {
		c.note(ev.Type.String(), ev, place, c.deployed != "")
	}
}

// transfer notes a record of one that people sign. It is the thief's from the
// request on if what is built is not what was asked for, or what is shown not what
// is signed.
func (c *bookkeeper) transfer(ev *mockexchange.Event, place int) {
	if ev.Type == mockexchange.TransferRequested {
		c.asked, c.ours = *ev, nil
	}
	if ev.Type == mockexchange.TransferBuilt {
		c.built = ev.Tx
	}
	kind := *ev
	kind.Op = c.asked.Op // what he makes of it is what he did
	c.ours = append(c.ours, len(c.seen))
	c.note(ev.Label, &kind, place, len(c.ours) > 1 && c.seen[c.ours[0]].thief)
	if ev.Op != c.asked.Op || ev.Type == mockexchange.TransferShown && ev.Tx != c.built {
		for _, n := range c.ours {
			c.seen[n].thief = true
		}
	}
}

// note writes a record down as a classifier sees it. Records of one row follow
// upon each other: those of a transfer, or those of a kind.
func (c *bookkeeper) note(row string, ev *mockexchange.Event, place int, thief bool) {
	r := record{thief: thief, kind: uint64(ev.Type)<<24 | uint64(ev.Op)<<16 | uint64(ev.Asset)}
	last, known := c.last[row]
	r.bins = [recordFeatures]uint8{
		recordSubSecond: uint8(ev.At % 1e9 * 8 / 1e9),
		recordInStep:    uint8(ev.At % step * 8 / step),
		recordInMinute:  uint8(ev.At % 60e9 * 8 / 60e9),
		recordInHour:    uint8(ev.At % hour * 8 / hour),
		recordSequence:  uint8(ev.Seq % 8),
		recordPlace:     uint8(min(place, 7)),
		recordTx:        ev.Tx[0] / 32,
		recordAddress:   ev.Address[0] / 32,
		recordFee:       uint8(bits.Len64(uint64(ev.Fee)) % 8),
		recordOutputs:   uint8(min(bits.Len32(ev.Count), 7)),
		recordFilled:    filledOfRecord(ev),
		recordLabelForm: labelForm(ev.Label),
		recordGap:       uint8(min(bits.Len64(uint64(ev.At-last)/60e9), 7)),
	}
	r.absent[recordTx], r.absent[recordAddress] = ev.Tx == chain.Hash{}, ev.Address == chain.Address{}
	r.absent[recordFee], r.absent[recordGap] = ev.Fee == 0, !known
	if amount := ev.Amount; amount != 0 {
		t := trace{}
		t.digits(amountDigits, 0, max(amount, -amount), uint64(ev.Asset))
		r.bins[recordNoughts], r.size = t.bins[amountDigits], t.size[0]
	} else {
		r.absent[recordNoughts] = true
	}
	c.last[row] = ev.At
	c.seen = append(c.seen, r)
}

// filledOfRecord folds which fields a record fills into three bits.
func filledOfRecord(e *mockexchange.Event) uint8 {
	mask := uint8(0)
	for i, yes := range []bool{
		e.Auth != mockexchange.AuthOperator, e.Source != 0, e.Account != 0, e.Key != 0, e.Memo != 0, e.Withdrawal != 0, e.Fee != 0,
		e.Replaces != chain.Hash{}, e.Quantity != 0, e.Price != 0, e.Control != 0, e.Code != 0, e.First, e.Device != 0,
	} {
		if yes {
			mask ^= uint8(i*5+3) & 7
		}
	}
	return mask
}

// labelForm is the form of a label: how many words, how long each is, and where
// it has a digit or a letter.
func labelForm(label string) uint8 {
	form := uint64(len(label))
	for _, word := range strings.Fields(label) {
		form = form*31 + uint64(len(word))
	}
	return uint8(form % 8)
}

// by gives what a feature tells of all records.
func (c *bookkeeper) by(f int, tamper func(*labelled)) (all []labelled) {
	for i := range c.seen {
		r := &c.seen[i]
		if r.absent[f] {
			continue
		}
		l := labelled{likeness{r.kind >> 16, r.kind}, r.bins[f], r.thief} // a variant's assets have other numbers
		switch f {
		case recordNoughts:
			l.like = likeness{r.kind>>16<<8 | r.size&0xff, r.size}
		case recordFee:
			l.like.group = r.kind
		}
		if tamper != nil {
			tamper(&l)
		}
		all = append(all, l)
	}
	return all
}

// What the venue's systems write of the thief's doing must not betray him by
// accident either: the node about his spends, the build server about his code, the
// hosts of the signing pipeline about his transfer.
var _ = Describe("The records of systems at", Label("embedded", "slow"), func() {
	for _, told := range []struct {
		scenario, posture string
		told              []telltale
	}{
		{kucoin, "chain_watch: {}", []telltale{
			{[]int{recordGap}, nil, nil, false, "many coins within an hour and a half (S97, KR)"},
			{[]int{recordInStep, recordInMinute, recordInHour, recordPlace}, nil, nil, true, "blocks of the minutes of the record, in which little else was paid (S97, KR)"},
			{[]int{recordOutputs}, nil, nil, false, "he pays one address a transaction (KD)"},
			{[]int{recordNoughts}, nil, nil, true, "the amounts of the record (KT, KD, KG, KS)"},
		}},
		{bigone, "code_attestation: {}", []telltale{
			{[]int{recordInHour}, nil, nil, true, "one hour of one night, in the early morning (BOA)"},
		}},
		{bybit, "", []telltale{
			{[]int{recordGap}, nil, nil, false, "the wallet was emptied as soon as it was his (S119, BY)"},
			{[]int{recordSubSecond, recordInStep, recordInMinute, recordInHour, recordPlace}, nil, nil, true, "asked for at 13:30 (BY), signed in the block of 14:13:35 (S119)"},
		}},
	} {
		for _, variation := range []string{draw.Record, draw.Perturbed} {
			It(fmt.Sprintf("%s do not tell the thief's doings from others by metadata (%s)", told.scenario, variation), Label("scenario:"+told.scenario), func(ctx SpecContext) {
				var known []int
				for _, t := range told.told {
					if !t.record || variation == draw.Record {
						known = append(known, t.features...)
					}
				}
				recordsAtChance(bookkeepers(ctx, told.scenario, variation, told.posture), known)
			})
		}
	}
})

// bookkeepers watch drawings, one after the other, in which the attacker comes: two,
// and fifty in the soak.
func bookkeepers(ctx SpecContext, id, variation, posture string) (all []*bookkeeper) {
	GinkgoHelper()
	for seed, enough := uint64(1), len(drawings(2, 50)); len(all) < enough; seed++ {
		stage, err := drill.Open(id, drill.WithSeed(100+seed), drill.WithScale(0.02), drill.WithVariation(variation))
		Expect(err).NotTo(HaveOccurred())
		if !stage.World().Attack {
			continue
		}
		c := newBookkeeper()
		options := []drill.Option{drill.WithObserver(drill.Observer{Command: c.command, Sent: c.sent})}
		if posture != "" {
			options = append(options, standing(posture))
		}
		_, err = stage.Watch(ctx, options...)
		Expect(err).NotTo(HaveOccurred())
		all = append(all, c)
	}
	return all
}

// recordsAtChance expects that nothing that records show beside what they say tells
// the thief's from others, but for what is known of him.
func recordsAtChance(drawings []*bookkeeper, known []int) {
	GinkgoHelper()
	by := func(f int, tamper func(*labelled)) (all [][]labelled) {
		for _, c := range drawings {
			all = append(all, c.by(f, tamper))
		}
		return all
	}
	measured := []int{recordFilled, recordLabelForm} // which two drawings show as well as fifty
	if soaking {
		measured = numbersTo(recordFeatures)
	}
	var leaks []string
	for _, f := range measured {
		name := recordNames[f]
		mean, half := interval(crossValidated(by(f, nil)), family)
		if math.Abs(mean-0.5) > half+slack() && !slices.Contains(known, f) {
			mean, half = jackknifed(by(f, nil), family)
		}
		AddReportEntry(name, fmt.Sprintf("AUC %.4f ± %.4f over %d drawings", mean, half, len(drawings)))
		if !slices.Contains(known, f) && math.Abs(mean-0.5) > half+slack() {
			leaks = append(leaks, fmt.Sprintf("%s: AUC %.4f ± %.4f", name, mean, half))
		}
	}
	Expect(leaks).To(BeEmpty())
	// A leak is found where there is one: did his fill another field, for instance.
	mean, half := interval(crossValidated(by(recordFilled, func(l *labelled) {
		if l.thief {
			l.bin ^= 1
		}
	})), family)
	Expect(mean).To(BeNumerically(">", 0.5+slack()), "AUC %.4f ± %.4f of a leak", mean, half)
}

func numbersTo(n int) (all []int) {
	for i := range n {
		all = append(all, i)
	}
	return all
}
