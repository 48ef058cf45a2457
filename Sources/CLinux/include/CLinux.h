// What Swift cannot see of Linux: macros, feature-guarded structures and addresses of Unix sockets.
//
// Every function answers -1 with `errno` set when it fails, like the calls that it wraps.

#ifndef CLINUX_H
#define CLINUX_H

#include <sys/types.h>

/// The longest path, in bytes, that fits the address of a Unix socket (the kernel's 108 less the closing zero).
extern const int clinux_socket_path_limit;

/// A stream socket bound to `path`, close-on-exec and non-blocking, not yet listening.
///
/// The file has mode 0600 from the moment it exists: Linux takes the mode of the socket itself for the file, so setting
/// that before `bind` needs no umask, which would be the whole process's.
int clinux_bind_socket(const char *path);

/// A stream socket connected to `path`, close-on-exec and non-blocking. `EAGAIN` means that the queue of the listener is
/// full, `ECONNREFUSED` that nobody listens.
int clinux_connect_socket(const char *path);

/// Who is at the other end of a connected Unix socket (SO_PEERCRED): as of when it connected.
int clinux_peer(int descriptor, pid_t *process, uid_t *user, gid_t *group);

/// The path at which a Unix stream socket listens; `ENOTSOCK` when the descriptor is no such socket, or has no path.
int clinux_listening_path(int descriptor, char *path, size_t size);

/// Sends a datagram to the socket at `path`, whose leading `@` stands for the zero of an abstract name. Does not wait.
int clinux_notify(const char *path, const char *text);

/// From now on this process keeps at most about so much free memory at the end of each of its heaps; the rest goes back to
/// the system. Left alone, glibc keeps the more the larger the blocks were that were freed before.
int clinux_keep_free_memory(int bytes);

/// Takes an exclusive `flock` without waiting: `EWOULDBLOCK` when somebody else holds one. It lasts until every copy of
/// the open file is closed.
int clinux_lock(int descriptor);

/// Starts the program at `path` in a session and a `directory` of its own, with signals as at the start of a program, and
/// with no descriptors but the `count` given ones, which become 0, 1, … there. Answers 0 and the new process, or -1.
///
/// Spawned rather than forked: nothing of this process, however large, is copied, and no handler of a fork runs.
int clinux_spawn(const char *path, char *const arguments[], char *const environment[], const char *directory,
                 const int *descriptors, int count, pid_t *process);

#endif
