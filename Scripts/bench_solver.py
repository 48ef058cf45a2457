"""The part of Scripts/bench that measures the solver, over the socket of a daemon started for each row."""
import json, os, random, statistics, time

from bench_tools import Daemon, Failed, files, milliseconds, percentile

MEMORY = 1000  # MB, in every row
SLOW = 12  # seconds after which a row is not repeated any more


def domain(parties, issues, options, seed=1):
    """Independent issues: `utility = Σ weights[i] · values[i][choice]`; weights add up to 1, values go from 0 to 1."""
    draw = random.Random(seed)
    result = {
        "generator": "Scripts/bench", "seed": seed,
        "issues": [{"name": f"i{i}", "values": [f"v{k}" for k in range(options)]} for i in range(issues)], "parties": [],
    }
    for party in range(parties):
        weights = [draw.random() + 0.05 for _ in range(issues)]
        total = sum(weights)
        values = []
        for _ in range(issues):
            row = [draw.random() for _ in range(options)]
            least, most = min(row), max(row)
            values.append([(value - least) / (most - least) for value in row])
        result["parties"].append(
            {"name": f"p{party}", "reserved": 0.0, "weights": [weight / total for weight in weights], "values": values})
    return result


def name(parties, issues, options, seed=1):
    return f"{parties}-parties-{options}-to-the-{issues}-seed-{seed}.json"


def neutral(*size):
    return [{"path": name(*size), "text": json.dumps(domain(*size))}]


