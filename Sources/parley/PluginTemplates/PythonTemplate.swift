/// A plugin in Python, on its standard library alone, with the protocol written out.
enum PythonTemplate {
    static func files(_ name: String) -> [TemplateFile] {
        [
            TemplateFile(path: "plugin.yaml", text: manifest(name)),
            TemplateFile(path: "\(name).py", text: source(name), isProgram: true),
            TemplateFile(path: "README.md", text: readme(name)),
        ]
    }

    private static func manifest(_ name: String) -> String {
        """
        id: \(name)
        version: 0.1.0
        title: Deadlines by which issues have to be settled
        protocol: 1
        command: [python3, \(name).py]      # started in this folder

        """
    }

    private static func readme(_ name: String) -> String {
        """
        # \(name)

        A plugin of Parley: deadlines by which issues have to be settled. A workspace says them in a section of its own,

            modules:
              \(name):
                deadlines:
                  crimea: {date: 2025-09-30, source: brief, note: When the mandate runs out.}

        and `\(name).deadlines` tells which have passed, which are close, and which issues have none.

            parley plugin check .             # does it keep to the protocol?
            PARLEY_PLUGIN_PATH=$(dirname "$PWD") parley start     # a daemon that finds it; “parley stop” ends one that runs
            parley analyze \(name).deadlines --param within=60
            parley plugin restart \(name)     # after every change
            parley plugin logs \(name)        # whatever the plugin prints

        `\(name).py` is all there is to it: what it knows above, the protocol below. Plugins/README.md of Parley says what else
        a plugin can contribute.

        """
    }

