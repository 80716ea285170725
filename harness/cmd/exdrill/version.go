package main

import "runtime/debug"

// version is the engine's version as the linker sets it, empty if it did not.
var version string

// engine is exdrill's version: the linker's, or else that of the module, which
// `go install` knows.
func engine() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return "dev"
}
