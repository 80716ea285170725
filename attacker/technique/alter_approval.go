package technique

import (
	"github.com/exdrill/exdrill/attacker"
)

// Approval is what a thief can make of a venue's approval who holds its build
// server.
type Approval struct {
	Server attacker.BuildServer
	// Mark is the number that withdrawals carry which altered code is to let pass,
	// and Silent whether it leaves them out of its log or says that they were
	// checked.
	Mark   uint64
	Silent bool
}

// riskEngine is what build servers call the code that approves withdrawals.
const riskEngine = "risk-engine"

// AlterApproval puts code of the thief's in place of the code that approves
// withdrawals, by way of the server that builds it. One request.
type AlterApproval struct{}

// Info describes it.
func (AlterApproval) Info() Info {
	return Info{
		Name:    "alter_approval",
		Summary: "Deploys a risk engine of his own through the build server that he holds.",
		Effect: "From then on the withdrawals that he marks pass every check of that engine: limits, holds, address books, allow-lists, " +
			"checks of batches and approval by hand. It logs them as checked, or not at all.",
		Seen: "A deployment among many, with nothing about it that others do not have; and, where somebody asks the host for it, a " +
			"digest of running code that is not the digest of what was reviewed.",
		// Supply chain compromise of the software, weakening of defences, stored data manipulated.
		ATTACK: []string{"T1195.002", "T1565.001"},
		AADAPT: []string{"ADT3028"},
		Takes: []Parameter{
			{"on", "a class of his own accounts, which compromise has"},
			{"at", "when he deploys; compromise has hosts: with the build server of the venue's releases"},
		},
	}
}

// Start needs no parameter.
func (AlterApproval) Start(Params) (Run, error) { return &alterApprovalRun{}, nil }

// alterApprovalRun is the run of it.
type alterApprovalRun struct{ insistence }

func (r *alterApprovalRun) Ask(now int64, v View) Move {
	if v.Approval == nil {
		return Move{}
	}
	if m, ok := r.wait(now); !ok {
		return m
	}
	return Move{Call: Call{Op: OpDeploy, Server: v.Approval.Server, Build: attacker.Build{
		Component: riskEngine, Mark: v.Approval.Mark, Silent: v.Approval.Silent,
	}}}
}

func (r *alterApprovalRun) Tell(now int64, _ View, a Answer) {
	r.hear(a.Refusal == attacker.Accepted, now+int64(DefaultBackoff))
}
