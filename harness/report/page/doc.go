// Package page writes reports as one HTML file each, for people: a run, or a
// whole run store. The file works offline, asks for nothing from anywhere, needs
// no scripts and prints well; its charts are drawn by package chart.
package page