    private static func source(_ name: String) -> String {
        #"""
        #!/usr/bin/env python3
        """Deadlines by which issues have to be settled: a plugin of Parley, on Python's standard library alone.

        A workspace says under `modules: {\#(name): {deadlines: …}}` by when issues have to be settled, and `\#(name).deadlines` tells
        which of these deadlines have passed or are close, and which issues have none.
        """
        import datetime
        import difflib
        import json
        import os
        import sys
        import traceback

        ME = "\#(name)"  # as in plugin.yaml; the section and the analyzers are named after it

        # ---------------------------------------------------------------------------------------------------------------------
        # What it offers: the answer to `initialize`.

        DESCRIPTION = {
            "protocol": 1,
            "id": ME,
            "validates": True,
            "analyzers": [
                {
                    "id": f"{ME}.deadlines",
                    "title": "What has to be settled when?",
                    "summary": "Tells which deadlines have passed or are close, and which issues have none.",
                    "subject": "workspace",  # the other subject is a package
                    "parameters": [  # checked, and filled in with the standard values, before the analyzer runs
                        {"name": "within", "kind": "integer", "summary": "how many days away a deadline is close",
                         "range": [0, 3650], "standard": 30},
                        {"name": "issues", "kind": "issues", "summary": "which issues to look at; all when absent"},
                    ],
                }
            ],
        }

        # ---------------------------------------------------------------------------------------------------------------------
        # What a workspace says: the answer to `validate` is all that is wrong with it, each fault with its place as a JSON
        # pointer, of which the host makes file, line and column. Whatever people write arrives here, of whatever form.


        def validate(document):
            found = []

            def fault(code, message, hint, *place):
                found.append({"severity": "error", "code": code, "message": message, "hint": hint,
                              "pointer": pointer("modules", ME, *place)})

            def check_keys(what, keys, mapping, *place):
                if not isinstance(mapping, dict):
                    fault("wrong-type", f"{what} is a mapping", f"its keys: {', '.join(keys)}", *place)
                    return False
                for key in mapping:
                    if key not in keys:
                        fault("unknown-key", f"{what} has no key “{key}”", f"its keys: {', '.join(keys)}", *place, key)
                return True

            def check_name(kind, name, known, *place):
                if name not in known:
                    near = difflib.get_close_matches(name, known, 1)
                    hint = f"did you mean “{near[0]}”?" if near else f"known: {', '.join(known)}"
                    fault(f"unknown-{kind}", f"there is no {kind} “{name}”", hint, *place)

            section = document.get("modules", {}).get(ME, {})
            if not check_keys("this section", ["deadlines"], section):
                return found
            deadlines = section.get("deadlines", {})
            if not isinstance(deadlines, dict):
                fault("wrong-type", "deadlines are a mapping", "write issue: {date: 2025-09-30}", "deadlines")
                return found
            for issue, deadline in deadlines.items():
                place = ("deadlines", issue)
                check_name("issue", issue, list(document.get("issues", {})), *place)
                if check_keys("a deadline", ["date", "source", "note"], deadline, *place):
                    if day(deadline.get("date")) is None:
                        fault("bad-date", "a deadline needs a date", "date: 2025-09-30", *place)
                    if "source" in deadline:
                        source = str(deadline["source"]).split("#")[0]  # brief#quota is a section of brief
                        check_name("source", source, list(document.get("sources", {})), *place, "source")
            return found


        def pointer(*tokens):
            return "".join("/" + token.replace("~", "~0").replace("/", "~1") for token in tokens)


        def day(text):
            """The day that a full date means; None for anything else."""
            try:
                return datetime.date.fromisoformat(text)
            except (TypeError, ValueError):
                return None


        # ---------------------------------------------------------------------------------------------------------------------
        # What it finds: the answer to `analyze`. Findings are sentences with what they rest on; tables are for comparing.


        def find_deadlines(document, params):
            answer = {"title": "What has to be settled when?", "status": "complete", "findings": []}
            today = day(document.get("asOf"))
            if today is None:
                lack = "asOf: the day the case is described, as 2025-08-12"
                return answer | {"status": "partial", "lacks": [lack], "summary": "Without a date nothing is past or close."}
            issues = params.get("issues", list(document.get("issues", {})))
            deadlines = document.get("modules", {}).get(ME, {}).get("deadlines", {})
            dated = sorted((issue for issue in issues if issue in deadlines), key=lambda issue: day(deadlines[issue]["date"]))
            rows = []
            counts = {"past": 0, "close": 0, "ahead": 0}
            provenance = {"cited": 0, "assumed": 0, "unsourced": 0}
            for issue in dated:
                deadline, title = deadlines[issue], document["issues"][issue]["title"]
                left = (day(deadline["date"]) - today).days
                state = "past" if left < 0 else "close" if left <= params["within"] else "ahead"
                counts[state] += 1
                evidence = {
                    "pointer": pointer("modules", ME, "deadlines", issue),
                    "text": f"{deadline['date']}, {abs(left)} days {'before' if left < 0 else 'after'} {today}",
                }
                standing = standing_of(deadline, document)
                provenance[standing] += 1
                if "source" in deadline:
                    evidence["source"] = deadline["source"]
                if standing != "cited":
                    evidence["assumption"] = True
                if state != "ahead":
                    finding = {
                        "id": f"{state}/{issue}", "kind": "fragile" if state == "past" else "note", "issues": [issue],
                        "title": f"The deadline for {title} {'has passed' if state == 'past' else 'is close'}",
                        "evidence": [evidence],
                    }
                    if "note" in deadline:
                        finding["detail"] = deadline["note"]
                    answer["findings"].append(finding)
                tone = {"past": "bad", "close": "warning", "ahead": "neutral"}[state]
                rows.append([{"text": title, "id": issue}, deadline["date"], {"value": left, "basis": "exact"},
                             {"text": state, "tone": tone}])
            if rows:
                columns = [{"id": "issue", "title": "Issue"}, {"id": "date", "title": "Deadline"},
                           {"id": "days", "title": "Days left", "unit": "days"}, {"id": "state", "title": "State"}]
                answer["tables"] = [{"id": "deadlines", "title": "Deadlines, the next first", "columns": columns, "rows": rows}]
            bare = [issue for issue in issues if issue not in deadlines]
            if bare:
                answer["status"] = "partial"
                answer["lacks"] = [f"modules.{ME}.deadlines.{issue}: when it has to be settled" for issue in bare]
                answer["findings"].append({
                    "id": "none", "kind": "missing", "issues": bare,
                    "title": f"Issues without a deadline: {len(bare)} of {len(issues)}",
                    "detail": f"Add each under modules.{ME}.deadlines, with its source.",
                    "evidence": [{"pointer": pointer("issues", i), "text": document["issues"][i]["title"]} for i in bare],
                })
            answer["summary"] = (f"Deadlines are given for {len(dated)} of {len(issues)} issues; on {today} {counts['past']} of"
                                 f" them are past, and {counts['close']} at most {params['within']} days away.")
            answer["provenance"] = provenance
            return answer


        def standing_of(claim, document):
            """How well a claim stands: on a source, on somebody's own judgement, or on nothing."""
            source = document.get("sources", {}).get(str(claim.get("source")).split("#")[0])
            return "unsourced" if source is None else "assumed" if source["kind"] == "assumption" else "cited"


        ANALYZERS = {f"{ME}.deadlines": find_deadlines}

        # ---------------------------------------------------------------------------------------------------------------------
        # The protocol: JSON-RPC 2.0 on standard input and output, one message a line. The host asks one thing at a time.

        held = {}  # the workspace that was set last


        def answer_to(method, params):
            if method == "initialize":
                if params["protocol"] != DESCRIPTION["protocol"]:
                    raise ValueError(f"This plugin speaks protocol {DESCRIPTION['protocol']}, not {params['protocol']}.")
                return DESCRIPTION
            if method == "validate":
                return validate(params["document"])
            if method == "analyze":
                if any(held.get(key) != params[key] for key in ("workspace", "revision")):
                    raise ValueError(f"Revision {params['revision']} of {params['workspace']} has not been set.")
                # A workspace may be older than the plugin, and then nobody has checked its section.
                for fault in validate(held["document"]):
                    raise ValueError(f"{fault['pointer']}: {fault['message']}; mend it, and apply the workspace again.")
                given = params.get("parameters", {})
                common = {"analyzer": params["analyzer"], "workspace": params["workspace"], "revision": params["revision"]}
                return common | {"parameters": given} | ANALYZERS[params["analyzer"]](held["document"], given)
            if method == "shutdown":
                return True
            raise NotImplementedError


        def serve():
            global held
            # Standard output belongs to the protocol. What is printed goes to standard error from here on: the plugin's log.
            output = os.fdopen(os.dup(1), "w", encoding="utf-8")
            os.dup2(2, 1)
            for line in sys.stdin.buffer:
                message = json.loads(line)
                method, params = message.get("method"), message.get("params", {})
                if "id" not in message:  # a notification: it gets no answer, and those that are not known are passed over
                    if method == "workspace/set":
                        held = params
                    continue
                reply = {"jsonrpc": "2.0", "id": message["id"]}
                try:
                    reply["result"] = answer_to(method, params)
                except NotImplementedError:
                    reply["error"] = {"code": -32601, "message": f"There is no method “{method}”."}
                except Exception as error:
                    traceback.print_exc()
                    reply["error"] = {"code": -32000, "message": f"{type(error).__name__}: {error}"}
                output.write(json.dumps(reply, ensure_ascii=False) + "\n")
                output.flush()
                if method == "shutdown":
                    break


        if __name__ == "__main__":
            serve()

        """#
    }
}
