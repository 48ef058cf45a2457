#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
    descriptor_of_failure = 3,
    raise_of_badness = 500,
    most_badness = 1000,
};

// Only ever downwards: to raise a limit is not everyone's right.
static int lower_limit(int resource, rlim_t value) {
    struct rlimit limits;
    if (getrlimit(resource, &limits) < 0) return -1;
    if (limits.rlim_cur > value) limits.rlim_cur = value;
    if (limits.rlim_max > value) limits.rlim_max = value;
    return setrlimit(resource, &limits);
}

// When the machine is out of memory, the kernel shall pick the plugin before the daemon, whatever the daemon's score.
// Where that cannot be said, it is no reason not to start.
static void offer_to_the_kernel(void) {
    // A process that is not dumpable, as the keeper and so its child, cannot write even to its own files in /proc.
    prctl(PR_SET_DUMPABLE, 1);
    int file = open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    char text[16] = "";
    int badness;
    if (read(file, text, sizeof text - 1) > 0 && sscanf(text, "%d", &badness) == 1) {
        badness += raise_of_badness;
        dprintf(file, "%d", badness < most_badness ? badness : most_badness);
    }
    close(file);
}

static void reset_signals(void) {
    // The few that are not to be set (SIGKILL, SIGSTOP, the C library's own) are at their default anyway.
    const struct sigaction by_default = {.sa_handler = SIG_DFL};
    for (int number = 1; number < NSIG; number++) sigaction(number, &by_default, NULL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

// Returns only when something failed, with errno.
static void become_plugin(const struct order *order, pid_t keeper) {
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) return;
    // A keeper that died before this call sends no signal any more.
    if (getppid() != keeper) _exit(exit_failure);
    if (setsid() < 0) return;
    offer_to_the_kernel();
    if (lower_limit(RLIMIT_CORE, 0) < 0) return;
    // The backstop for what allocates faster than the watch looks. Not RLIMIT_AS: many runtimes reserve far more
    // address space than they will ever use, and what is only reserved (PROT_NONE) does not count as data. Twice the
    // memory, because what is writable and never touched, as most of a thread's stack, does count.
    if (lower_limit(RLIMIT_DATA, order->memory * 2) < 0) return;
    reset_signals();
    if (close_range(descriptor_of_failure + 1, UINT_MAX, 0) < 0) return;
    execve(order->command[0], order->command, environ);
}

static _Noreturn void run_plugin(const struct order *order, pid_t keeper, int failure) {
    // In the place of the control socket, which is none of the plugin's business.
    if (dup3(failure, descriptor_of_failure, O_CLOEXEC) < 0) _exit(exit_failure);
    become_plugin(order, keeper);
    int reason = errno;
    ssize_t told = write(descriptor_of_failure, &reason, sizeof reason);
    _exit(told == sizeof reason ? 0 : exit_failure);
}

pid_t start_plugin(const struct order *order) {
    int failure[2];
    if (pipe2(failure, O_CLOEXEC) < 0) return -1;
    pid_t keeper = getpid();
    pid_t plugin = fork();
    if (plugin < 0) return -1;
    if (plugin == 0) run_plugin(order, keeper, failure[1]);
    close(failure[1]);
    int reason;
    ssize_t length = read(failure[0], &reason, sizeof reason);
    close(failure[0]);
    // A successful `execve` has closed the pipe without a word.
    if (length != sizeof reason) return plugin;
    waitpid(plugin, NULL, 0);
    errno = reason;
    return -1;
}
