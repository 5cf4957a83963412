// Help, and what is said about a call that is not understood, in German.
#pragma once

#include <absl/status/status.h>

#include <CLI/CLI.hpp>
#include <string>

namespace amtslotse::cli {

// The exit code of a call with a missing, unknown or wrong argument. Nothing was done.
inline constexpr int kWrongCall = 2;

// For every command of `app`; before they are added.
void SpeakGerman(CLI::App& app);
// For a command that was added, which begins with CLI11's own words.
void SpeakGermanToo(CLI::App& command);

// After all commands were added. An option does not take the next one for its value ("--into --keep-days 3").
void ExpectValues(CLI::App& app);

// Says what is wrong with the call on standard error, and where help is; returns the exit code. --help is no mistake.
int Refuse(const CLI::App& app, const CLI::ParseError& error);

// What only a command itself can see of its arguments (one of two is needed …): Refuse says it like the others.
absl::Status WrongCall(const std::string& message);
bool IsWrongCall(const absl::Status& status);
int Refuse(const CLI::App& app, const absl::Status& wrong_call);

}  // namespace amtslotse::cli
