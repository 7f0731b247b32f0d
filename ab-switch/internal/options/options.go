// Package options reads flags that may also come from the environment. Whatever is wrong is answered with the name of the
// flag or variable, what was given and what is allowed.
package options

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"
)

// ErrHelp says that help was asked for and printed.
var ErrHelp = flag.ErrHelp

// UsageError is a mistake in what was given.
type UsageError struct{ error }

// Unwrap is what is wrong.
func (u UsageError) Unwrap() error { return u.error }

// Mistake makes a UsageError.
func Mistake(format string, args ...any) error { return UsageError{fmt.Errorf(format, args...)} }

// Set is the options of one command.
type Set struct {
	// Usage is the first line of its help, About says what it does.
	Usage, About string
	options      []*option
}

type option struct {
	name, env, fallback, allowed, about string
	// accept takes a value or says why not; a flag that is given again is taken again.
	accept func(value string) error
	isBool bool
	given  bool
}

// Text adds an option whose value is checked by accept; the empty fallback means that there is none.
func (s *Set) Text(into *string, name, env, fallback, allowed, about string, check func(string) error) {
	s.add(name, env, fallback, allowed, about, func(v string) error {
		*into = v
		if check == nil {
			return nil
		}
		return check(v)
	})
}

// List adds an option that may be given several times, or several values separated by commas.
func (s *Set) List(into *[]string, name, env, allowed, about string, check func(string) error) {
	s.add(name, env, "", allowed, about, func(v string) error {
		for item := range strings.SplitSeq(v, ",") {
			if err := check(strings.TrimSpace(item)); err != nil {
				return err
			}
			*into = append(*into, strings.TrimSpace(item))
		}
		return nil
	})
}

// Choice adds an option that is one of some words.
func (s *Set) Choice(into *string, name, env, about string, words ...string) {
	s.Text(into, name, env, words[0], strings.Join(words, " or "), about, func(v string) error {
		for _, w := range words {
			if v == w {
				return nil
			}
		}
		return errors.New("unknown")
	})
}

// Duration adds an option between two bounds.
func (s *Set) Duration(into *time.Duration, name, env string, fallback, least, most time.Duration, about string) {
	allowed := fmt.Sprintf("times from %s to %s, such as 500ms or 5s", least, most)
	s.add(name, env, fallback.String(), allowed, about, func(v string) error {
		d, err := time.ParseDuration(v)
		if err != nil || d < least || d > most {
			return errors.New("out of range")
		}
		*into = d
		return nil
	})
}

// Bool adds an option that is on when it is given without a value.
func (s *Set) Bool(into *bool, name, env, about string) {
	o := s.add(name, env, "false", "true and false", about, func(v string) error {
		b, err := strconv.ParseBool(v)
		*into = b
		return err
	})
	o.isBool = true
}

func (s *Set) add(name, env, fallback, allowed, about string, accept func(string) error) *option {
	o := &option{name: name, env: env, fallback: fallback, allowed: allowed, about: about, accept: accept}
	s.options = append(s.options, o)
	return o
}

// value makes an option a flag.Value; its errors are ours, not the flag package's.
type value struct {
	o   *option
	bad *error
}

func (v value) String() string   { return "" }
func (v value) IsBoolFlag() bool { return v.o != nil && v.o.isBool }

func (v value) Set(text string) error {
	v.o.given = true
	if err := v.o.accept(text); err != nil && *v.bad == nil {
		*v.bad = Mistake("--%s %q: allowed are %s", v.o.name, text, v.o.allowed)
	}
	return nil
}

// Parse reads the arguments and returns what follows the flags. Help goes to out.
func (s *Set) Parse(args []string, out io.Writer) ([]string, error) {
	fs := flag.NewFlagSet("", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	var bad error
	for _, o := range s.options {
		fs.Var(value{o, &bad}, o.name, "")
	}
	if err := fs.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			s.help(out)
			return nil, ErrHelp
		}
		_ = s.complete()
		return nil, UsageError{err}
	}
	// Also after a mistake, so that a command knows where to tell of it.
	missing := s.complete()
	if bad != nil {
		return nil, bad
	}
	return fs.Args(), missing
}

// complete takes from the environment what was not given, and from the defaults what is not there either.
func (s *Set) complete() (bad error) {
	for _, o := range s.options {
		if o.given {
			continue
		}
		text, from := o.fallback, ""
		if set := os.Getenv(o.env); o.env != "" && set != "" {
			text, from = set, o.env
		}
		if text == "" {
			continue
		}
		if err := o.accept(text); err != nil && bad == nil {
			bad = Mistake("%s=%q in the environment (--%s): allowed are %s", from, text, o.name, o.allowed)
		}
	}
	return bad
}

func (s *Set) help(out io.Writer) {
	fmt.Fprintf(out, "Usage: %s\n\n%s\n", s.Usage, s.About)
	for _, o := range s.options {
		from := ""
		if o.env != "" {
			from = "; environment: " + o.env
		}
		if o.fallback != "" && !o.isBool {
			from = "; default " + o.fallback + from
		}
		fmt.Fprintf(out, "\n  --%s\n      %s\n      (%s%s)\n", o.name, o.about, o.allowed, from)
	}
}
