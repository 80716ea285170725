package population

import "github.com/exdrill/exdrill/harness/population/model"

// Onward is who passes which of his deposits on.
func Onward(p *Population) []model.Onward { return p.model.Onward }

// Groups are what the members of each group have in common.
func Groups(p *Population) []model.Group { return p.model.Groups }
