package technique

import (
	"github.com/exdrill/exdrill/attacker"
)

// SpendFromServer has a venue's signers sign one payment after another to addresses of
// his, by the wallet server that proposes to them what they sign.
type SpendFromServer struct{}

// Info describes it.
func (SpendFromServer) Info() Info {
	return Info{
		Name:    "spend_from_server",
		Summary: "Has the venue's own signers, a co-signer among them, sign payments to him, by the wallet server that he holds.",
		Effect: "The coins are gone with the next block. Signers who keep to a limit sign no more than that; he comes back every half an hour, " +
			"for two days, for what it lets out by then. Where a person has to sign he gets nothing.",
		Seen: "Coins leave the hot address, signed as ever, and no withdrawal is there for them; many payments, about alike, each to an " +
			"address that nobody has seen before.",
		// Stored credentials and sessions of the signing service; funds are siphoned off.
		ATTACK: []string{"T1078", "T1657"},
		AADAPT: []string{"ADT3028"},
		Takes: []Parameter{
			{"transfers.at", "the minute of the first"},
			{"transfers.host", "the wallet server, which compromise has"},
			{"transfers.amount", "of all together"},
			{"transfers.outputs", "how many payments, each to another address; 1 if left out"},
			{"params.pause", "between two, on average"},
		},
	}
}

// Start takes Params.Host, Params.Until, Params.Amount, Params.Outputs and
// Params.Pause.
func (SpendFromServer) Start(p Params) (Run, error) {
	return &serverRun{params: p, next: p.Until, left: p.Amount, parts: max(p.Outputs, 1)}, p.checkAtHost()
}

type serverRun struct {
	params Params
	next   int64 // when he asks again
	left   int64 // still to be paid
	parts  int   // payments still to be made
	done   int
	asked  int64 // by the request in progress
	again  int   // how often he came back in vain
}

func (r *serverRun) Ask(now int64, v View) Move {
	if v.Wallet == nil || r.parts == 0 || r.left <= 0 || r.again > mostReturns {
		return Move{}
	}
	if now < r.next {
		return Move{Until: r.next}
	}
	if r.asked == 0 {
		r.asked = partSize(r.left, r.parts, max(v.Wallet.Fee, 1), 1, v.Chance)
	}
	return Move{Call: Call{
		Op: OpSpend, Host: r.params.Host, Chain: v.Wallet.Asset, Amount: r.asked, Address: v.Wallet.other(r.params.To + r.done),
	}}
}

func (r *serverRun) Tell(now int64, v View, a Answer) {
	if a.Refusal != attacker.Accepted {
		if hopeless(a.Refusal) {
			r.parts = 0
		}
		r.again++
		r.next = now + comesBackAfter
		return
	}
	r.left -= r.asked
	r.parts--
	r.done++
	r.again, r.asked = 0, 0
	r.next = now + v.Chance.Between(int64(r.params.Pause)/2, int64(r.params.Pause)*3/2+1)
}
