package lab

import (
	"strconv"

	"github.com/exdrill/exdrill/harness/population/draw"
	"github.com/exdrill/exdrill/harness/sim"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/chain"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
	"github.com/exdrill/exdrill/scenarios"
)

// job is something that the venue or a chain does at fixed intervals, or once.
type job struct {
	kind  jobKind
	asset uint16
	every int64 // 0 for what is done once
	next  int64

	ticket string // of a migration
	moves  int64  // when an approved migration will be done
}

type jobKind uint8

const (
	mine jobKind = iota
	payOut
	reconcile
	approve // a migration
	migrate
	chore
	sign // a transfer out of cold storage
)

// schedule knows when the venue's and the chains' regular jobs are due.
type schedule struct {
	jobs   []job
	chores []draw.Chore // still to be done, in the order of time
}

// payOutPhase keeps pay-outs off the round times on which blocks are found.
const payOutPhase = 37_000_000_000

// newSchedule is that of a venue of a world, under the settings in force, with what
// it planned.
func newSchedule(g *mockexchange.Genesis, w *draw.World) *schedule {
	s := &schedule{chores: w.Chores}
	for i, a := range g.Assets {
		if a.Chain == nil {
			continue
		}
		asset := uint16(i + 1)
		block, pay, look := int64(a.Chain.BlockInterval), int64(g.Settings.PayOutEvery), int64(g.Settings.ReconcileEvery)
		from := [3]int64{g.Start, g.Start + payOutPhase, g.Start + payOutPhase/2}
		if w.Phases != nil {
			drawn := w.Phases[i]
			drawn.Block = w.Phases[g.Coin(asset)-1].Block // a token's are its coin's
			from = [3]int64{g.Start - drawn.Block.Of(block), g.Start - drawn.PayOut.Of(pay), g.Start - drawn.Reconcile.Of(look)}
		}
		s.add(mine, asset, from[0], block)
		s.add(payOut, asset, from[1], pay)
		s.add(reconcile, asset, from[2], look)
	}
	venue := &w.Scenario.Venues[0]
	for i := range venue.Migrations {
		s.migration(g, &venue.Migrations[i], i+1)
	}
	if len(w.Chores) > 0 {
		s.jobs = append(s.jobs, job{kind: chore, next: w.Chores[0].At})
	}
	return s
}

// migration plans the venue's n-th move of a hot wallet and its approval.
func (s *schedule) migration(g *mockexchange.Genesis, m *scenarios.Migration, n int) {
	asset, _ := g.AssetID(m.Asset.Text) // loading made sure of it
	j := job{asset: asset, ticket: "CHG-" + strconv.Itoa(n), moves: m.At.Unix}
	j.kind, j.next = approve, m.Announced.Unix
	s.jobs = append(s.jobs, j)
	j.kind, j.next = migrate, m.At.Unix
	s.jobs = append(s.jobs, j)
}

func (s *schedule) add(kind jobKind, asset uint16, start, every int64) {
	if every > 0 {
		s.jobs = append(s.jobs, job{kind: kind, asset: asset, every: every, next: start + every})
	}
}

// whenSigned has a pay-out go as soon as it is signed, unless one is waiting for
// its signers already.
func (s *schedule) whenSigned(asset uint16, at int64) {
	for i := range s.jobs {
		if j := &s.jobs[i]; j.kind == payOut && j.asset == asset && j.every == 0 {
			if j.next == never {
				j.next = at
			}
			return
		}
	}
	s.jobs = append(s.jobs, job{kind: payOut, asset: asset, next: at})
}

// whenDue has those sign a transfer out of cold storage who are to, when they are.
func (s *schedule) whenDue(asset uint16, all []custody.Signature) {
	for _, one := range all {
		s.jobs = append(s.jobs, job{kind: sign, asset: asset, next: one.At})
	}
}

// next is when the earliest job is due.
func (s *schedule) next() int64 {
	at := never
	for i := range s.jobs {
		at = min(at, s.jobs[i].next)
	}
	return at
}

