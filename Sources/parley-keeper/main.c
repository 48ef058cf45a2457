#define _GNU_SOURCE
#include "keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <inttypes.h>
#include <limits.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    control = 3,
    milliseconds_between_looks = 250,
    milliseconds_between_close_looks = 20,
    milliseconds_between_kills = 20,
};

static _Noreturn void refuse(const char *complaint, const char *about) {
    fprintf(stderr,
            "parley-keeper: %s%s (usage: parley-keeper --memory BYTES --processes NUMBER --grace MILLISECONDS -- "
            "/PATH/OF/COMMAND [ARGUMENT...])\n",
            complaint, about);
    exit(exit_usage);
}

static uint64_t read_number(const char *text, uint64_t least, uint64_t most) {
    char *end;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    bool is_number = text[0] >= '0' && text[0] <= '9' && *end == '\0' && errno == 0;
    if (!is_number || value < least || value > most) refuse("not a number that will do: ", text);
    return value;
}

static struct order read_order(int count, char **arguments) {
    static const struct option options[] = {
        {"memory", required_argument, NULL, 'm'},
        {"processes", required_argument, NULL, 'p'},
        {"grace", required_argument, NULL, 'g'},
        {0},
    };
    struct order order = {.grace = -1};
    opterr = 0;
    int option;
    while ((option = getopt_long(count, arguments, "+", options, NULL)) != -1) {
        switch (option) {
        case 'm': order.memory = read_number(optarg, 1, INT64_MAX); break;
        case 'p': order.processes = read_number(optarg, 1, INT_MAX); break;
        case 'g': order.grace = (int64_t)read_number(optarg, 0, INT_MAX); break;
        default: refuse("unknown option, or one without its value: ", arguments[optind - 1]);
        }
    }
    if (order.memory == 0) refuse("--memory is missing", "");
    if (order.processes == 0) refuse("--processes is missing", "");
    if (order.grace < 0) refuse("--grace is missing", "");
    order.command = arguments + optind;
    if (order.command[0] == NULL) refuse("the command is missing", "");
    if (order.command[0][0] != '/') refuse("not an absolute path: ", order.command[0]);
    return order;
}

static __attribute__((format(printf, 1, 2))) void report(const char *format, ...) {
    char line[64];
    va_list values;
    va_start(values, format);
    int length = vsnprintf(line, sizeof line, format, values);
    va_end(values);
    // A daemon that has gone, or does not read, must not keep the plugin alive.
    send(control, line, (size_t)length, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static _Noreturn void fail(void) {
    report("failed %d\n", errno);
    exit(exit_failure);
}

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

// Has the daemon's end of the control socket been closed? What it may have written is of no interest.
static bool control_has_ended(void) {
    char discarded[256];
    ssize_t length = recv(control, discarded, sizeof discarded, MSG_DONTWAIT);
    return length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR);
}

// Blocks all signals and returns the descriptor that becomes readable when a child has ended.
static int open_signals(void) {
    // Ignored, as it may have been inherited, it would have the kernel reap the children and drop their statuses.
    if (signal(SIGCHLD, SIG_DFL) == SIG_ERR) return -1;
    sigset_t signals;
    sigfillset(&signals);
    if (sigprocmask(SIG_SETMASK, &signals, NULL) < 0) return -1;
    sigemptyset(&signals);
    sigaddset(&signals, SIGCHLD);
    return signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
}

// Sleeps until then, or until a child has ended or `socket` (none if negative) has something to tell.
static void sleep_until(int64_t then, int signals, int socket) {
    struct pollfd wakers[] = {{.fd = signals, .events = POLLIN}, {.fd = socket, .events = POLLIN}};
    int64_t milliseconds = then - now();
    poll(wakers, 2, milliseconds > 0 ? (int)milliseconds : 0);
    struct signalfd_siginfo discarded;
    while (read(signals, &discarded, sizeof discarded) > 0) continue;
}

// Reaps the orphans that have ended and returns whether the plugin has. It is left unreaped, so that its number remains
// the name of its process group, and nobody else's, until that has been killed.
static bool reap_until_plugin(pid_t plugin) {
    for (;;) {
        siginfo_t child = {0};
        if (waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT) < 0 || child.si_pid == 0) return false;
        if (child.si_pid == plugin) return true;
        waitpid(child.si_pid, NULL, 0);
    }
}

