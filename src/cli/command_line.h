#pragma once

namespace cli {

// The program `dovetail`: reads the command line, runs the command that it names, and gives the exit code: 0,
// 1 when the command failed, 2 when the command line is wrong. What goes wrong is said on standard error,
// with what to do about it.
int run(int argc, char** argv);

}  // namespace cli
