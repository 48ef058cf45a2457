#!/usr/bin/env python3
"""A plugin on the standard library that misbehaves as its first argument says, for tests."""
import json, os, signal, socket, subprocess, sys, time

how = sys.argv[1]
out = os.fdopen(os.dup(1), "wb", buffering=0)
source = sys.stdin.buffer


def send(message):
    out.write(json.dumps(message).encode() + b"\n")


def result(identifier, value):
    send({"jsonrpc": "2.0", "id": identifier, "result": value})


def answer(text):
    return {"analyzer": "", "title": "", "status": "complete", "workspace": "small", "revision": 1, "summary": text}


def spin():
    while True:
        pass


def stubborn_child():
    """A grandchild in a session of its own that ignores whatever can be ignored."""
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in range(1, 65):
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            while True:
                time.sleep(1)
        os._exit(0)


def work(identifier):
    if how == "dies":
        print("about to die", file=sys.stderr, flush=True)
        os._exit(3)
    elif how == "signal":
        os.kill(os.getpid(), signal.SIGKILL)
    elif how == "spins":
        spin()
    elif how == "slow":
        time.sleep(3600)
    elif how == "allocates":
        kept = []
        while True:
            kept.append(bytearray(b"x" * (8 << 20)))
    elif how == "endless":
        while True:
            out.write(b"x" * (1 << 16))
    elif how == "invalid":
        out.write(b'{"jsonrpc":"2.0","id":%d,"result":{"summary": nonsense}}\n' % identifier)
    elif how == "shapeless":
        result(identifier, {"summary": 3})
    elif how == "twice":
        result(identifier, answer("the first answer"))
        result(identifier, answer("the second answer"))
    elif how == "noisy":
        for number in range(50):
            out.write(b"progress: %d percent done\n" % number)
        result(identifier, answer("an answer among noise"))
    elif how == "forks":
        stubborn_child()
        result(identifier, answer("forked"))
    elif how == "crowd":
        for _ in range(200):
            subprocess.Popen(["/bin/sleep", "3600"])
        time.sleep(3600)
    elif how == "network":
        try:
            socket.create_connection(("127.0.0.1", int(sys.argv[2])), timeout=2)
            result(identifier, answer("connected"))
        except OSError as error:
            result(identifier, answer(f"refused: {error}"))
    elif how == "journal":
        seen = []
        for folder, _, names in os.walk(sys.argv[2]):
            seen += [os.path.join(folder, name) for name in names]
        result(identifier, answer(f"saw {len(seen)} files"))
    elif how == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        result(identifier, answer("ignores the request to end"))
    else:
        result(identifier, answer("well"))


if how == "silent":
    time.sleep(3600)
if how == "dies-at-start":
    print("cannot start", file=sys.stderr, flush=True)
    sys.exit(7)
for line in source:
    message = json.loads(line)
    method, identifier = message.get("method"), message.get("id")
    if method == "initialize":
        name = message["params"]["plugin"]
        parameters = {"id": f"{name}.run", "title": "Runs", "summary": "Runs.", "subject": "workspace"}
        result(identifier, {"protocol": 2 if how == "other-protocol" else 1, "id": name, "analyzers": [parameters]})
    elif method == "analyze":
        work(identifier)
    elif method == "shutdown":
        result(identifier, True)
        if how == "deaf":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            time.sleep(3600)
        break
    elif identifier is not None:
        send({"jsonrpc": "2.0", "id": identifier, "error": {"code": -32601, "message": "unknown"}})
