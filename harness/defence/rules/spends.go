package rules

import _ "embed"

//go:embed spends.yml
var spends string

// Spends are Sigma rules that hold what the node reports of spends against the
// venue's own records, for documents. They fire whenever a record comes late.
func Spends() string { return spends }
