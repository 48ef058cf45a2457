#define _GNU_SOURCE
#include "keeper.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Nothing here is allocated: the keeper must not fail for want of memory just when a plugin has taken it. Pages never
// touched cost nothing. What finds no room is found later, when others have gone.
enum { room = 65536 };

struct kinship {
    pid_t process;
    pid_t parent;
};

static int proc;
static bool kernel_lists_children;

// The descendants found so far, which is also the queue of those whose own children are to be found next.
static pid_t found[room];
static size_t found_count;
static int signal_for_found;

// For kernels that do not list children: every process there is.
static struct kinship everyone[room];
static size_t everyone_count;

static void add(pid_t process) {
    // To signal 0 or -1 would be to signal the keeper's own group, or everyone.
    if (process <= 1) return;
    // When a thread ends, its children pass to another of the same process, and one walk may meet them with both.
    // Counted twice, they could cost the plugin its life.
    for (size_t index = 0; index < found_count; index++) {
        if (found[index] == process) return;
    }
    if (found_count == room) return;
    found[found_count++] = process;
    if (signal_for_found == 0) return;
    // At once, not after the walk: the longer a number is held, the likelier it is somebody else's. First the group it
    // may lead: that is one step for the kernel, which a process that is just forking cannot slip through. Nobody else
    // can be in that group, as groups are within sessions, and sessions of descendants are begun by descendants.
    kill(-process, signal_for_found);
    kill(process, signal_for_found);
}

// Returns the length of what was read and terminated, 0 if the process has gone.
static size_t read_file(const char *path, char *text, size_t size) {
    int file = openat(proc, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    ssize_t length = read(file, text, size - 1);
    close(file);
    if (length < 0) length = 0;
    text[length] = '\0';
    return (size_t)length;
}

// Visits the numbers among the names in a directory. Not by `readdir`, which allocates.
static void for_each_number(const char *directory, void (*visit)(pid_t number, pid_t context), pid_t context) {
    static _Alignas(struct dirent64) char entries[16384];
    int file = openat(proc, directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (file < 0) return;
    ssize_t length;
    while ((length = getdents64(file, entries, sizeof entries)) > 0) {
        for (ssize_t offset = 0; offset < length;) {
            const struct dirent64 *entry = (const struct dirent64 *)(entries + offset);
            pid_t number = atoi(entry->d_name);
            if (number > 0) visit(number, context);
            offset += entry->d_reclen;
        }
    }
    close(file);
}

// The list may be longer than what one read returns, and a number may lie across its end.
static void add_children_of_thread(pid_t thread, pid_t process) {
    char path[64], text[4096];
    snprintf(path, sizeof path, "%d/task/%d/children", process, thread);
    int file = openat(proc, path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return;
    pid_t child = 0;
    ssize_t length;
    while ((length = read(file, text, sizeof text)) > 0) {
        for (ssize_t index = 0; index < length; index++) {
            if (text[index] != ' ') {
                child = child * 10 + (text[index] - '0');
            } else {
                add(child);
                child = 0;
            }
        }
    }
    close(file);
}

static void add_listed_children(pid_t process) {
    char path[32];
    snprintf(path, sizeof path, "%d/task", process);
    for_each_number(path, add_children_of_thread, process);
}

// The parent stands behind the name, which is in parentheses and may itself contain some.
static void note_parent(pid_t process, pid_t unused) {
    (void)unused;
    char path[32], text[512];
    snprintf(path, sizeof path, "%d/stat", process);
    if (everyone_count == room || read_file(path, text, sizeof text) == 0) return;
    const char *end_of_name = strrchr(text, ')');
    pid_t parent;
    if (end_of_name == NULL || sscanf(end_of_name, ") %*c %d", &parent) != 1) return;
    everyone[everyone_count++] = (struct kinship){.process = process, .parent = parent};
}

static void add_noted_children(pid_t process) {
    for (size_t index = 0; index < everyone_count; index++) {
        if (everyone[index].parent == process) add(everyone[index].process);
    }
}

static void find_family(int signal, uint64_t enough) {
    void (*add_children)(pid_t process) = kernel_lists_children ? add_listed_children : add_noted_children;
    found_count = 0;
    signal_for_found = signal;
    everyone_count = 0;
    if (!kernel_lists_children) for_each_number(".", note_parent, 0);
    add_children(getpid());
    for (size_t index = 0; index < found_count && found_count <= enough; index++) add_children(found[index]);
}

int open_family(void) {
    proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (proc < 0) return -1;
    char self[16] = "";
    if (readlinkat(proc, "self", self, sizeof self - 1) < 0) return -1;
    // In the /proc of another process namespace the numbers are those of strangers, who would be killed.
    if (atoi(self) != getpid()) {
        errno = ENOTSUP;
        return -1;
    }
    kernel_lists_children = faccessat(proc, "thread-self/children", R_OK, 0) == 0;
    return 0;
}

struct family look_at_family(uint64_t enough) {
    find_family(0, enough);
    struct family family = {.processes = found_count};
    // A fork bomb leaves the keeper little time, which is not to be spent on what does not matter any more.
    if (found_count > enough) return family;
    for (size_t index = 0; index < found_count; index++) {
        char path[32], text[128];
        long resident, shared;
        snprintf(path, sizeof path, "%d/statm", found[index]);
        if (read_file(path, text, sizeof text) == 0) continue;
        if (sscanf(text, "%*d %ld %ld", &resident, &shared) != 2 || resident < shared) continue;
        family.memory += (uint64_t)(resident - shared) * (uint64_t)sysconf(_SC_PAGESIZE);
    }
    return family;
}

size_t signal_family(int signal) {
    find_family(signal, room);
    return found_count;
}
