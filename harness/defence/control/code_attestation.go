package control

import (
	"time"

	"github.com/exdrill/exdrill/harness/defence/param"
	"github.com/exdrill/exdrill/mockexchange"
	"github.com/exdrill/exdrill/mockexchange/custody"
	"github.com/exdrill/exdrill/mockexchange/reject"
)

// CodeAttestation compares the digest of the risk engine that runs, as its host
// attests it, with the digest of what was reviewed and built once more elsewhere.
// Whoever holds the build server has the one, and not the other.
//
// It is not free. A release is in operation before its second build is done, and
// what is mended in a hurry is reviewed hours later: until then the two differ as
// they would for a thief.
type CodeAttestation struct {
	Every time.Duration // above 0
	Look  time.Duration // above 0; until somebody has looked at a difference
	Stop  bool          // nothing is paid out until then
}

// Info describes the control.
func (CodeAttestation) Info() Info {
	return Info{
		ID: reject.CodeAttestation, Name: "code_attestation",
		Summary: "the digest of the risk engine that runs is compared with that of what was reviewed, and somebody looks where they differ",
		Stops:   "a thief who has rewritten the risk engine, by as much as is asked of him until the next comparison and paid until somebody has looked",
		Costs: "two hours of staff for every release that is compared before it is built a second time (synthetic, 1 to 8); with stop, " +
			"withdrawals of all coins wait meanwhile. It is worth as much as whoever looks: where most differences are nothing he waves one through now and then",
		Parameters: []Parameter{
			{
				Name: "every", Type: "duration", Default: "1h", Range: "1m or more",
				Real: "never at BigONE; nobody publishes how often running code is measured, so the default is synthetic", Source: "S124",
			},
			{
				Name: "look", Type: "duration", Default: "45m", Range: "10m to 24h",
				Real: "a page is answered within minutes, and a difference read in less than an hour; 10 minutes to 4 hours, synthetic", Source: "S173",
			},
			{
				Name: "stop", Type: "flag", Default: "true", Range: "true or false",
				Real: "what the risk engine had approved was signed without another question", Source: "S124",
			},
		},
		WouldHaveChanged: []string{
			"BigONE, July 2025: the rewritten code would have been noticed within the hour, and what it had approved by then would have waited (S124)",
		},
	}
}

// Parse reads every, look and stop.
func (CodeAttestation) Parse(p *param.Values) Control {
	return CodeAttestation{Every: p.DurationFrom("every", quickest), Look: p.DurationBetween("look", 10*time.Minute, 24*time.Hour), Stop: p.Flag("stop")}
}

// Apply puts the comparison in force.
func (c CodeAttestation) Apply(s *mockexchange.Settings) {
	s.Custody.CodeAttestation = custody.CodeAttestation{On: true, Every: int64(c.Every), Look: int64(c.Look), Stop: c.Stop}
}
