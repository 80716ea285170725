// Package scenarios says what happened: one folder for each incident, whose
// name is its id, and the structs that its scenario.yaml is read into.
//
//	s, err := scenarios.Load("zaif-api-keys-2018-01")
//	if err == nil {
//		err = scenarios.Validate(s, vocabulary)
//	}
//
// Reading is strict. Whatever is wrong with a file comes back as Errors, each
// with file, line and column, what is wrong and what was expected. Every figure
// knows where it stands in the file and where it comes from: the article the
// drill set out from, other public material, arithmetic, or invention.
//
// The package imports nothing else of the module. Names of techniques,
// controls, actions and measures mean something to others, who hand their
// Vocabulary to Validate.
package scenarios
