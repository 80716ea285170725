// Package population is everybody honest in a drill: the customers of a venue,
// their programs, the market makers, and the owners whose keys were stolen.
//
// Build draws a world from a scenario and a seed. What customers set out to do
// is drawn from a stream of each one's own and never depends on what happens,
// so it is the same in every twin of a run and each intent can be asked: met,
// late or refused? Reactions to refusals have streams of their own. Market
// makers and momentum traders react to prices and have no intents.
package population
