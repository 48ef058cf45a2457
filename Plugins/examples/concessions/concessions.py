#!/usr/bin/env python3
"""Who gets what it demands in a package, and who gives way: an example of a plugin of Parley.

`concessions.balance` counts, for each principal, on how many issues a package gives it its best option by what it
declares, on how many its worst, and on how many something between. Then it leaves one issue after the other out of the
package and asks the host what that would change: on which single issue does somebody's consent hang?

Nothing but Python's standard library. Three things go beyond what `parley plugin new` writes: how a plugin asks the host
(`Host.ask`), how it tells how far it has come (`Host.progress`), and how it is cancelled (`Cancelled`).
"""
import json
import os
import sys
import traceback

ME = "concessions"

DESCRIPTION = {
    "protocol": 1,
    "id": ME,
    "analyzers": [
        {
            "id": f"{ME}.balance",
            "title": "Who gets what it demands, and who gives way?",
            "summary": "Counts the issues on which a package gives each principal its best option, its worst, or one"
                       " between, and names the single issues on which consents hang.",
            "subject": "package",
            "parameters": [
                {"name": "reading", "kind": "word", "words": ["declared", "assessed"], "standard": "assessed",
                 "summary": "whose account values and consents follow; the counts always follow what parties declare"},
                {"name": "uneven", "kind": "integer", "range": [1, 100], "standard": 5,
                 "summary": "from how many issues more at its best on one side a package counts as uneven"},
                {"name": "parties", "kind": "parties", "summary": "which parties to look at; the principals when absent"},
            ],
        }
    ],
}


# ----------------------------------------------------------------------------------------------------------------------
# The protocol: one message a line, one request at a time; see Plugins/README.md.


class Cancelled(Exception):
    """Whoever asked no longer wants to know."""


class Failure(Exception):
    """Why there is no answer, for whoever asked."""


class Host:
    """The other end of the pipe."""

    def __init__(self):
        # Standard output belongs to the protocol. What is printed goes to standard error from here on: the plugin's log.
        self.output = os.fdopen(os.dup(1), "w", encoding="utf-8")
        os.dup2(2, 1)
        self.input = sys.stdin.buffer
        self.workspace = {}  # as it was set last
        self.request = None  # the request at hand
        self.asked = 0

    def send(self, **message):
        self.output.write(json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False) + "\n")
        self.output.flush()

    def ask(self, method, **params):
        """Puts a question to the host. The plugin's ids are its own affair: they do not meet the host's."""
        self.asked += 1
        self.send(id=self.asked, method=method, params=params)
        for line in self.input:
            message = json.loads(line)
            if message.get("method") == "$/cancel" and message["params"]["id"] == self.request["id"]:
                # The host drops what this request has asked as well; its answer, if one comes, is passed over in `serve`.
                raise Cancelled
            if "method" not in message and message.get("id") == self.asked:
                if "error" in message:
                    raise Failure(message["error"]["message"])
                return message["result"]
        sys.exit()  # the host is gone

    def progress(self, done, total, message):
        """Tells how far the request at hand has come, if anybody wants to know."""
        token = self.request["params"].get("progressToken")
        if token is not None:
            self.send(method="$/progress", params={"token": token, "done": done, "total": total, "message": message})

    def answer(self, method, params):
        if method == "initialize":
            if params["protocol"] != DESCRIPTION["protocol"]:
                raise Failure(f"This plugin speaks protocol {DESCRIPTION['protocol']}, not {params['protocol']}.")
            return DESCRIPTION
        if method == "analyze":
            if any(self.workspace.get(key) != params[key] for key in ("workspace", "revision")):
                raise Failure(f"Revision {params['revision']} of {params['workspace']} has not been set.")
            if params["analyzer"] != f"{ME}.balance":
                raise Failure(f"There is no analyzer “{params['analyzer']}”.")
            return balance(self.workspace["document"], params, self)
        if method == "shutdown":
            return True
        raise NotImplementedError

    def serve(self):
        for line in self.input:
            message = json.loads(line)
            method, params = message.get("method"), message.get("params", {})
            if "id" not in message:
                if method == "workspace/set":
                    self.workspace = params
                continue
            if method is None:
                continue  # the answer to a question of a request that was cancelled
            self.request = message
            try:
                self.send(id=message["id"], result=self.answer(method, params))
            except Cancelled:
                self.send(id=message["id"], error={"code": -32800, "message": "The request was cancelled."})
            except NotImplementedError:
                self.send(id=message["id"], error={"code": -32601, "message": f"There is no method “{method}”."})
            except Failure as failure:
                self.send(id=message["id"], error={"code": -32000, "message": str(failure)})
            except Exception as error:
                traceback.print_exc()
                self.send(id=message["id"], error={"code": -32000, "message": f"{type(error).__name__}: {error}"})
            if method == "shutdown":
                break


