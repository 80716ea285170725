package technique

import (
	"github.com/exdrill/exdrill/attacker"
)

// PlantImplant changes what a host of the venue's signing builds or shows, so that
// the next transfer out of cold storage hands him the wallet, or pays him what lies
// there.
type PlantImplant struct{}

// Info describes it.
func (PlantImplant) Info() Info {
	return Info{
		Name:    "plant_implant",
		Summary: "Changes the program that builds what the venue's people sign, or that shows it to them.",
		Effect: "Nothing until coins of the wallet are moved. Then those who sign are shown what they expect, and sign " +
			"something else: on a chain of accounts, that the wallet is his, or a payment of all that lies there.",
		Seen: "Nothing, unless the files of that host are compared with what they should be. Later the digest that was signed " +
			"is not that of the transfer that somebody asked for, to whoever computes it elsewhere.",
		// Supply chain compromise: software; transmitted data manipulation.
		ATTACK: []string{"T1195.002", "T1565.002"},
		AADAPT: []string{"ADT3028"},
		Takes: []Parameter{
			{"transfers.at", "the minute, or with exact the second"},
			{"transfers.host", "the host that he changes, which compromise has"},
			{"transfers.amount", "smaller transfers out of the wallet of this coin are left alone"},
			{"transfers.pays", "true: what is signed pays him all that lies there, and the wallet keeps its owners"},
		},
	}
}

// Start takes Params.Host, Params.Pays, Params.Until and Params.Amount, below which
// transfers are left alone.
func (PlantImplant) Start(p Params) (Run, error) {
	return &plantRun{params: p, insistence: insistence{next: p.Until}}, p.checkAtHost()
}

type plantRun struct {
	insistence
	params Params
}

func (r *plantRun) Ask(now int64, v View) Move {
	if v.Wallet == nil {
		return Move{}
	}
	if m, ok := r.wait(now); !ok {
		return m
	}
	return Move{Call: Call{Op: OpPlant, Host: r.params.Host, Implant: attacker.Implant{
		Asset: v.Wallet.Asset, Least: r.params.Amount, Owner: v.Wallet.Own.Policy.Address(), Pays: r.params.Pays,
	}}}
}

func (r *plantRun) Tell(now int64, _ View, a Answer) {
	r.hear(settled(a.Refusal), now+comesBackAfter)
}
