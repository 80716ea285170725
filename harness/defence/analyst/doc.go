// Package analyst is a monitor of statistics instead of rules: it knows no threat
// by name and no sum of money by heart, and is told of no price, currency or hour.
// It is the yardstick for people who build detectors: what it finds, a detector
// should find.
//
// Everything that somebody does has features: how much he withdraws, from where,
// to whom, how often. Each is worth as many bits as it is rare, by what was seen so
// far,
//
//	-log2((k + 1) / (n + 2))
//
// where k of n were at least as extreme (the self-information of Shannon 1948, with
// Laplace's rule of succession), and the bits of one act are added up, as if
// features were independent. So a feature that everybody has weighs nothing: on
// the first day, when every address is new, newness is no news. Nothing is
// trained beforehand, and nothing is kept but what is listed here:
//
//   - Tail, a histogram of quarter octaves that forgets by halving, for the above
//   - Chart, the exponentially weighted moving average of one entity with the mean
//     deviation from it (Roberts 1959), fed with what was clipped to three
//     deviations, so that a thief cannot drag it along
//   - Hitters, the heaviest of more entities than there is room for (Space-Saving,
//     Metwally, Agrawal and El Abbadi 2005); each counts the distinct others that it
//     had to do with (linear counting, Whang, Vander-Zanden and Taylor 1990)
//   - Pairs, who was seen with whom before (Bloom 1970), in generations
//
// What is too strange to be one customer's whim is held for a while, and its owner
// can say so. Evidence adds up over the distinct accounts that an address, or
// somebody who wins in a market, had to do with, less what a bystander gives
// (a cumulative sum, Page 1954); past a limit payments are turned down, keys lose
// their rights, and winners are frozen, all that an address's keys lost to at once. A hot wallet goes to cold storage when
// strange spends are on no record of the venue's.
//
// Everything is integers, and every table has its size beforehand, so that two runs
// are the same on every machine and no flood fills the memory.
package analyst