# ----------------------------------------------------------------------------------------------------------------------
# The question.

WORDS = {"demands": 1, "prefers": [0.7, 0.95], "accepts": [0.45, 0.7], "tolerates": [0.2, 0.45], "opposes": [0, 0.2]}
WORST = -1  # what a party rules out is worse to it than what it merely opposes


def level(judgement, words):
    """How much a party likes an option, for putting options in order: the middle of what is stated."""
    if judgement == "red-line":
        return WORST
    stated = words.get(judgement, judgement) if isinstance(judgement, str) else judgement
    return sum(stated) / 2 if isinstance(stated, list) else stated


def place(option, stance, words):
    """Where an option stands for a party: best, worst or between; None where it says nothing, or is indifferent."""
    levels = {key: level(judgement, words) for key, judgement in stance.items()}
    best, worst = max(levels.values(), default=0), min(levels.values(), default=0)
    mine = levels.get(str(option))
    if mine is None and not isinstance(option, str):
        mine = interpolated(option, levels)
    if mine is None or best == worst:
        return None
    return "best" if mine == best else "worst" if mine == worst else "between"


def interpolated(number, levels):
    """Stances on a numeric range are given at some numbers, with straight lines between them."""
    points = sorted((float(key), value) for key, value in levels.items())
    for (low, before), (high, after) in zip(points, points[1:]):
        if low <= number <= high:
            return before + (after - before) * (number - low) / (high - low)
    return None


def balance(document, params, host):
    issues, parties, given = document["issues"], document["parties"], params["parameters"]
    name = {id: party["name"] for id, party in parties.items()}
    chosen = given.get("parties") or [id for id, party in parties.items() if party["role"] == "principal"]
    choices = params["package"].get("choices", {})
    settled = options_in_force(choices, document)
    got = {party: what_it_gets(party, settled, document) for party in chosen}
    whole, hinges = ask_without_each(choices, settled, given["reading"], host)

    def evidence(issue, party):
        """What the party says on the issue, and what it gets."""
        position = issues[issue].get("positions", {}).get(party)
        if position is None:
            return {"pointer": pointer("issues", issue), "text": issues[issue]["title"]}
        said = position.get("statement", f"{issues[issue]['title']}.")
        item = {"pointer": pointer("issues", issue, "positions", party),
                "text": f"{name[party]}: {said} The package has “{title(issues[issue], settled[issue])}”."}
        if "source" in position:
            item["source"] = position["source"]
        if standing_of(position, document) != "cited":
            item["assumption"] = True
        return item

    result = {
        "analyzer": params["analyzer"], "title": DESCRIPTION["analyzers"][0]["title"], "status": "complete",
        "workspace": params["workspace"], "revision": params["revision"], "reading": given["reading"],
        "parameters": given, "findings": [], "provenance": {"cited": 0, "assumed": 0, "unsourced": 0},
    }
    if "packageId" in params:  # absent when the package is one that nobody has stored
        result["package"] = params["packageId"]
    if not chosen:
        return result | {"status": "not-applicable", "summary": "There is no principal whose demands could be counted."}
    for party in chosen:
        for issue in sum(got[party].values(), []):
            result["provenance"][standing_of(issues[issue]["positions"][party], document)] += 1

    most, least = (of(chosen, key=lambda party: len(got[party]["best"])) for of in (max, min))
    if len(got[most]["best"]) - len(got[least]["best"]) >= given["uneven"]:
        result["findings"].append({
            "id": "uneven", "kind": "fragile", "parties": [most, least],
            "title": f"{name[most]} has its best option on {count(got[most]['best'])},"
                     f" {name[least]} on {len(got[least]['best'])}",
            "detail": "Issues count alike here, whatever they weigh; the values say what they come to.",
            "evidence": [evidence(issue, least) for issue in got[least]["worst"]],
        })
    for issue, party, accepts in hinges:
        result["findings"].append({
            "id": f"hinge/{party}/{issue}", "kind": "fragile", "parties": [party], "issues": [issue],
            "title": f"Without {issues[issue]['title']}, {name[party]} would {'' if accepts else 'not '}accept",
            "detail": "If the issue were left out, at the midpoints of all stated ranges.",
            "evidence": [evidence(issue, party)],
        })
    for party in chosen:
        if got[party]["worst"]:
            result["findings"].append({
                "id": f"worst/{party}", "kind": "note", "parties": [party], "issues": got[party]["worst"],
                "title": f"{name[party]} gives way altogether on {count(got[party]['worst'])}",
                "evidence": [evidence(issue, party) for issue in got[party]["worst"]],
            })

    result["tables"] = [{
        "id": "balance", "title": "What each party gets",
        "columns": [
            {"id": "party", "title": "Party"}, {"id": "best", "title": "Best", "unit": "issues"},
            {"id": "between", "title": "Between", "unit": "issues"}, {"id": "worst", "title": "Worst", "unit": "issues"},
            {"id": "value", "title": "Value", "unit": "0–100"}, {"id": "floor", "title": "No deal", "unit": "0–100"},
            {"id": "answer", "title": "At the midpoints"},
        ],
        "rows": [row(name[party], party, got[party], whole.get(party, {})) for party in chosen],
        "note": "Issues are counted by declared stances. A value is on its party's own scale, not to be compared with"
                " another's.",
    }]
    unsettled = [issue for issue in issues if issue not in settled]
    if unsettled:
        result["status"] = "partial"
        result["lacks"] = [f"a choice on {issues[issue]['title']}, which is open or bracketed" for issue in unsettled]
    result["summary"] = (
        f"Of {count(settled)} that the package settles, {name[most]} has its best option on {len(got[most]['best'])},"
        f" {name[least]} on {len(got[least]['best'])}. {count(hinges, 'consent') if hinges else 'No consent'} would turn if a"
        f" single issue were left out.")
    return result


