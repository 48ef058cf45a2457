#pragma once

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

// What the command line asks for.
struct order {
    uint64_t memory;
    uint64_t processes;
    int64_t grace;
    char **command;
};

// What all descendants of the keeper are together.
struct family {
    uint64_t memory;
    uint64_t processes;
};

enum {
    exit_usage = 64,
    exit_failure = 71,
};

// Starts the command in a session of its own. Returns its process, or -1 with the errno of what failed, be it `execve`.
pid_t start_plugin(const struct order *order);

// Finds out how families are to be found here. Returns -1 with errno if there is no way.
int open_family(void);

// Stops counting soon after `enough` processes, and does not ask for the memory of so many.
struct family look_at_family(uint64_t enough);

// Signals every descendant and returns how many there are.
size_t signal_family(int signal);
