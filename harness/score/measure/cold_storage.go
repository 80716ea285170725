package measure

import (
	"time"

	"github.com/exdrill/exdrill/harness/score"
	"github.com/exdrill/exdrill/scenarios"
)

// coldMeasures are figures about cold storage that people sign for.
func coldMeasures() []measure {
	return []measure{
		{"people_who_sign_for_cold_storage", score.JoinMost, scenarios.UnitCount, "people who can sign for the asset's cold storage", coldSigners},
		{"implant_at", score.JoinFirst, scenarios.UnitTime, "when the thief changed a host on which such people build or look at what they sign", first(ImplantPlanted)},
		{"owner_changed_at", score.JoinFirst, scenarios.UnitTime, "when a block first gave a wallet of the venue's other owners, by a transaction that its own people signed", firstOf(OwnerChanged)},
		{"signing_limit_raised_at", score.JoinFirst, scenarios.UnitTime, "when the thief asked a co-signer to keep to a higher limit", first(LimitRaised)},
		{"owner_change_signers", score.JoinMost, scenarios.UnitCount, "how many people of the venue's signed the transaction that first gave its wallet other owners", ownerChangeSigners},
		{"owner_change_minutes_after_implant", score.JoinMost, scenarios.UnitCount, "whole minutes from the thief's change of a host to the block that gave a wallet other owners", between(ImplantPlanted, time.Minute, OwnerChanged)},
	}
}

func coldSigners(r *reading) score.Measured {
	if r.asset == 0 || r.Assets[r.asset-1].ColdSigning == nil {
		return score.Measured{}
	}
	return number(r.Assets[r.asset-1].ColdSigning.N)
}

func ownerChangeSigners(r *reading) score.Measured {
	changes := r.of(OwnerChanged)
	if len(changes) == 0 {
		return score.Measured{}
	}
	n := 0
	for _, o := range r.of(ColdSigned) {
		if o.ID == changes[0].ID {
			n++
		}
	}
	return number(n)
}
