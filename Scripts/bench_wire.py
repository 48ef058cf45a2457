"""What Scripts/bench measures of the daemon under load: many small requests, small ones beside searches, taking questions back,
memory, and how soon it ends."""
import json, multiprocessing, os, random, select, shutil, socket, statistics, tempfile, time

import bench_solver
from bench_tools import Daemon, Failed, files, milliseconds, percentile

#: Small requests: they change and compute nothing, and their answers are short.
SMALL = [
    ("workspace.list", {}),
    ("record.list", {"workspace": "us-russia-summit", "limit": 1}),
    ("events.unsubscribe", {}),
]
CONNECTIONS, PROCESSES = 32, 2
RATE = 10_000  # requests a second, over all connections
WARM, LONG = 5, 60  # seconds


def generate(path, connections, rate, seconds, results):
    """Sends requests when they are due, whatever has been answered, and puts what was measured into `results`.

    A request counts from when it was due, so that neither a daemon nor a generator that falls behind hides it. Lines are made
    beforehand but for their numbers, and of an answer only the number is read, so that this program takes little of the machine.
    """
    lines = [
        json.dumps({"jsonrpc": "2.0", "method": method, "params": params}, separators=(",", ":")).encode()[:-1] + b',"id":%d}\n'
        for method, params in SMALL
    ]
    poll = select.epoll()
    ends, by_number = [], {}
    for _ in range(connections):
        end = socket.socket(socket.AF_UNIX)
        end.connect(path)
        poll.register(end, select.EPOLLIN)
        # The socket, the beginning of a line, and when each of its requests was due.
        by_number[end.fileno()] = entry = [end, b"", []]
        ends.append(entry)
    total, sent, late, times = int(rate * seconds), 0, 0, []
    head = b'{"jsonrpc":"2.0","id":'
    began = time.perf_counter() + 0.1
    while len(times) < total:
        now = time.perf_counter()
        due = min(total, int((now - began) * rate) + 1) if now >= began else 0
        while sent < due:
            moment = began + sent / rate
            late = max(late, now - moment)
            end, _, moments = ends[sent % connections]
            end.sendall(lines[sent % len(lines)] % len(moments))
            moments.append(moment)
            sent += 1
        wait = began + sent / rate - time.perf_counter() if sent < total else 1
        for number, _ in poll.poll(max(wait, 0.0002)):
            entry = by_number[number]
            data = entry[0].recv(1 << 20)
            now = time.perf_counter()
            if not data:
                raise Failed("the daemon hung up")
            *answers, entry[1] = (entry[1] + data).split(b"\n")
            for answer in answers:
                if not answer.startswith(head) or b'"error":' in answer[:60]:
                    raise Failed(f"the daemon answered {answer[:200]!r}")
                times.append(now - entry[2][int(answer[len(head):answer.index(b",", len(head))])])
    results.put((times, late))


