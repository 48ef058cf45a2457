"""What the parts of Scripts/bench share: a daemon on a state directory of its own, connections to it, and reckoning."""
import json, os, shutil, signal, socket, subprocess, sys, tempfile, time


def milliseconds(action):
    start = time.perf_counter()
    action()
    return (time.perf_counter() - start) * 1000


def percentile(samples, share):
    """The least sample that so large a share of them does not pass."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class Failed(Exception):
    """The daemon answered with an error, or not in time."""


class Client:
    """A connection that stays open, so that only the daemon's own time is measured."""

    patience = 120  # seconds

    def __init__(self, path):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(self.patience)
        self.socket.connect(path)
        self.lines = self.socket.makefile("rb")
        self.last = 0

    def send(self, method, **params):
        """Asks, and leaves the answer for `read`."""
        self.last += 1
        self.write({"jsonrpc": "2.0", "id": self.last, "method": method, "params": params})

    def cancel(self):
        """Takes the last question back."""
        self.write({"jsonrpc": "2.0", "method": "$/cancel", "params": {"id": self.last}})

    def write(self, message):
        try:
            self.socket.sendall(json.dumps(message).encode() + b"\n")
        except OSError as error:
            raise Failed(f"the daemon does not listen: {error}") from None

    def read(self):
        """The answer as it came: reading it is the asker's affair."""
        try:
            return self.lines.readline()
        except TimeoutError:
            raise Failed(f"no answer within {self.patience} s") from None
        except OSError as error:
            raise Failed(f"the daemon hung up: {error}") from None

    def ask(self, method, **params):
        self.send(method, **params)
        return self.read()

    def answer(self):
        line = self.read()
        if not line:
            raise Failed("the daemon hung up")
        return json.loads(line)

    def call(self, method, **params):
        self.send(method, **params)
        answer = self.answer()
        if "error" in answer:
            raise Failed(f"{method}: {answer['error']['message']}")
        return answer["result"]

    def close(self):
        self.lines.close()
        self.socket.close()


class Daemon:
    """A daemon that is ended, and its folder removed, however the block ends that it is used in."""

    binaries = None

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="parley-bench-")
        self.socket = os.path.join(self.folder, "parley.sock")
        self.process = None
        self.clients = []
        self.environment = dict(os.environ, PARLEY_STATE=self.folder, PARLEY_SOCKET=self.socket, PARLEY_LOG="warning", XDG_DATA_HOME=self.folder)
        for name in ("PARLEY_CONFIG", "PARLEY_WORKSPACE"):
            self.environment.pop(name, None)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def stop(self):
        """Ends it, and leaves its folder for the next start."""
        for client in self.clients:
            client.close()
        self.clients = []
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                print("bench: the daemon did not end within 10 s and is killed", file=sys.stderr)
                self.process.kill()
                self.process.wait()

    def start(self, *arguments):
        """Launches it, and returns when it has answered."""
        self.process = subprocess.Popen([os.path.join(self.binaries, "parleyd"), *arguments], env=self.environment)
        while True:
            try:
                return self.client().call("rpc.discover")
            except OSError:
                if self.process.poll() is not None:
                    raise Failed("the daemon did not start")
                time.sleep(0.0005)

    def client(self):
        client = Client(self.socket)
        self.clients.append(client)
        return client

    def resident(self):
        """Megabytes now."""
        with open(f"/proc/{self.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6

    def peak(self):
        """The most megabytes that it has had."""
        with open(f"/proc/{self.process.pid}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) * 1024 / 1e6


def files(folder):
    return [
        {"path": name, "text": open(os.path.join(folder, name), encoding="utf-8").read()}
        for name in sorted(os.listdir(folder)) if name.endswith(".yaml")
    ]
