// Package chart draws the few kinds of charts that reports need, as SVG: curves
// over time, lanes of events, areas, price bands, bars, dots with intervals.
// A chart carries no colours of its own but class names, so that the page
// decides, in light and in dark; texts stay in the size that they are read in,
// because every chart is drawn once for each width of a page.
package chart