def options_in_force(choices, document):
    """Issue → option. What is left out stays as it is without a deal; what is open or bracketed is not settled."""
    no_deal = document.get("noDeal", {}).get("choices", {})
    options = {issue: no_deal.get(issue) if choice == "left-out" else choice for issue, choice in choices.items()}
    return {issue: option for issue, option in options.items() if option is not None and not isinstance(option, list)}


def what_it_gets(party, settled, document):
    """best, between and worst → the issues; those on which the party says nothing are in none of them."""
    words = WORDS | document.get("words", {}).get("stance", {})
    got = {"best": [], "between": [], "worst": []}
    for issue, option in settled.items():
        where = place(option, document["issues"][issue].get("positions", {}).get(party, {}).get("stance", {}), words)
        if where:
            got[where].append(issue)
    return got


def ask_without_each(choices, settled, reading, host):
    """What the package comes to for each party, and (issue, party, answer) where leaving one issue out turns an answer."""
    issues = [issue for issue in settled if choices[issue] != "left-out"]
    packages = [choices] + [choices | {issue: "left-out"} for issue in issues]
    outcomes = []
    # A few at a time, so that between two questions there is a moment to be cancelled in.
    for start in range(0, len(packages), 4):
        host.progress(start, len(packages), "leaving out one issue after the other")
        outcomes += host.ask("host/evaluate", packages=packages[start:start + 4], reading=reading)
    whole = {outcome["party"]: outcome for outcome in outcomes[0]["parties"]}
    hinges = []
    for issue, outcome in zip(issues, outcomes[1:]):
        for other in outcome["parties"]:
            if whole[other["party"]]["required"] != "yes":
                continue
            # At the midpoints of all ranges; absent while something is open on which it depends.
            before, after = whole[other["party"]].get("accepts"), other.get("accepts")
            if None not in (before, after) and before != after:
                hinges.append((issue, other["party"], after))
    return whole, hinges


def row(name, party, got, outcome):
    """A line of the table. The host's figures are passed on as they came: with what kind of number they are."""
    answers = {True: {"text": "accepts", "tone": "good"}, False: {"text": "refuses", "tone": "bad"}}
    return [
        {"text": name, "id": party}, *({"value": len(got[where]), "basis": "exact"} for where in ("best", "between", "worst")),
        outcome.get("value"), outcome.get("floor"), answers.get(outcome.get("accepts"), {"text": "unknown", "tone": "neutral"}),
    ]


def title(issue, option):
    return issue.get("options", {}).get(str(option), {}).get("title", str(option))


def count(items, noun="issue"):
    return f"{len(items)} {noun}{'' if len(items) == 1 else 's'}"


def pointer(*tokens):
    return "".join("/" + token.replace("~", "~0").replace("/", "~1") for token in tokens)


def standing_of(claim, document):
    """How well a claim stands: on a source, on somebody's own judgement, or on nothing."""
    source = document.get("sources", {}).get(str(claim.get("source")).split("#")[0])
    return "unsourced" if source is None else "assumed" if source["kind"] == "assumption" else "cited"


if __name__ == "__main__":
    Host().serve()
