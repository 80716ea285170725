// Package runs is the run store of benchmarks: scored runs in one SQLite file,
// each under a key that says all that determined it, so that no run is ever
// made twice and none is mistaken for another.
//
// The table runs has one row a run. Money is an integer in base units of the
// row's currency, scores are hundredths of a point, shares parts per million,
// times virtual nanoseconds. Seeds are texts, because they use all 64 bits.
//
//	key                SHA-256 of everything that determines the run
//	scenario, scenario_version, scenario_digest
//	defence, defence_version, defence_digest
//	seed, salt, scale, variation, lab, adaptation
//	engine, tariff, attack_edition, aadapt_edition
//	attack             1 if a thief came, 0 for a control run
//	score, standing, response      whole defence, posture alone, monitor alone
//	loss, undefended, harm, closed_day, currency, decimals
//	availability, passed, detected_after (null if never)
//	failure            why the defence ended the run; empty if it did not
//	wall_ms, commands
//	adoption           of voluntary controls, times the scenario's; 0 for as many
//	result             the run's JSON as `exdrill run --format json` prints it
//
// PRAGMA user_version is the version of the schema.
package runs