def linked(parties, issues, options, soft, hard, seed=1):
    """The same domain as a workspace of Parley's own, with linkages between the pairs of issues in `soft` and `hard`.

    One package, drawn at random, meets every requirement, so that the space is not empty.
    """
    plain = domain(parties, issues, options, seed)
    draw = random.Random(f"linkages {seed}")
    hidden = [draw.randrange(options) for _ in range(issues)]
    out = ["parley: 1", f"id: linked-{seed}", "title: Generated, with linkages", "parties:"]
    out += [f"  p{p}: {{name: Party {p}, role: principal, reservation: 0}}" for p in range(parties)]
    out.append("issues:")
    for i in range(issues):
        out += [f"  i{i}:", f"    title: Issue {i}", "    options:"]
        out += [f"      v{k}: {{title: Option {k}}}" for k in range(options)]
        out.append("    positions:")
        for p, party in enumerate(plain["parties"]):
            stances = ", ".join(f"v{k}: {value:.9f}" for k, value in enumerate(party["values"][i]))
            out.append(f"      p{p}: {{stance: {{{stances}}}, salience: {100 * party['weights'][i]:.7f}}}")
    out.append("linkages:")
    for number, (a, b) in enumerate(soft):
        some = sorted(draw.sample(range(options), max(1, options // 2)))
        adds = ", ".join(f"p{p}: {draw.randint(-60, 60) / 10}" for p in range(parties))
        out += [
            f"  soft-{number}:", f"    when: i{a} = v{draw.randrange(options)} and i{b} in [{', '.join(f'v{k}' for k in some)}]",
            f"    adds: {{{adds}}}", "    because: generated",
        ]
    for number, (a, b) in enumerate(hard):
        choice = draw.randrange(options)
        allowed = set(draw.sample(range(options), max(1, options // 2)))
        if choice == hidden[a]:
            allowed.add(hidden[b])
        out += [
            f"  hard-{number}:", f"    require: i{a} = v{choice} implies i{b} in [{', '.join(f'v{k}' for k in sorted(allowed))}]",
            "    because: generated",
        ]
    return [{"path": "workspace.yaml", "text": "\n".join(out) + "\n"}]


def pairs(issues, width):
    """Those at most `width` apart: a graph of that treewidth."""
    return [(a, b) for a in range(issues) for b in range(a + 1, min(issues, a + width + 1))]


def linked_at_random():
    chosen = random.Random("pairs").sample(pairs(20, 3), 40)
    return linked(3, 20, 4, chosen[:30], chosen[30:])


def linked_everywhere(width):
    """Every pair so near is linked, and every fourth of them bound."""
    near = pairs(16, width)
    return linked(3, 16, 4, near, near[::4])


def ratified(seed=1):
    """Three principals and five ratifiers in two blocs of like minds on 4^20, with 15 soft and 5 hard linkages between pairs.

    A ratifier is asked wherever one of three options of an issue of its own is chosen, and has a floor of 20, 30 or 40.
    """
    draw = random.Random(f"ratified {seed}")
    text = linked(3, 20, 4, *split(random.Random(f"ratified pairs {seed}").sample(pairs(20, 3), 20), 15), seed)[0]["text"]
    lines = text.split("\n")
    blocs = [[[draw.random() for _ in range(4)] for _ in range(20)] for _ in range(2)]
    parties = [f"  r{r}: {{name: Ratifier {r}, role: ratifier, reservation: {(20, 30, 40)[r % 3]}}}" for r in range(5)]
    at = lines.index("issues:")
    lines[at:at] = parties
    issue = -1
    out = []
    for line in lines:
        if line.startswith("  i") and line.endswith(":"):
            issue += 1
        if line.startswith("      v") and "title: Option" in line and issue < 5 and "Option 3" not in line:
            line = line.replace("}", f", needs: [r{issue}]}}")
        out.append(line)
        if line.startswith("      p2:"):
            for r in range(5):
                row = [0.7 * blocs[r % 2][issue][k] + 0.3 * draw.random() for k in range(4)]
                least, most = min(row), max(row)
                stances = ", ".join(f"v{k}: {(value - least) / (most - least):.9f}" for k, value in enumerate(row))
                out.append(f"      r{r}: {{stance: {{{stances}}}, salience: {100 * (draw.random() + 0.05):.7f}}}")
    return [{"path": "workspace.yaml", "text": "\n".join(out)}]


def split(items, first):
    return items[:first], items[first:]


#: Title, analyzer, package, parameters, target in milliseconds: asked of the flagship, applied.
QUESTIONS = [
    ("zone, as assessed", "core.zone", None, {}, 300),
    ("zone, as declared", "core.zone", None, {"reading": "declared"}, 300),
    ("solutions, as assessed", "core.solutions", None, {}, 300),
    ("solutions, as declared", "core.solutions", None, {"reading": "declared"}, 300),
    ("frontier, as assessed", "core.frontier", None, {}, 3000),
    ("frontier to within half a point, as assessed", "core.frontier", None, {"within": 0.5}, 300),
    ("why there is no deal, as declared", "core.why", None, {"reading": "declared"}, 2000),
    ("why not us-maximal, and repairs", "core.why", None, {"package": "us-maximal"}, 300),
    ("why not russia-maximal, and repairs", "core.why", None, {"package": "russia-maximal"}, 300),
    ("improvements of best-case", "core.improve", "best-case", {}, 300),
    ("improvements of us-maximal", "core.improve", "us-maximal", {}, 300),
    ("improvements of bridging", "core.improve", "bridging", {}, 300),
    ("trades from best-case", "core.trades", "best-case", {}, 300),
    ("brief", "core.brief", None, {}, 1000),
]
#: The same of three principals and five ratifiers.
RATIFIED = [
    ("frontier", "core.frontier", None, {}, 3000),
    ("frontier to within half a point", "core.frontier", None, {"within": 0.5}, 300),
    ("zone", "core.zone", None, {}, 300),
    ("solutions", "core.solutions", None, {}, 300),
]


def asked(title, space, questions, runs):
    """Milliseconds of questions about agreement, each asked again and again of one daemon; returns how many targets were missed."""
    missed = 0
    print(f"{f'agreement, {title}':48}{'median':>10}{'least':>10}{'most':>10} ms {'target':>8}{'runs':>5}", flush=True)
    with Daemon() as daemon:
        daemon.start()
        client = daemon.client()
        workspace = client.call("workspace.apply", files=space)["workspace"]
        for title, analyzer, package, parameters, target in questions:
            question = {"workspace": workspace, "analyzer": analyzer, "params": parameters}
            if package:
                question["package"] = package
            client.call("analysis.run", **question)
            times = []
            began = time.perf_counter()
            while len(times) < runs and (not times or time.perf_counter() - began < SLOW):
                times.append(milliseconds(lambda: client.call("analysis.run", **question)))
            median = statistics.median(times)
            missed += median >= target
            print(
                f"{title:48}{median:10.2f}{min(times):10.2f}{max(times):10.2f}    {('!' if median >= target else '<') + f' {target}':>8}{len(times):5}",
                flush=True)
        peak = daemon.peak()
        print(f"{'peak of the daemon':48}{peak:10.0f} MB")
        missed += peak >= MEMORY
    return missed


#: Title, files, target in milliseconds, and whether the frontier is wanted.
PROMISED = [
    ("2 parties, 10^6 packages (6 issues × 10)", lambda: neutral(2, 6, 10), 0.5, True),
    ("5 parties, 10^6 packages (6 issues × 10)", lambda: neutral(5, 6, 10), 15, True),
    ("8 parties, 4^10", lambda: neutral(8, 10, 4), 800, True),
    ("3 parties, 4^20", lambda: neutral(3, 20, 4), 8, True),
    ("4 parties, 4^20", lambda: neutral(4, 20, 4), 800, True),
    ("2 parties, 4^60", lambda: neutral(2, 60, 4), 10, True),
    ("3 parties, 4^20, 30 soft and 10 hard linkages", linked_at_random, 500, True),
    ("8 parties, 4^20, solutions without the frontier", lambda: neutral(8, 20, 4), 2000, False),
]
GROWTH = [
    (f"3 parties, 4^{issues}", lambda issues=issues: neutral(3, issues, 4)) for issues in (10, 15, 20, 25)
] + [
    (f"3 parties, {options}^12", lambda options=options: neutral(3, 12, options)) for options in (2, 4, 8, 16)
] + [
    (f"{parties} parties, 4^12", lambda parties=parties: neutral(parties, 12, 4)) for parties in (2, 3, 4, 5, 6)
] + [
    (f"3 parties, 4^16, linked, width {width}", lambda width=width: linked_everywhere(width)) for width in (1, 2, 3, 4)
]
#: Whose frontier is in no hurry to be found.
LONG = (8, 14, 4)


def write_domains(folder):
    """The domains of independent issues that are measured, for other programs; those with linkages have no such form."""
    os.makedirs(folder, exist_ok=True)
    sizes = [(2, 6, 10), (5, 6, 10), (8, 10, 4), (3, 20, 4), (4, 20, 4), (2, 60, 4), (8, 20, 4), LONG]
    sizes += [(3, issues, 4) for issues in (10, 15, 25)] + [(3, 12, options) for options in (2, 4, 8, 16)]
    sizes += [(parties, 12, 4) for parties in (2, 4, 5, 6)]
    for size in sizes:
        with open(os.path.join(folder, name(*size)), "w", encoding="utf-8") as file:
            json.dump(domain(*size), file)
    print(f"{len(sizes)} domains in {folder}")


class Row:
    """One space, solved again and again by one daemon. What has a target has to be exact, too."""

    def __init__(self, title, runs, target=None, frontier=True, apply=None, **question):
        self.title, self.target = title, target
        self.elapsed, self.wall = [], []
        with Daemon() as daemon:
            daemon.start()
            client = daemon.client()
            if apply:
                client.call("workspace.apply", files=apply)
            began = time.perf_counter()
            while len(self.elapsed) < runs and (not self.elapsed or time.perf_counter() - began < SLOW):
                answers = []
                self.wall.append(milliseconds(lambda: answers.append(client.call("analysis.solve", frontier=frontier, **question))))
                self.elapsed.append(float(answers[0]["elapsedMilliseconds"]))
            self.peak = daemon.peak()
        result = answers[0]
        found = result.get("frontier")
        self.points = f"{found['distinct']:,}" if found else "-"
        solutions = result.get("solutions", {})
        loose = [key for key, solution in solutions.items() if not solution["exact"]]
        self.exactness = "not asked for" if not found else "exact" if found["exact"] else f"ε {float(found['epsilon']):.3g}"
        if not solutions:
            self.exactness += "; no solution"
        elif loose:
            self.exactness += f"; only bounds of {', '.join(loose)}"
        self.median = statistics.median(self.elapsed)
        self.slow = target is not None and self.median >= target
        self.large = self.peak >= MEMORY
        self.vague = target is not None and bool(loose or not solutions or (found and not found["exact"]))

    @property
    def missed(self):
        return self.slow + self.large + self.vague

    @staticmethod
    def head():
        return (
            f"{'solving':48}{'median':>10}{'least':>10}{'most':>10} ms {'target':>8}{'runs':>5}{'call, ms':>10}{'points':>9}"
            f"{'peak, MB':>10}  frontier")

    def __str__(self):
        target = "" if self.target is None else f"{'!' if self.slow else '<'} {self.target}"
        return (
            f"{self.title:48}{self.median:10.2f}{min(self.elapsed):10.2f}{max(self.elapsed):10.2f}    {target:>8}"
            f"{len(self.elapsed):5}{statistics.median(self.wall):10.1f}{self.points:>9}{self.peak:9.0f}{'!' if self.large else ' '}"
            f"{'! ' if self.vague else '  '}{self.exactness}")


def cancelled(after, runs):
    """Milliseconds from taking a long question back until its error is there; those of `daemon.status`, asked meanwhile on
    another connection; and the most memory, in megabytes."""
    ends, beside = [], []
    question = neutral(*LONG)
    with Daemon() as daemon:
        daemon.start()
        asking, watching = daemon.client(), daemon.client()
        for _ in range(runs):
            asking.send("analysis.solve", files=question)
            began = time.perf_counter()
            for number in range(50):
                pause = began + (number + 0.5) * after / 50 - time.perf_counter()
                if pause > 0:
                    time.sleep(pause)
                beside.append(milliseconds(lambda: watching.call("daemon.status")))
            time.sleep(max(0, began + after - time.perf_counter()))
            answers = []

            def take_back():
                asking.cancel()
                answers.append(asking.answer())

            ends.append(milliseconds(take_back))
            if answers[0].get("error", {}).get("code") != -32800:
                raise Failed(f"analysis.solve was to be cancelled after {after} s, and answered something else")
        return ends, beside, daemon.peak()


def measure(runs):
    """Prints the tables; returns how many targets were missed."""
    flagship = files("Workspaces/us-russia-summit")
    missed = 0

    def show(*arguments, **question):
        nonlocal missed
        try:
            row = Row(*arguments, **question)
            missed += row.missed
            print(row, flush=True)
        except Failed as failure:
            missed += 1
            print(f"{arguments[0]:48}! {failure}", flush=True)

    print(Row.head(), flush=True)
    for title, space, target, frontier in PROMISED:
        show(title, runs, target, frontier, files=space())
    show("3 principals, 5 ratifiers, 4^20, linked", runs, 3000, files=ratified())
    show("the same, solutions without the frontier", runs, 300, False, files=ratified())
    show("the flagship, from its files", runs, files=flagship)
    show("the flagship, applied", runs, apply=flagship, workspace="us-russia-summit")
    missed += asked("on the flagship", flagship, QUESTIONS, runs)
    missed += asked("3 principals, 5 ratifiers, 4^20, linked", ratified(), RATIFIED, runs)
    print("growth")
    for title, space in GROWTH:
        show(title, runs, files=space())

    # How soon a long question can be taken back, and what of it others notice.
    print(f"{'8 parties, 4^14, taken back':48}{'median':>10}{'least':>10}{'most':>10} ms {'target':>8}{'peak, MB':>34}")
    for after, times in ((0.2, max(5, runs // 3)), (2, 3)):
        ends, beside, peak = cancelled(after, times)
        slow, large = statistics.median(ends) >= 50, peak >= MEMORY
        missed += slow + large
        print(
            f"{f'until the answer, asked after {after * 1000:.0f} ms':48}{statistics.median(ends):10.2f}{min(ends):10.2f}{max(ends):10.2f}"
            f"    {'!' if slow else '<'} 50{peak:37.0f}{'!' if large else ''}")
        print(
            f"{f'daemon.status meanwhile, {len(beside)} calls':48}{statistics.median(beside):10.2f}{min(beside):10.2f}{max(beside):10.2f}"
            f"    p99 {percentile(beside, 0.99):.2f}", flush=True)
    return missed
