package score

import (
	_ "embed" // the schema travels in the binary
	"slices"
)

// Schema names the form of a Result.
const Schema = "exdrill.result/v1"

//go:embed result.schema.json
var resultSchema []byte

// ResultSchema is the JSON Schema (draft 2020-12) that every Result obeys.
func ResultSchema() []byte { return slices.Clone(resultSchema) }
