"""The part of Scripts/bench that measures how histories are kept: written by several at once, and long ones opened."""
import hashlib, os, sqlite3, statistics, threading, time

from bench_tools import Daemon, Failed, milliseconds

WRITERS = 8
SECONDS = 4  # of writing, in each of the runs
REVISIONS = 1_000_000

WORKSPACE = """parley: 1
id: {id}
title: Kept
parties:
  north: {{name: North, role: principal}}
issues:
  season: {{title: Season, options: {{closed: {{title: Closed}}, open: {{title: Open}}}}}}
noDeal: {{choices: {{season: open}}}}
packages:
  first: {{title: First}}
"""


def files(name):
    return [{"path": "workspace.yaml", "text": WORKSPACE.format(id=name)}]


def synchronisations(folder):
    """How often a second the disk can be made to keep a page: one writer, and nothing but writing and waiting for it."""
    path = os.path.join(folder, "pages")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    count, page, start = 0, os.urandom(4096), time.perf_counter()
    while (elapsed := time.perf_counter() - start) < 1:
        os.pwrite(descriptor, page, count % 1000 * len(page))
        os.fdatasync(descriptor)
        count += 1
    os.close(descriptor)
    os.unlink(path)
    return count / elapsed


def acknowledged(daemon):
    """Revisions a second, all writers together; each waits for its answer before it sends the next."""
    counts, begun, ended = [0] * WRITERS, threading.Event(), threading.Event()
    failures = []

    def write(writer):
        try:
            client = daemon.client()
            number = 0
            while not ended.is_set():
                number += 1
                answer = client.call("package.update", package=f"w{writer}", rationale=f"{time.perf_counter()}")
                if not answer["appended"]:
                    raise Failed("a change was no change")
                if begun.is_set():
                    counts[writer] += 1
        except (Failed, OSError) as failure:
            failures.append(failure)

    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(WRITERS)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    begun.set()
    start = time.perf_counter()
    time.sleep(SECONDS)
    ended.set()
    elapsed = time.perf_counter() - start
    total = sum(counts)
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return total / elapsed


def long_history(path, count):
    """Makes the history of a journal longer, up to `count` revisions, as its own code would: the same tables, hashes and chain.

    Each revision changes the package, so that it has an entity of its own.
    """
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    number, parent, manifest = database.execute("SELECT number, hash, manifest FROM revision ORDER BY number DESC LIMIT 1").fetchone()
    lines = manifest.decode().splitlines()
    place = next(index for index, line in enumerate(lines) if line.endswith(" packages/first"))
    before = "".join(line + "\n" for line in lines[:place]).encode()
    after = "".join(line + "\n" for line in lines[place + 1:]).encode()
    sha = hashlib.sha256

    def batch(numbers):
        nonlocal parent
        entities, revisions = [], []
        for number in numbers:
            entity = b'{"title":"First","rationale":"as of revision %d"}' % number
            digest = sha(entity)
            manifest = before + digest.hexdigest().encode() + b" packages/first\n" + after
            header = b'{"number":%d,"time":"2026-01-01T00:00:00.000Z","author":"bench","message":"package.update first"}' % number
            parent = sha(b"%b%b%b%b%b" % (parent, len(header).to_bytes(8, "big"), header, len(manifest).to_bytes(8, "big"), manifest)).digest()
            entities.append((digest.digest(), entity))
            revisions.append((number, header, parent, manifest))
        with database:
            database.executemany("INSERT OR IGNORE INTO entity (hash, bytes) VALUES (?, ?)", entities)
            database.executemany("INSERT INTO revision (number, header, hash, manifest) VALUES (?, ?, ?, ?)", revisions)

    for first in range(number + 1, count + 1, 10_000):
        batch(range(first, min(first + 10_000, count + 1)))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def forget(folder):
    """Has the operating system read the journal from the disk again, as on the first use of the day."""
    descriptor = os.open(os.path.join(folder, "workspaces", "kept.sqlite"), os.O_RDONLY)
    os.fsync(descriptor)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def measure(runs):
    """Prints the tables; returns how many targets were missed."""
    missed = 0
    rounds = max(3, runs // 10)
    written, kept = [], []
    with Daemon() as daemon:
        daemon.start()
        client = daemon.client()
        client.call("workspace.apply", files=files("kept"))
        for writer in range(WRITERS):
            client.call("package.create", package=f"w{writer}")
        for _ in range(rounds):
            kept.append(synchronisations(daemon.folder))
            written.append(acknowledged(daemon))
        if "faults" in client.call("workspace.verify"):
            raise Failed("what was written does not verify")
    rate, limit = statistics.median(written), statistics.median(kept)
    target = min(1000, limit)
    over = rate < target
    missed += over
    print(f"\nthe disk keeps {limit:,.0f} pages a second, one after the other (fdatasync; {min(kept):,.0f} to {max(kept):,.0f})")
    print(f"{'':48}{'median':>9}{'least':>9}{'most':>9}{'target':>12}{'÷ the disk':>12}")
    print(f"{f'acknowledged revisions a second, {WRITERS} writers':48}{rate:9,.0f}{min(written):9,.0f}{max(written):9,.0f}"
          f"{f'''{'!' if over else '>'} {target:,.0f}''':>12}{rate / limit:12.2f}", flush=True)

    print(f"\n{'':48}{'median':>9}{'least':>9}{'most':>9}      {'target':>7}{'÷ 2 revisions':>15}")
    with Daemon() as short, Daemon() as long:
        for daemon, count in ((short, 2), (long, REVISIONS)):
            daemon.start()
            daemon.client().call("workspace.apply", files=files("kept"))
            daemon.stop()
            long_history(os.path.join(daemon.folder, "workspaces", "kept.sqlite"), count)
        size = os.path.getsize(os.path.join(long.folder, "workspaces", "kept.sqlite")) / 1e6
        print(f"a workspace of {REVISIONS:,} revisions, {size:,.0f} MB")
        opened, paged = {short: [], long: []}, {short: [], long: []}
        for _ in range(max(5, runs // 6)):
            for daemon in (short, long):
                forget(daemon.folder)
                daemon.start()
                client = daemon.client()
                client.call("plugin.list")  # the plugins are on their way, and this is not about them
                opened[daemon].append(milliseconds(lambda: client.call("workspace.get", workspace="kept")))
                newest = client.call("workspace.log", workspace="kept", limit=50)
                if len(newest["items"]) != min(50, newest["total"]):
                    raise Failed("the log does not come in pages")
                cursor = {"cursor": str(newest["total"] // 2 + 2)}
                paged[daemon].append(milliseconds(lambda: client.call("workspace.log", workspace="kept", limit=50, **cursor)))
                daemon.stop()
        for title, samples, bound in (("opening it, until the first answer", opened, 200), ("a page of its log, from the middle", paged, 20)):
            middle = statistics.median(samples[long])
            over = middle >= bound
            missed += over
            print(f"{title:48}{middle:9.2f}{min(samples[long]):9.2f}{max(samples[long]):9.2f} ms   {'!' if over else '<'} {bound:5}"
                  f"{middle / statistics.median(samples[short]):15.1f}", flush=True)
    return missed
