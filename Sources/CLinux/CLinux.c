#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

const int clinux_socket_path_limit = sizeof(((struct sockaddr_un *)0)->sun_path) - 1;

static int address_of(const char *path, struct sockaddr_un *address) {
    size_t length = strlen(path);
    if (length > (size_t)clinux_socket_path_limit) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    memcpy(address->sun_path, path, length);
    return 0;
}

static int new_socket(void) { return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0); }

// `close` may set errno; what is reported is why the socket was of no use.
static int give_up(int descriptor) {
    int reason = errno;
    close(descriptor);
    errno = reason;
    return -1;
}

int clinux_bind_socket(const char *path) {
    struct sockaddr_un address;
    if (address_of(path, &address) < 0) return -1;
    int descriptor = new_socket();
    if (descriptor < 0) return -1;
    if (fchmod(descriptor, S_IRUSR | S_IWUSR) < 0) return give_up(descriptor);
    if (bind(descriptor, (const struct sockaddr *)&address, sizeof address) < 0) return give_up(descriptor);
    return descriptor;
}

int clinux_connect_socket(const char *path) {
    struct sockaddr_un address;
    if (address_of(path, &address) < 0) return -1;
    int descriptor = new_socket();
    if (descriptor < 0) return -1;
    if (connect(descriptor, (const struct sockaddr *)&address, sizeof address) < 0) return give_up(descriptor);
    return descriptor;
}

int clinux_peer(int descriptor, pid_t *process, uid_t *user, gid_t *group) {
    struct ucred credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &length) < 0) return -1;
    *process = credentials.pid;
    *user = credentials.uid;
    *group = credentials.gid;
    return 0;
}

int clinux_listening_path(int descriptor, char *path, size_t size) {
    struct sockaddr_un address;
    socklen_t length = sizeof address;
    int listens = 0, type = 0;
    socklen_t flag = sizeof(int);
    if (getsockname(descriptor, (struct sockaddr *)&address, &length) < 0) return -1;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &flag) < 0) return -1;
    flag = sizeof(int);
    if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &flag) < 0) return -1;
    size_t count = length > offsetof(struct sockaddr_un, sun_path) ? length - offsetof(struct sockaddr_un, sun_path) : 0;
    // An abstract name begins with a zero; a path may lack the one at its end.
    if (address.sun_family != AF_UNIX || type != SOCK_STREAM || !listens || count == 0 || address.sun_path[0] == 0) {
        errno = ENOTSOCK;
        return -1;
    }
    count = strnlen(address.sun_path, count);
    if (count >= size) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(path, address.sun_path, count);
    path[count] = 0;
    return 0;
}

int clinux_notify(const char *path, const char *text) {
    struct sockaddr_un address;
    if (address_of(path, &address) < 0) return -1;
    size_t length = strlen(path);
    // An abstract name: its `@` stands for a zero.
    if (path[0] == '@') address.sun_path[0] = 0;
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -1;
    socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length + (path[0] != '@'));
    if (sendto(descriptor, text, strlen(text), MSG_NOSIGNAL, (const struct sockaddr *)&address, size) < 0) return give_up(descriptor);
    close(descriptor);
    return 0;
}

int clinux_keep_free_memory(int bytes) { return mallopt(M_TRIM_THRESHOLD, bytes) == 1 ? 0 : -1; }

int clinux_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }

int clinux_spawn(const char *path, char *const arguments[], char *const environment[], const char *directory,
                 const int *descriptors, int count, pid_t *process) {
    enum { most = 8 };
    int copies[most];
    int copied = 0;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t signals;
    int code = count > most ? EINVAL : posix_spawn_file_actions_init(&actions);
    if (code != 0) {
        errno = code;
        return -1;
    }
    posix_spawnattr_init(&attributes);

    // Copies with high numbers: a descriptor might have the very number that another is to get.
    for (; code == 0 && copied < count; copied++) {
        copies[copied] = fcntl(descriptors[copied], F_DUPFD_CLOEXEC, 2 * most);
        if (copies[copied] < 0) {
            code = errno;
            break;
        }
        code = posix_spawn_file_actions_adddup2(&actions, copies[copied], copied);
    }
    if (code == 0) code = posix_spawn_file_actions_addclosefrom_np(&actions, count);
    if (code == 0) code = posix_spawn_file_actions_addchdir_np(&actions, directory);

    sigfillset(&signals);
    posix_spawnattr_setsigdefault(&attributes, &signals);
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    if (code == 0) code = posix_spawn(process, path, &actions, &attributes, arguments, environment);

    while (copied > 0) close(copies[--copied]);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    errno = code;
    return code == 0 ? 0 : -1;
}
