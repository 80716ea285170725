package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/exdrill/exdrill/scenarios/yamldoc"
)

// one is the rule of a command that takes exactly one argument.
func one(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return fmt.Errorf("%s: %s is missing; %s --help shows examples", c.CommandPath(), what, c.CommandPath())
		case len(args) > 1:
			return tooMany(c, args[1])
		}
		return nil
	}
}

// none is the rule of a command that takes no argument.
func none(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return tooMany(c, args[0])
	}
	return nil
}

// atMostOne is the rule of a command whose argument may be left out.
func atMostOne(c *cobra.Command, args []string) error {
	if len(args) > 1 {
		return tooMany(c, args[1])
	}
	return nil
}

// some is the rule of a command that takes one argument or more.
func some(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) == 0 {
			return one(what)(c, args)
		}
		return nil
	}
}

// knownCommand checks the first word of a command line, and what help is asked
// for. A shell that completes one asks by a command that nobody types.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd) {
		return nil
	}
	if len(args) > 1 && args[0] == "help" {
		return knownCommand(root, args[1:])
	}
	if _, _, err := root.Find(args); err == nil {
		return nil
	}
	var names []string
	for _, c := range root.Commands() {
		if c.IsAvailableCommand() {
			names = append(names, c.Name())
		}
	}
	for _, word := range args {
		if !strings.HasPrefix(word, "-") {
			return yamldoc.CheckWord("unknown command", word, names)
		}
	}
	return nil
}

func tooMany(c *cobra.Command, first string) error {
	return fmt.Errorf("%s: %q is one word too many; %s --help shows examples", c.CommandPath(), first, c.CommandPath())
}

// wrongFlag says what is wrong with a flag in the words of other errors.
func wrongFlag(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && len(unknown.GetSpecifiedName()) > 1:
		return unknownFlag(c, unknown.GetSpecifiedName())
	case errors.As(err, &invalid):
		f := invalid.GetFlag()
		return fmt.Errorf("--%s %q, expected %s", f.Name, invalid.GetValue(), expected(f))
	}
	return fmt.Errorf("%s: %w; %s --help lists the flags", c.CommandPath(), err, c.CommandPath())
}

func unknownFlag(c *cobra.Command, name string) error {
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
	if near := yamldoc.Nearest(name, names); near != "" {
		return fmt.Errorf("unknown flag --%s, did you mean --%s?", name, near)
	}
	return fmt.Errorf("unknown flag --%s, expected one of --%s", name, strings.Join(names, ", --"))
}

// expected is what a flag takes.
func expected(f *pflag.Flag) string {
	if choice, ok := f.Value.(*choiceFlag); ok {
		return "one of " + strings.Join(choice.allowed, ", ")
	}
	switch f.Value.Type() {
	case "uint64":
		return "a whole number, 0 or more"
	case "float64":
		return "a number such as 0.5 or 2"
	case "int":
		return "a whole number"
	case "duration":
		return "a time such as 90s, 5m or 1h"
	case "bool":
		return "true or false"
	}
	return "another value"
}

// nameList splits a flag's list of names, each of which may be there once; an
// empty list means the usual ones, if there are any.
func nameList(flag, list string, usual []string) (names []string, err error) {
	if strings.TrimSpace(list) == "" && usual != nil {
		return usual, nil
	}
	for _, name := range strings.Split(list, ",") {
		name = strings.TrimSpace(name)
		if name == "" {
			return nil, fmt.Errorf("%s %q names nothing in one place, expected names, separated by commas", flag, list)
		}
		if slices.Contains(names, name) {
			return nil, fmt.Errorf("%s %q names %s twice", flag, list, name)
		}
		names = append(names, name)
	}
	return names, nil
}
