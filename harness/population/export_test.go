package population

import "github.com/exdrill/exdrill/harness/population/model"

// Onward is who passes which of his deposits on.
func Onward(p *Population) []model.Onward { return p.model.Onward }
