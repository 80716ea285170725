package scenarios

import (
	"slices"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// Releases is how new code of the risk engine gets into operation at a venue: a
// build server builds it and puts it there. What was reviewed is built once more
// elsewhere, so that a digest of it can be held against a digest of what runs; that
// is later than the release, and much later where something had to be mended at
// once. A venue without it releases nothing while the clock runs.
type Releases struct {
	Host    Name     `key:"host"`                   // of the build server
	Every   Duration `key:"every" check:"positive"` // between two releases, on average
	Rebuilt Pause    `key:"rebuilt" check:"pause"`  // how long after a release the second build is done
	Urgent  Share    `key:"urgent"`                 // of releases, mended at once and reviewed afterwards

	// Overlooked is the chance that whoever looks at code that nobody reviewed takes
	// it for one more release in a hurry.
	Overlooked Share `key:"overlooked"`

	Planned []Time `key:"planned,optional" check:"clock"` // releases in a hurry beside those
	Review  Pause  `key:"reviewed" check:"pause"`         // how long after these
}

// What altered code of a risk engine does with its own log.
const (
	LogLies      = "lies"       // says that withdrawals were checked
	LogLeavesOut = "leaves_out" // does not have them
)

// ApprovalPath reports whether the attacker can alter the code that approves
// withdrawals.
func (s *Scenario) ApprovalPath() bool {
	return s.Incident.Position.Text == PositionApprovalPath && !s.SigningPath() && !s.AtDesk()
}

// withdrawsApproved is the technique of a withdrawal that altered code lets pass.
const withdrawsApproved = "withdraw_approved"

// spendsFromServer is the technique of payments that the venue's signers sign.
const spendsFromServer = "spend_from_server"

// Takes reports whether the transfers of a step take coins from the venue; others
// move what was taken.
func (s *Step) Takes() bool {
	return s.Technique.Text == signsWithStolenKey || s.Technique.Text == withdrawsApproved || s.Technique.Text == movesHouseFunds ||
		s.Technique.Text == spendsFromServer
}

// buildServers are the hosts from which code gets into operation.
func (c *checker) buildServers() (hosts []string) {
	for i := range c.s.Venues {
		if r := c.s.Venues[i].Releases; r != nil {
			hosts = append(hosts, r.Host.Text)
		}
	}
	return hosts
}

// approvalPath checks what an attacker needs who alters the code that approves.
func (c *checker) approvalPath(k *Compromise) {
	if k.EngineLog != nil {
		c.known("log of altered code", *k.EngineLog, []string{LogLies, LogLeavesOut})
	}
	if !c.s.ApprovalPath() {
		return
	}
	builds := c.buildServers()
	for _, h := range k.Hosts {
		if slices.Contains(builds, h.Text) {
			return
		}
	}
	c.complain(c.s.Incident.Position.Pos, "position is "+yamldoc.Quoted(PositionApprovalPath)+", and compromise has no build server under hosts",
		"the host of releases in one of the venues", "")
}
