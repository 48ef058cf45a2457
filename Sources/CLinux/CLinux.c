#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
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

int clinux_lock(int descriptor) { return flock(descriptor, LOCK_EX | LOCK_NB); }
