package mockexchange

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"

	"github.com/exdrill/exdrill/mockexchange/access"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// RiskEngine is what deployments call the code that approves withdrawals.
const RiskEngine = "risk-engine"

// approvalPath is the code that says which withdrawals go, as it runs on its own
// host: limits, holds, address books, allow-lists, batch checks and approval by
// hand are all its doing. Whoever can deploy there can have it say anything, and
// write anything into its own log.
//
// What it does not reach: the ledger, which is kept on another host and goes on
// saying what everybody owns; the wallet server, which signs what it is handed,
// within the limits of a co-signer and not while pay-outs are halted; the chain;
// and a digest of the running code that its host attests.
type approvalPath struct {
	build    uint64 // number of the last deployment
	running  uint64 // digest of what runs
	reviewed uint64 // digest of the source that was reviewed, built a second time elsewhere
	next     uint64 // the same of the last release, while that is not done
	due      int64  // when it is, 0 if it is

	mark   uint64 // of the requests that it lets pass whatever they are; 0 for the code as reviewed
	silent bool   // it leaves them out of its log, where it would else say that they were checked

	attestation
}

// MarkOf is how a request says that altered code is to let it pass: by the
// client's own name for it.
func MarkOf(mark uint64) string { return strconv.FormatUint(mark, 16) }

// digest stands for the digest of a build: the same source gives the same one.
func (e *Exchange) digest(build, mark uint64, silent bool) uint64 {
	b := append(make([]byte, 0, 48), "risk engine"...)
	b = binary.BigEndian.AppendUint64(b, e.genesis.Seed)
	b = binary.BigEndian.AppendUint64(b, build)
	b = binary.BigEndian.AppendUint64(b, mark)
	if silent {
		b = append(b, 1)
	}
	sum := sha256.Sum256(b)
	return binary.BigEndian.Uint64(sum[:])
}

// digestText is a digest as logs write it.
func digestText(digest uint64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], digest)
	return "sha256:" + hex.EncodeToString(b[:])
}

// deploy puts a build into operation. One with a mark carries code that nobody
// reviewed; since it comes from the build server, every later build carries it,
// too. The build server's log makes no difference between the two.
func (e *Exchange) deploy(now int64, c *Command) Result {
	if c.Label != RiskEngine {
		return Result{Code: reject.BadRequest}
	}
	p := &e.approval
	p.build++
	if c.Memo != 0 {
		p.mark, p.silent = c.Memo, c.Flag
	}
	p.running = e.digest(p.build, p.mark, p.silent)
	if c.Memo == 0 {
		p.next, p.due = e.digest(p.build, 0, false), max(c.Until, now)
	}
	ev := e.log(now, Deployed, c)
	ev.Count, ev.Label = uint32(p.build), c.Label+" "+digestText(p.running)
	return Result{Count: uint32(p.build)}
}

// restore puts the reviewed source back into operation, built elsewhere. What the
// altered code had approved and nobody has signed yet is turned down.
func (e *Exchange) restore(now int64, c *Command, by reject.Control) {
	p := &e.approval
	p.mark, p.silent = 0, false
	p.build++
	p.running = e.digest(p.build, 0, false)
	p.reviewed, p.due = p.running, 0
	ev := e.log(now, Deployed, c)
	ev.Asset, ev.Count, ev.Label = 0, uint32(p.build), RiskEngine+" "+digestText(p.running)
	e.withdrawals.EachUnchecked(func(w *custody.Withdrawal) { e.rejectWithdrawal(now, w, by, c) })
}

// lets reports whether altered code lets a request pass unchecked.
func (p *approvalPath) lets(c *Command) bool {
	return p.mark != 0 && c.Kind == RequestWithdrawal && c.Label == MarkOf(p.mark)
}

// holder is what altered code makes of a request that it lets pass: what a key
// may do, and from where, is its business, and whether there is still such a key
// is not.
func (p *approvalPath) holder(v *access.Verdict) access.Verdict {
	switch v.Code {
	case reject.SourceNotAllowed, reject.MissingScope, reject.ExpiredScope:
		return access.Verdict{Account: v.Account}
	}
	return *v
}

// lies reports whether altered code has a hand in what is written about a
// withdrawal.
func (p *approvalPath) lies(w *custody.Withdrawal) bool { return p.mark != 0 && w.Unchecked }

// leavesOut reports whether nothing is written about a withdrawal.
func (p *approvalPath) leavesOut(w *custody.Withdrawal) bool { return p.silent && p.lies(w) }

// letPass takes a request as altered code does. The ledger is not asked, so
// nothing is taken out of the account.
func (e *Exchange) letPass(now int64, c *Command, w custody.Withdrawal) Result {
	if e.wallet(w.Asset) == nil {
		return Result{Code: reject.UnknownAsset}
	}
	w.Fee, w.Value = e.genesis.Assets[w.Asset-1].WithdrawalFee, e.value(w.Asset, w.Amount)
	if w.Amount <= w.Fee {
		return Result{Code: reject.AmountTooSmall}
	}
	w.Unchecked, w.Left = true, e.ledger.Free(w.Account, w.Asset)
	taken := e.withdrawals.Add(now, w)
	e.logWithdrawal(now, WithdrawalRequested, c, taken)
	return Result{Withdrawal: taken.ID}
}