// due takes the jobs of a time, in their fixed order, and sets them anew.
func (s *schedule) due(now int64, do func(job) error) error {
	for i := range s.jobs {
		if j := &s.jobs[i]; j.next == now {
			if j.next += j.every; j.every == 0 {
				j.next = never
			}
			if err := do(*j); err != nil {
				return err
			}
		}
	}
	return nil
}

// nextChores takes the chores of a time, and sets the job anew.
func (s *schedule) nextChores(now int64) (due []draw.Chore) {
	n := 0
	for n < len(s.chores) && s.chores[n].At <= now {
		n++
	}
	due, s.chores = s.chores[:n], s.chores[n:]
	if len(s.chores) > 0 {
		for i := range s.jobs {
			if s.jobs[i].kind == chore {
				s.jobs[i].next = s.chores[0].At
			}
		}
	}
	return due
}

// runJob does one regular job of the venue or of a chain.
func (v *venueRun) runJob(now int64, j job) error {
	switch j.kind {
	case payOut:
		r, err := v.operate(now, sim.Schedule, mockexchange.Command{Kind: mockexchange.PayOut, Asset: j.asset})
		if r.Code == reject.AwaitingSignatures {
			v.schedule.whenSigned(j.asset, v.genesis.SignedAt(j.asset, now))
		}
		return err
	case reconcile:
		return v.reconcile(now, j.asset)
	case approve:
		_, err := v.operate(now, sim.Schedule, mockexchange.Command{
			Kind: mockexchange.ApproveMigration, Asset: j.asset, Until: j.moves, Label: j.ticket,
		})
		return err
	case migrate:
		_, err := v.operate(now, sim.Schedule, mockexchange.Command{
			Kind: mockexchange.MigrateWallet, Asset: j.asset, Label: j.ticket,
		})
		return err
	case chore:
		for _, c := range v.schedule.nextChores(now) {
			v.payees.paidBy(&c)
			if _, err := v.operate(now, sim.Schedule, c.Command); err != nil {
				return err
			}
		}
		return nil
	case sign:
		_, err := v.operate(now, sim.Schedule, mockexchange.Command{Kind: mockexchange.SignTransfer, Asset: j.asset})
		return err
	}
	return v.mineBlock(now, j.asset)
}

// mineBlock lets customers' deposits and what payees pay on go, finds a block and
// shows it to the venue.
func (v *venueRun) mineBlock(now int64, asset uint16) error {
	if err := v.sendDeposits(now, asset); err != nil {
		return err
	}
	submit := func(t *chain.Transaction) error { return v.backend.Submit(asset, t) }
	if err := v.payees.due(now, asset, v.genesis.Assets[asset-1].Chain, v.signatures, submit); err != nil {
		return err
	}
	if err := v.issuersAct(now, asset); err != nil {
		return err
	}
	block, err := v.backend.Mine(asset, now)
	if err != nil {
		return err
	}
	v.accounting.Mined(now, asset, block, func(id chain.Hash) bool { return v.attackerTx[id] })
	_, err = v.operate(now, sim.Schedule, mockexchange.Command{Kind: mockexchange.ObserveBlock, Asset: asset, Block: block})
	if err != nil {
		return err
	}
	v.followLoot(block)
	if err := v.issuersTook(now, asset, block); err != nil {
		return err
	}
	for _, to := range v.payees.arrived(now, asset, block) {
		v.fuel(asset, to)
	}
	if err := v.lootArrives(now, asset, block); err != nil || len(block.Transactions) == 0 {
		return err
	}
	return v.reportBalance(now, asset)
}

// reconcile tells the venue what its addresses hold by the chain's account.
func (v *venueRun) reconcile(now int64, asset uint16) error {
	held, err := v.backend.Holdings(asset, v.addresses[asset-1])
	if err != nil {
		return err
	}
	_, err = v.operate(now, sim.Schedule, mockexchange.Command{Kind: mockexchange.Reconcile, Asset: asset, Amount: held})
	return err
}