// Reaps all that have ended and returns whether there are children left.
static bool reap_all(pid_t plugin, int *plugin_status) {
    for (;;) {
        int status;
        pid_t child = waitpid(-1, &status, WNOHANG);
        if (child == plugin) *plugin_status = status;
        if (child <= 0) return child == 0;
    }
}

// Returns when all is to be ended, with what was over its limit, if that is the reason.
static struct family watch(pid_t plugin, const struct order *order, int signals) {
    bool is_ending = false;
    int64_t deadline = INT64_MAX;
    int64_t next_look = now() + milliseconds_between_close_looks;
    uint64_t memory = 0;
    while (!reap_until_plugin(plugin) && now() < deadline) {
        if (!is_ending && control_has_ended()) {
            is_ending = true;
            deadline = now() + order->grace;
            kill(-plugin, SIGTERM);
            // Who is stopped would not learn of it.
            kill(-plugin, SIGCONT);
        }
        if (now() >= next_look) {
            struct family family = look_at_family(order->processes);
            if (family.processes > order->processes) return (struct family){.processes = family.processes};
            if (family.memory > order->memory) return (struct family){.memory = family.memory};
            bool is_close = family.memory > order->memory / 2 || family.memory > memory + order->memory / 10;
            memory = family.memory;
            next_look = now() + (is_close ? milliseconds_between_close_looks : milliseconds_between_looks);
        }
        sleep_until(next_look < deadline ? next_look : deadline, signals, is_ending ? -1 : control);
    }
    return (struct family){0};
}

// Returns the plugin's status when nothing is left of it. Freezing comes first, because killing alone may never end:
// what is killed makes room under the system's limits for the forks of the others. What is frozen keeps its place.
static int end_family(pid_t plugin, int signals) {
    int status = 0;
    for (;;) {
        size_t before, count = 0;
        do {
            before = count;
            count = signal_family(SIGSTOP);
        } while (count > before);
        signal_family(SIGKILL);
        if (!reap_all(plugin, &status)) return status;
        sleep_until(now() + milliseconds_between_kills, signals, -1);
    }
}

static void report_end(struct family excess, int status) {
    if (excess.memory > 0) {
        report("memory %" PRIu64 "\n", excess.memory);
    } else if (excess.processes > 0) {
        report("processes %" PRIu64 "\n", excess.processes);
    } else if (WIFSIGNALED(status)) {
        report("signalled %d\n", WTERMSIG(status));
    } else {
        report("exited %d\n", WEXITSTATUS(status));
    }
}

int main(int count, char **arguments) {
    struct order order = read_order(count, arguments);
    if (fcntl(control, F_SETFD, FD_CLOEXEC) < 0) refuse("descriptor 3 is not open; the daemon starts this program", "");
    // What else has been inherited by mistake may be the end of a pipe that others wait for.
    if (close_range(control + 1, UINT_MAX, 0) < 0) fail();
    int signals = open_signals();
    if (signals < 0 || open_family() < 0) fail();
    if (prctl(PR_SET_CHILD_SUBREAPER, 1) < 0) fail();
    // Keeps a plugin of the same user from tracing the keeper, or taking the control socket out of it.
    if (prctl(PR_SET_DUMPABLE, 0) < 0) fail();
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0) fail();

    pid_t plugin = start_plugin(&order);
    if (plugin < 0) fail();
    // The plugin's pipes end with the plugin's own processes; the numbers stay taken.
    for (int descriptor = 0; descriptor < control; descriptor++) dup2(null, descriptor);
    // Among thousands that fork, the keeper may wait seconds for its turn. Root can spare it that; others cannot.
    sched_setscheduler(0, SCHED_RR, &(struct sched_param){.sched_priority = 1});
    report("started %d\n", plugin);

    struct family excess = watch(plugin, &order, signals);
    int status = end_family(plugin, signals);
    report_end(excess, status);
    return 0;
}
