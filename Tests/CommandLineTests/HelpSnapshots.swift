/// What `--help` prints for each command on a terminal of 80 columns; the empty name is parley itself.
enum HelpSnapshots {
    static func lines(of command: String) -> [Substring]? {
        // A multi-line literal has no newline at its end, and what is printed has one.
        all[command].map { ($0 + "\n").split(separator: "\n", omittingEmptySubsequences: false) }
    }

    static let all: [String: String] = [
        "": #"""
            OVERVIEW: Prepare and mediate negotiations: positions, packages, and what they
            are worth to whom.

            Workspaces are kept by a daemon, parleyd, which is started when a command needs
            it. What this program does any script can do over the daemon's socket: see
            “parley help call”.

            A first look:
              parley apply Workspaces/us-russia-summit
              parley gaps
              parley package compare
              parley evaluate bridging

            Variables:
              PARLEY_WORKSPACE  the workspace, where --workspace is not given
              PARLEY_STATE      where workspaces are kept, where --state is not given
              PARLEY_SOCKET     where the daemon listens, where --socket is not given
              NO_COLOR, CLICOLOR_FORCE, COLUMNS  as usual

            Exit codes:
               0  done
               1  diff: applying would change something
               2  refused: an unknown id or method, or an id that exists already
               3  conflict: what was to be changed has changed meanwhile
              64  the command line is wrong
              65  what was handed in is wrong; the messages say where
              66  a file or folder to read is missing or cannot be read
              69  no daemon runs, or it cannot be started or reached
              70  a defect of Parley, or daemon and CLI are of different versions
              73  output cannot be written
              74  the daemon cannot read or write what it stores
              75  not now: the daemon is stopping or busy; try again

            USAGE: parley <subcommand>

            OPTIONS:
              --version               Show the version.
              -h, --help              Show help information.

            WORKSPACE SUBCOMMANDS:
              apply                   Bring the files of a workspace in: new, or merged
                                      into what is there.
              diff                    Show what apply would change, and change nothing.
              export                  Write a workspace out as the files that people edit.
              list                    List the workspaces that the daemon keeps.
              show                    Show a workspace, or one of its issues, parties or
                                      packages.
              log                     List the revisions of a workspace, newest first.
              revert                  Restore the content of an earlier revision, as a new
                                      one.
              schema                  Print the JSON Schema of a workspace document.

            PROPOSAL SUBCOMMANDS:
              package                 Draft, change, compare and show packages: proposals
                                      that settle issues.
              record                  Keep the record of the talks: who offered, accepted
                                      or rejected what, and when.

            ANALYSIS SUBCOMMANDS:
              gaps                    Issue by issue: how far apart the parties are, and
                                      what divides them most.
              agenda                  Which goals and red lines of each party a package
                                      meets, misses or leaves open.
              evaluate                What a package is worth to each party, against no
                                      deal, and who consents, blocks or objects.
              analyze                 Run analyzers by their ids, or all that apply.
              analyzers               List the analyzers, what each answers, and its
                                      parameters.

            DAEMON SUBCOMMANDS:
              status                  Say whether the daemon runs, where, and what it keeps.
              start                   Start the daemon, if it does not run yet.
              stop                    Stop the daemon after what is in flight, and wait
                                      until it is gone.

            SCRIPTING SUBCOMMANDS:
              call                    Call a method of the daemon's socket, as a script
                                      would.
              watch                   Print every change as it is made, a line each, until
                                      interrupted.
              completions             Print a completion script for a shell.

              See 'parley help <subcommand>' for detailed help.
            """#,
        "apply": #"""
            OVERVIEW: Bring the files of a workspace in: new, or merged into what is there.

            Reads workspace.yaml and the other *.yaml of a folder (not of folders in it),
            or the files named. Files bring what changed in them since they were last
            applied and remove only what they had brought, so packages drafted elsewhere
            stay. Whatever is wrong is reported in one go, and then nothing is changed.

            Examples:
              parley apply Workspaces/us-russia-summit
              parley apply . --message "Positions after the second round"

            USAGE: parley apply [<options>] <path> ...

            ARGUMENTS:
              <path>                  A workspace folder, or files.

            OPTIONS:
              -m, --message <text>    Why, for the log.
              --expected-revision <n> Change nothing unless this is the newest revision.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "diff": #"""
            OVERVIEW: Show what apply would change, and change nothing.

            Ends with 0 exactly when apply would change nothing, with 1 when it would, and
            with 3 when files and workspace have changed the same thing, so that apply
            would refuse.

            Examples:
              parley diff Workspaces/us-russia-summit
              parley diff . >/dev/null && echo "in step"

            USAGE: parley diff [<options>] <path> ...

            ARGUMENTS:
              <path>                  A workspace folder, or files.

            OPTIONS:
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "export": #"""
            OVERVIEW: Write a workspace out as the files that people edit.

            Without a directory the files are printed one after another as a stream of YAML
            documents, each behind a line that names it. An existing file is only
            overwritten with --force, unless it says the same already.

            Examples:
              parley export summit-backup
              parley export --revision 3 before
              parley export | less

            USAGE: parley export [<options>] [<directory>]

            ARGUMENTS:
              <directory>             Where to write the files.

            OPTIONS:
              --revision <n>          As of this revision.
              --force                 Overwrite files that are there.
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "list": #"""
            OVERVIEW: List the workspaces that the daemon keeps.

            Example:
              parley list

            USAGE: parley list [<options>]

            OPTIONS:
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "show": #"""
            OVERVIEW: Show a workspace, or one of its issues, parties or packages.

            An id that several things have is told apart as issues/ID, parties/ID or
            packages/ID.

            Examples:
              parley show
              parley show crimea
              parley show parties/russia --revision 2

            USAGE: parley show [<options>] [<id>]

            ARGUMENTS:
              <id>                    An issue, a party or a package; the whole workspace
                                      when absent.

            OPTIONS:
              --revision <n>          As of this revision.
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "log": #"""
            OVERVIEW: List the revisions of a workspace, newest first.

            Examples:
              parley log
              parley log --limit 5 --json

            USAGE: parley log [<options>]

            OPTIONS:
              -n, --limit <n>         At most so many revisions. (default: 50)
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "revert": #"""
            OVERVIEW: Restore the content of an earlier revision, as a new one.

            Nothing is taken out of the log: a revert can be reverted.

            Example:
              parley revert 4

            USAGE: parley revert [<options>] <n>

            ARGUMENTS:
              <n>                     The revision whose content to restore.

            OPTIONS:
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --expected-revision <n> Change nothing unless this is the newest revision.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "schema": #"""
            OVERVIEW: Print the JSON Schema of a workspace document.

            Editors check and complete YAML with it.

            Example:
              parley schema > parley.schema.json

            USAGE: parley schema [<options>]

            OPTIONS:
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "package": #"""
            OVERVIEW: Draft, change, compare and show packages: proposals that settle
            issues.

            Examples:
              parley package new compromise --title "A compromise" crimea=deferred
              parley package set bridging 'ceasefire=[immediate-un,phased-benchmarks]'
              parley package compare bridging best-case

            USAGE: parley package <subcommand>

            OPTIONS:
              --version               Show the version.
              -h, --help              Show help information.

            SUBCOMMANDS:
              new                     Draft a new package.
              set                     Set what a package says on issues.
              unset                   Open issues of a package again.
              status                  Say what has become of a package: draft, tabled,
                                      agreed, rejected or withdrawn.
              show                    Show a package: what it settles, and what it leaves
                                      open.
              compare                 Put packages side by side, issue by issue.
              list                    List the packages of a workspace.
              copy                    Make a new draft from a package.
              delete                  Remove a package; earlier revisions keep it.

              See 'parley help package <subcommand>' for detailed help.
            """#,
        "package new": #"""
            OVERVIEW: Draft a new package.

            Issues that are not named stay open.

            Example:
              parley package new compromise --title "A compromise" crimea=deferred

            USAGE: parley package new [<options>] <package> [<issue=option> ...]

            ARGUMENTS:
              <package>               The new package's id.
              <issue=option>          issue=option; issue=[a,b] (or issue=a,b) where
                                      several are disputed; issue=left-out to take it off
                                      the table.

            OPTIONS:
              --title <text>          What it is called; the id when absent.
              --author <text>         Who drafts it.
              --rationale <text>      Why anybody would sign it.
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --expected-revision <n> Change nothing unless this is the newest revision.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "package set": #"""
            OVERVIEW: Set what a package says on issues.

            Examples:
              parley package set bridging crimea=deferred finance-relief=kept
              parley package set bridging 'ceasefire=[immediate-un,phased-benchmarks]'
              parley package set bridging reconstruction-aid=left-out

            USAGE: parley package set [<options>] <package> <issue=option> ...

            ARGUMENTS:
              <package>               The package.
              <issue=option>          issue=option; issue=[a,b] (or issue=a,b) where
                                      several are disputed; issue=left-out to take it off
                                      the table.

            OPTIONS:
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --expected-revision <n> Change nothing unless this is the newest revision.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "package unset": #"""
            OVERVIEW: Open issues of a package again.

            Example:
              parley package unset bridging crimea finance-relief

            USAGE: parley package unset [<options>] <package> <issue> ...

            ARGUMENTS:
              <package>               The package.
              <issue>                 The issues to open.

            OPTIONS:
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --expected-revision <n> Change nothing unless this is the newest revision.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "package status": #"""
            OVERVIEW: Say what has become of a package: draft, tabled, agreed, rejected or
            withdrawn.

            Example:
              parley package status bridging tabled

            USAGE: parley package status [<options>] <package> <status>

            ARGUMENTS:
              <package>               The package.
              <status>                Its new status. (values: draft, tabled, agreed,
                                      rejected, withdrawn)

            OPTIONS:
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --expected-revision <n> Change nothing unless this is the newest revision.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "package show": #"""
            OVERVIEW: Show a package: what it settles, and what it leaves open.

            Example:
              parley package show bridging

            USAGE: parley package show [<options>] <package>

            ARGUMENTS:
              <package>               The package.

            OPTIONS:
              --revision <n>          As of this revision.
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "package compare": #"""
            OVERVIEW: Put packages side by side, issue by issue.

            Examples:
              parley package compare
              parley package compare bridging best-case

            USAGE: parley package compare [<options>] [<package> ...]

            ARGUMENTS:
              <package>               Which; all when none is named.

            OPTIONS:
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "package list": #"""
            OVERVIEW: List the packages of a workspace.

            JSON is the packages as the workspace document has them, by id.

            Example:
              parley package list

            USAGE: parley package list [<options>]

            OPTIONS:
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "package copy": #"""
            OVERVIEW: Make a new draft from a package.

            The copy notes what it is based on.

            Example:
              parley package copy bridging bridging-2 --title "After the second round"

            USAGE: parley package copy [<options>] <package> <to>

            ARGUMENTS:
              <package>               The package.
              <to>                    The copy's id.

            OPTIONS:
              --title <text>          What the copy is called.
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --expected-revision <n> Change nothing unless this is the newest revision.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "package delete": #"""
            OVERVIEW: Remove a package; earlier revisions keep it.

            Example:
              parley package delete bridging-2

            USAGE: parley package delete [<options>] <package>

            ARGUMENTS:
              <package>               The package.

            OPTIONS:
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --expected-revision <n> Change nothing unless this is the newest revision.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "record": #"""
            OVERVIEW: Keep the record of the talks: who offered, accepted or rejected what,
            and when.

            Examples:
              parley record add --party russia --act offers --package bridging
              parley record list

            USAGE: parley record <subcommand>

            OPTIONS:
              --version               Show the version.
              -h, --help              Show help information.

            SUBCOMMANDS:
              add                     Add an entry to the record of the talks.
              list                    List the record of the talks, oldest first.

              See 'parley help record <subcommand>' for detailed help.
            """#,
        "record add": #"""
            OVERVIEW: Add an entry to the record of the talks.

            Examples:
              parley record add --party russia --act offers --package bridging
              parley record add --party ukraine --act accepts-if --issue crimea \
                  --condition 'ukraine-guarantee = coalition' --date 2025-08-12

            USAGE: parley record add --party <id> --act <act> (--package <id> | --issue <id>) [<options>]

            OPTIONS:
              --party <id>            Who.
              --act <act>             What it did. (values: offers, accepts, rejects,
                                      accepts-if)
              --package <id>          Which package it is about.
              --package-revision <n>  The revision in which the package stood as it was
                                      offered.
              --issue <id>            Or which issue.
              --condition <predicate> For accepts-if: on what condition.
              --date <date>           When: 2025, 2025-08 or 2025-08-12; today when absent.
              --note <text>           What was said.
              --source <source>       Who reports it: a source's id, or id#section.
              --id <id>               The entry's id; made from date, party and act when
                                      absent.
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --expected-revision <n> Change nothing unless this is the newest revision.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "record list": #"""
            OVERVIEW: List the record of the talks, oldest first.

            Example:
              parley record list

            USAGE: parley record list [<options>]

            OPTIONS:
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "gaps": #"""
            OVERVIEW: Issue by issue: how far apart the parties are, and what divides them
            most.

            Runs core.gaps.

            Examples:
              parley gaps
              parley gaps --reading declared

            USAGE: parley gaps [<options>]

            OPTIONS:
              --reading <reading>     Whose account of the positions: declared (what
                                      parties say) or assessed (what they would settle for).
              --param <name=value>    A parameter of the analyzer; see “parley analyzers”.
              --revision <n>          As of this revision.
              --all                   Show every finding with its evidence, and every table
                                      and column.
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "agenda": #"""
            OVERVIEW: Which goals and red lines of each party a package meets, misses or
            leaves open.

            Runs core.agenda.

            Example:
              parley agenda bridging

            USAGE: parley agenda [<options>] <package>

            ARGUMENTS:
              <package>               The package.

            OPTIONS:
              --reading <reading>     Whose account of the positions: declared (what
                                      parties say) or assessed (what they would settle for).
              --param <name=value>    A parameter of the analyzer; see “parley analyzers”.
              --revision <n>          As of this revision.
              --all                   Show every finding with its evidence, and every table
                                      and column.
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "evaluate": #"""
            OVERVIEW: What a package is worth to each party, against no deal, and who
            consents, blocks or objects.

            Runs core.evaluate. With --set a variation is evaluated that is not stored;
            without a package, one made of nothing but what is set.

            Examples:
              parley evaluate bridging
              parley evaluate bridging --set crimea=deferred --set finance-relief=kept

            USAGE: parley evaluate [<options>] [<package>]

            ARGUMENTS:
              <package>               The package.

            OPTIONS:
              --set <issue=option>    issue=option; issue=[a,b] (or issue=a,b) where
                                      several are disputed; issue=left-out to take it off
                                      the table.
              --reading <reading>     Whose account of the positions: declared (what
                                      parties say) or assessed (what they would settle for).
              --param <name=value>    A parameter of the analyzer; see “parley analyzers”.
              --revision <n>          As of this revision.
              --all                   Show every finding with its evidence, and every table
                                      and column.
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "analyze": #"""
            OVERVIEW: Run analyzers by their ids, or all that apply.

            Without ids: every analyzer that looks at the workspace, and with --package
            those too that look at a package; parameters go to those that declare them.
            “parley analyzers” lists ids and parameters. JSON is a list of results.

            Examples:
              parley analyze
              parley analyze core.evaluate core.agenda --package bridging
              parley analyze core.provenance --package bridging
              parley analyze core.gaps --param reading=declared

            USAGE: parley analyze [<options>] [<id> ...]

            ARGUMENTS:
              <id>                    Analyzers.

            OPTIONS:
              --package <id>          The package, for analyzers that look at one or take
                                      one.
              --reading <reading>     Whose account of the positions: declared (what
                                      parties say) or assessed (what they would settle for).
              --param <name=value>    A parameter of the analyzer; see “parley analyzers”.
              --revision <n>          As of this revision.
              --all                   Show every finding with its evidence, and every table
                                      and column.
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "analyzers": #"""
            OVERVIEW: List the analyzers, what each answers, and its parameters.

            Example:
              parley analyzers

            USAGE: parley analyzers [<options>]

            OPTIONS:
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "status": #"""
            OVERVIEW: Say whether the daemon runs, where, and what it keeps.

            Starts no daemon; ends with exit code 69 when none runs.

            Examples:
              parley status
              parley status --json

            USAGE: parley status [<options>]

            OPTIONS:
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "start": #"""
            OVERVIEW: Start the daemon, if it does not run yet.

            It goes on when this program and the terminal are gone, and logs to parleyd.log
            in its state directory. Commands that need it start it too.

            Examples:
              parley start
              parley start --state ~/negotiations

            USAGE: parley start [<options>]

            OPTIONS:
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "stop": #"""
            OVERVIEW: Stop the daemon after what is in flight, and wait until it is gone.

            Nothing is lost: what was acknowledged is on disk. Where no daemon runs there
            is nothing to do.

            Example:
              parley stop

            USAGE: parley stop [<options>]

            OPTIONS:
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "call": #"""
            OVERVIEW: Call a method of the daemon's socket, as a script would.

            The result is printed as JSON: indented on a terminal or with --json, on one
            line elsewhere. “parley call rpc.discover” describes every method.

            Examples:
              parley call daemon.status
              parley call package.set '{"package": "bridging", "choices": {"crimea":
            "deferred"}}'
              parley call analysis.run - < request.json

            USAGE: parley call [<options>] <method> [<params>]

            ARGUMENTS:
              <method>                The method: noun.verb.
              <params>                Its params as JSON; - reads them from standard input.

            OPTIONS:
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "watch": #"""
            OVERVIEW: Print every change as it is made, a line each, until interrupted.

            With --json each line is the event's JSON, for programs that follow along.

            Examples:
              parley watch
              parley watch --json | while read -r event; do …; done

            USAGE: parley watch [<options>]

            OPTIONS:
              -w, --workspace <id>    The workspace; may be left out when there is only one.
              --json                  Print the result as JSON, and an error too.
              --color <when>          When to colour. (values: auto, always, never;
                                      default: auto)
              --width <columns>       Columns to fill, instead of the terminal's.
              --socket <path>         Where the daemon listens.
              --state <directory>     Where the daemon keeps workspaces.
              --no-start              Fail rather than start a daemon.
              --version               Show the version.
              -h, --help              Show help information.

            """#,
        "completions": #"""
            OVERVIEW: Print a completion script for a shell.

            Ids of workspaces, issues, parties and packages are completed while a daemon
            runs.

            Examples:
              parley completions bash > ~/.local/share/bash-completion/completions/parley
              parley completions zsh > ~/.local/share/zsh/site-functions/_parley
              parley completions fish > ~/.config/fish/completions/parley.fish

            USAGE: parley completions <shell>

            ARGUMENTS:
              <shell>                 The shell. (values: bash, zsh, fish)

            OPTIONS:
              --version               Show the version.
              -h, --help              Show help information.

            """#,
    ]
}