def load(path, seconds):
    """Milliseconds that each of the small requests took, and by how much one was sent late at most."""
    results = multiprocessing.Queue()
    arguments = (path, CONNECTIONS // PROCESSES, RATE / PROCESSES, seconds, results)
    processes = [multiprocessing.Process(target=generate, args=arguments) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    times, late = [], 0
    for _ in processes:
        try:
            part, most = results.get(timeout=seconds + 60)
        except Exception:
            for process in processes:
                process.kill()
            raise Failed(f"{RATE} requests a second were not answered in time") from None
        times += [1000 * moment for moment in part]
        late = max(late, 1000 * most)
    for process in processes:
        process.join()
    return times, late


class Table:
    def __init__(self):
        self.missed = 0
        print(f"{'under load':60}{'median':>9}{'p99':>9}{'most':>9}      {'target':>10}", flush=True)

    def row(self, title, samples, target, share=0.99, remark=""):
        """One line; `share` says of how many samples the target is promised."""
        over = target is not None and percentile(samples, share) >= target
        self.missed += over
        shown = "" if target is None else f"{'!' if over else '<'} {target}"
        print(
            f"{title:60}{statistics.median(samples):9.2f}{percentile(samples, 0.99):9.2f}{max(samples):9.2f} ms   {shown:>10}  {remark}",
            flush=True)

    def memory(self, title, before, after, target):
        """Megabytes before and after, and how many more the latter may be."""
        over = after - before >= target
        self.missed += over
        shown = f"{'!' if over else '<'} +{target}"
        print(f"{title:60}{before:9.1f}{after:9.1f}{after - before:+9.1f} MB   {shown:>10}", flush=True)


def measure(runs):
    """Prints the table; returns how many targets were missed."""
    table = Table()
    flagship = files("Workspaces/us-russia-summit")
    many_requests(table, flagship)
    beside_searches(table, flagship)
    taken_back(table, flagship, runs)
    mixed(table, flagship)
    ends(table, max(3, runs // 10))
    return table.missed


def many_requests(table, flagship):
    with Daemon() as daemon:
        daemon.start()
        daemon.client().call("workspace.apply", files=flagship)
        load(daemon.socket, WARM)
        before = daemon.resident()
        times, late = load(daemon.socket, LONG)
        table.row(f"{RATE:,} small requests a second, {CONNECTIONS} connections", times, 10, remark=f"sent {late:.1f} ms late at most")
        table.memory(f"memory before and after {len(times):,} of them", before, daemon.resident(), 10)


def beside_searches(table, flagship):
    """Small requests one after another on one connection while as many searches run as there are cores."""
    question = bench_solver.neutral(*bench_solver.LONG)
    with Daemon() as daemon:
        daemon.start()
        watching = daemon.client()
        watching.call("workspace.apply", files=flagship)
        searching = [daemon.client() for _ in range(os.cpu_count())]
        for client in searching:
            client.send("analysis.solve", files=question)
        time.sleep(0.3)
        times = []
        for number in range(1_500):
            method, params = SMALL[number % len(SMALL)]
            times.append(milliseconds(lambda: watching.ask(method, **params)))
            time.sleep(0.005)
            for client in searching:
                # One that is through begins anew.
                if select.select([client.socket], [], [], 0)[0]:
                    client.answer()
                    client.send("analysis.solve", files=question)
        table.row(f"small requests while {len(searching)} searches run", times, 20)


def taken_back(table, flagship, runs):
    """From taking a question back at a random moment until its answer is there."""
    draw = random.Random("moments")
    with Daemon() as daemon:
        daemon.start()
        client = daemon.client()
        client.call("workspace.apply", files=flagship)
        questions = [("analysis.solve", {"workspace": "us-russia-summit"}), ("analysis.solve", {"files": bench_solver.neutral(*bench_solver.LONG)})]
        for analyzer in client.call("analyzer.list"):
            if analyzer["id"].startswith("core."):
                package = {"package": "best-case"} if analyzer["subject"] == "package" else {}
                questions.append(("analysis.run", {"workspace": "us-russia-summit", "analyzer": analyzer["id"], **package}))
        worst, cancelled, slowest = [], 0, ""
        for method, params in questions:
            # The long one would last for minutes.
            whole = 1_000 if "files" in params else milliseconds(lambda: client.call(method, **params))
            for _ in range(max(5, runs // 3)):
                client.send(method, **params)
                time.sleep(draw.random() * whole / 1000)
                answers = []

                def take_back():
                    client.cancel()
                    answers.append(client.answer())

                took = milliseconds(take_back)
                cancelled += answers[0].get("error", {}).get("code") == -32800
                if not worst or took > max(worst):
                    slowest = params.get("analyzer", "a search")
                worst.append(took)
        table.row(
            f"{len(questions)} analyses taken back at random moments", worst, 50,
            remark=f"{cancelled} of {len(worst)} before they were done; slowest {slowest}")


def mixed(table, flagship):
    """What goes on in an hour of work: changes, analyses, searches that are taken back, connections that come and go."""
    draw = random.Random("mixed")
    question = bench_solver.neutral(*bench_solver.LONG)

    def work(daemon, rounds):
        client = daemon.client()
        for number in range(rounds):
            client.call("package.set", package="bridging", choices={"crimea": draw.choice(["deferred", "russian-control"])})
            client.call("analysis.run", analyzer="core.evaluate", package="bridging")
            client.call("package.draft", package="bridging")
            if number % 10 == 0:
                client.call("analysis.run", analyzer="core.zone")
            if number % 50 == 0:
                client.send("analysis.solve", files=question)
                time.sleep(0.2)
                client.cancel()
                client.read()
            for _ in range(5):
                other = daemon.client()
                other.call("events.subscribe")
                daemon.clients.remove(other)
                other.close()

    with Daemon() as daemon:
        daemon.start()
        daemon.client().call("workspace.apply", files=flagship)
        work(daemon, 100)
        before = daemon.resident()
        work(daemon, 300)
        table.memory("memory before and after 300 rounds of ordinary work", before, daemon.resident(), 15)


def ends(table, runs):
    """From SIGTERM until the process is gone, with subscribers, a search, and a plugin that hangs."""
    samples = []
    with tempfile.TemporaryDirectory(prefix="parley-plugins-") as plugins:
        folder = os.path.join(plugins, "hung")
        os.mkdir(folder)
        shutil.copy("Tests/DaemonTests/Misbehaving/plugin.py", folder)
        with open(os.path.join(folder, "plugin.yaml"), "w", encoding="utf-8") as manifest:
            manifest.write("id: hung\nversion: '1'\ntitle: Hung\nprotocol: 1\ncommand: [python3, plugin.py, spins]\n")
        small = [{"path": "workspace.yaml", "text": bench_solver.linked(2, 3, 3, [], [])[0]["text"]}]
        for _ in range(runs):
            with Daemon() as daemon:
                daemon.start("--plugin-path", plugins)
                client = daemon.client()
                client.call("workspace.apply", files=small)
                for _ in range(10):
                    daemon.client().call("events.subscribe")
                daemon.client().send("analysis.solve", files=bench_solver.neutral(*bench_solver.LONG))
                daemon.client().send("analysis.run", analyzer="hung.run")
                time.sleep(0.5)

                def end():
                    daemon.process.terminate()
                    daemon.process.wait(20)

                samples.append(milliseconds(end))
    table.row("the end, with subscribers, a search and a hung plugin", samples, 2000, share=1)
