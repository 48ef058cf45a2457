/// What the samples look like. Lines are as wide as the terminal they are for; `␛` stands for the escape character.
enum Snapshots {
    static let narrow: [String: String] = [
        "table": #"""
            Value to each party
                                                 No deal
            Party            Value (0–100)       (0–100)  Consent     What counts most
            ────────────────────────────────────────────────────────────────────────────────
            Coastland     56   (42.4–71.1)  28 (20–35.5)  certain     A closed season that
                                                                      holds while the fish
                                                                      spawn, and a quota
                                                                      under the ceiling of
                                                                      the survey
            Isle          30   (7.5–48)     26 (12–40)    possible    Work for the plant
            Fishers of     9.5 (0–22)                     excluded:
            the northern                                  red line
            isles
            Secretariat   64                              not needed
            Values of different parties cannot be compared: each is measured on the party’s
            own scale.
            """#,
        "chart": #"""
            Value against no deal (0–100)
                                  0                  50                 100
            Coastland             ···········┃·····━━━━━●━━━━━━············  56   (42.5–71)
            Isle                  ···━━━━━━━━━◉━━━━━━━·····················  30   (7.5–48)
            Fishers of the        ◀━━━●━━━┃━·······························   9.5 (−8 to 22)
              northern isles
            Secretariat           ··························●··············  64
                                  ━━ over all stated ranges   ● at the midpoints   ┃ no deal
                                  ◉ both   ◀ ▶ beyond the scale
            """#,
        "result": #"""
            What a package is worth to each party
            core.evaluate · package “A middle way” · assessed reading · revision 12
            with limit 5

            Partial answer. The fishers block the draft by a red line; Coastland consents
            over all stated ranges, Isle for some.

            What blocks (1)
              ✗ The fishers cannot sign: the package crosses “An open season”
                The line is firm and binds under both readings.
                ↳ Their red line [brief#quota]; issues/season/positions/fishers
                  [analyst, assumed]; issues/quota/positions/fishers [no source]

            What is strong (1)
              ✓ Coastland signs whatever the true values

            Notes (4)
              · Remark number 1
              · Remark number 2
              · Remark number 3
                … and 1 more (--all shows all)

            Value to each party
                                                 No deal
            Party            Value (0–100)       (0–100)  Consent     What counts most
            ────────────────────────────────────────────────────────────────────────────────
            Coastland     56   (42.4–71.1)  28 (20–35.5)  certain     A closed season that
                                                                      holds while the fish
                                                                      spawn, and a quota
                                                                      under the ceiling of
                                                                      the survey
            Isle          30   (7.5–48)     26 (12–40)    possible    Work for the plant
            Fishers of     9.5 (0–22)                     excluded:
            the northern                                  red line
            isles
            Secretariat   64                              not needed
            Values of different parties cannot be compared: each is measured on the party’s
            own scale.

            Value against no deal (0–100)
                                  0                  50                 100
            Coastland             ···········┃·····━━━━━●━━━━━━············  56   (42.5–71)
            Isle                  ···━━━━━━━━━◉━━━━━━━·····················  30   (7.5–48)
            Fishers of the        ◀━━━●━━━┃━·······························   9.5 (−8 to 22)
              northern isles
            Secretariat           ··························●··············  64
                                  ━━ over all stated ranges   ● at the midpoints   ┃ no deal
                                  ◉ both   ◀ ▶ beyond the scale

            For a full answer
              + The positions of the union: add them under issues

            Rests on 41 cited claims, 63 assumptions and 1 claim without a source.
            Numbers: a (b–c) is a at the midpoints of the stated ranges, and between b and c
            over all of them; a plain number is exact for stated values and midpoints.
            """#,
        "diagnostics": #"""
            issues.yaml:12:30: error: “sumer” is not an option of “season”
              |     stance: {closed: prefers, sumer: accepts}
              |                              ^
              did you mean “summer”?
            more.yaml:140:3: error: the issue “quota” is defined twice
              |   quota:
              |   ^
              also: issues.yaml:88:3
            issues.yaml:3:5: warning: the goal “stock” restates a stance
              drop its weight, or drop the stance
            2 errors and 1 warning in 2 files
            """#,
        "changes": #"""
            + packages/bridging
            ~ issues/season  /positions/isle/salience: high → vital
            ~ parties/isle
                /summary: old words old words old words old words old words old words old
                  words old words old words old words old words old words… → new
                /patience: added [1, 2]
                /capability: removed 80
            ↕ scenarios/late  moved
            - linkages/old

            1 added, 2 changed, 1 removed and 1 moved
            """#,
        "package": #"""
            A middle way                                                      middle · draft
            by Secretariat · 0 of 3 settled, 1 disputed, 1 left out, 1 open

            Issue              Choice
            ──────────────────────────────────────────────────
            EEZ
            Fishing season     [Closed all year | Summer only]
            Limits of the EEZ  left out

            Other issues
            Quota              open

            Schedule
            Month  Step                By         Verified by    Remarks
            ────────────────────────────────────────────────────────────────────────────────
                0  Boats stay in port  Isle                      carries out 50 % of Fishing
                                                                 season
                3  Joint survey        Coastland  Coastal union
            """#,
        "comparison": #"""
            Comparison of 3 packages                                           fishing-quota
            3 of 3 issues differ; they are marked with ≠

            middle  A middle way · draft · 0 of 3 settled, 1 disputed, 1 left out, 1 open
            strict  The strict one · tabled · complete: all 3 settled
            lax     The lax one · draft · complete: all 3 settled

            EEZ
            ≠ Fishing season
                middle: [Closed all year | Summer only]
                strict: Closed all year
                lax: Open all year
            ≠ Limits of the EEZ
                middle: left out
                strict, lax: As now

            Other issues
            ≠ Quota
                middle: open
                strict, lax: 20 kilotonnes
            """#,
        "packages": #"""
            Id      Title           Status  Settled
            ──────────────────────────────────────────────────────────────────────────────
            middle  A middle way    draft   0 of 3 settled, 1 disputed, 1 left out, 1 open
            strict  The strict one  tabled  complete: all 3 settled
            lax     The lax one     draft   complete: all 3 settled
            """#,
        "overview": #"""
            Sharing a fish stock               fishing-quota · as of 2025-08-12 · revision 3

            Two coasts share one stock.
            It shrinks.

            Parties
              Principals    Coastland (coastland), Isle (isle)
              Ratifiers     Coastal union (union)
              Must consent  Coastland and Isle; whoever the chosen options need

            Issues
            Id      Issue              Options  Positions  No deal
            ────────────────────────────────────────────────────────────
            EEZ
            season  Fishing season           3          2  Open all year
            zone    Limits of the EEZ        2          0  not stated

            Other issues
            quota   Quota                    6          1  80 kilotonnes

              36 complete packages, linkages aside.

            Packages
            Id      Title           Status  Settled
            ──────────────────────────────────────────────────────────────────────────────
            middle  A middle way    draft   0 of 3 settled, 1 disputed, 1 left out, 1 open
            strict  The strict one  tabled  complete: all 3 settled
            lax     The lax one     draft   complete: all 3 settled

            3 positions and 2 sources.
            """#,
        "issue": #"""
            Fishing season                                                      season · eez

            At issue according to [brief#quota]

            Options
              Closed all year (closed) [brief#quota]
              Summer only (summer) [analyst, assumed]
                  months 3
                  needs the consent of Coastal union
              Open all year (open) [no source]

            No deal: Open all year (open)

            Positions
            Party, salience   closed   summer   open
            ────────────────────────────────────────────────────
            Coastland, vital  prefers  accepts  red-line → 0–0.1
            Isle, 30–50       opposes  ?        demands
            a → b: the party says a, the analyst thinks b

            What they say, and what is thought of it
              Coastland: The stock comes first. (high confidence) [brief#quota]
                  assessed: It gave way before. [analyst, assumed]
            """#,
        "range": #"""
            Quota                                                                      quota

            No source says that this is at issue.

            Options
              0–100 kilotonnes, in steps of 20

            No deal: 80 kilotonnes

            Positions
            Party, salience  0        100
            ─────────────────────────────────
            Coastland, high  prefers  opposes
            """#,
        "party": #"""
            Coastland                                       coastland · principal, may block

            A party according to [brief#quota]

            Wants
              The stock recovers (10–20 points) [brief#quota]
                  when quota <= 40

            Red lines
              firm  An open season [analyst, assumed]
                    crossed when season = open

            Outside an agreement
              No deal                   −20 to −5 points: The fleet stays in port
                                        [no source]
              No deal, from month 6 on  −40 to 10 points [no source]
              Patience                  0.9–0.97 a month

            What matters to it
            Issue           Id      Salience  Declared first choice
            ───────────────────────────────────────────────────────
            Fishing season  season  vital     Closed all year
            Quota           quota   high      0 kilotonnes
            """#,
        "revisions": #"""
            Revision  Time                 Author  Change
            ──────────────────────────────────────────────────────────
                  12  2025-08-12 10:20:30  anna    package.set middle
                   3  2025-08-11 09:00:00  ben     apply fishing-quota
            """#,
        "analyzers": #"""
            core.gaps                                                 looks at the workspace
              Where do the parties stand apart?
              Classifies each issue.
                reading  whose account of the positions: what parties say, or what the
                         analyst thinks they would settle for (declared | assessed, else
                         assessed)
                limit    how many (integer 1–100, else 5)
            """#,
        "pairs": #"""
            daemon  running
            a       b
            """#,
    ]

    static let wide: [String: String] = [
        "table": #"""
            Value to each party
            Party                             Value (0–100)  No deal (0–100)  Consent             What counts most
            ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
            Coastland                      56   (42.4–71.1)     28 (20–35.5)  certain             A closed season that holds while the fish spawn, and a quota under the
                                                                                                  ceiling of the survey
            Isle                           30   (7.5–48)        26 (12–40)    possible            Work for the plant
            Fishers of the northern isles   9.5 (0–22)                        excluded: red line
            Secretariat                    64                                 not needed
            Values of different parties cannot be compared: each is measured on the party’s own scale.
            """#,
        "chart": #"""
            Value against no deal (0–100)
                                           0                                           50                                          100
            Coastland                      ·························┃············━━━━━━━━━━━━●━━━━━━━━━━━━━━··························  56   (42.5–71)    no deal 28 (20–35)
            Isle                           ·······━━━━━━━━━━━━━━━━━━━━◉━━━━━━━━━━━━━━━━···············································  30   (7.5–48)     no deal 30 (12–40)
            Fishers of the northern isles  ◀━━━━━━━━●━━━━━━━━┃━━······································································   9.5 (−8 to 22)   no deal 20 (10–30)
            Secretariat                    ··························································●································  64
                                           ━━ over all stated ranges   ● at the midpoints   ┃ no deal   ◉ both   ◀ ▶ beyond the scale
            """#,
        "result": #"""
            What a package is worth to each party
            core.evaluate · package “A middle way” · assessed reading · revision 12
            with limit 5

            Partial answer. The fishers block the draft by a red line; Coastland consents over all stated
            ranges, Isle for some.

            What blocks (1)
              ✗ The fishers cannot sign: the package crosses “An open season”
                The line is firm and binds under both readings.
                ↳ Their red line [brief#quota]; issues/season/positions/fishers [analyst, assumed];
                  issues/quota/positions/fishers [no source]

            What is strong (1)
              ✓ Coastland signs whatever the true values

            Notes (4)
              · Remark number 1
              · Remark number 2
              · Remark number 3
                … and 1 more (--all shows all)

            Value to each party
            Party                             Value (0–100)  No deal (0–100)  Consent             What counts most
            ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
            Coastland                      56   (42.4–71.1)     28 (20–35.5)  certain             A closed season that holds while the fish spawn, and a quota under the
                                                                                                  ceiling of the survey
            Isle                           30   (7.5–48)        26 (12–40)    possible            Work for the plant
            Fishers of the northern isles   9.5 (0–22)                        excluded: red line
            Secretariat                    64                                 not needed
            Values of different parties cannot be compared: each is measured on the party’s own scale.

            Value against no deal (0–100)
                                           0                                           50                                          100
            Coastland                      ·························┃············━━━━━━━━━━━━●━━━━━━━━━━━━━━··························  56   (42.5–71)    no deal 28 (20–35)
            Isle                           ·······━━━━━━━━━━━━━━━━━━━━◉━━━━━━━━━━━━━━━━···············································  30   (7.5–48)     no deal 30 (12–40)
            Fishers of the northern isles  ◀━━━━━━━━●━━━━━━━━┃━━······································································   9.5 (−8 to 22)   no deal 20 (10–30)
            Secretariat                    ··························································●································  64
                                           ━━ over all stated ranges   ● at the midpoints   ┃ no deal   ◉ both   ◀ ▶ beyond the scale

            For a full answer
              + The positions of the union: add them under issues

            Rests on 41 cited claims, 63 assumptions and 1 claim without a source.
            Numbers: a (b–c) is a at the midpoints of the stated ranges, and between b and c over all of them; a
            plain number is exact for stated values and midpoints.
            """#,
        "comparison": #"""
            Comparison of 3 packages                                                               fishing-quota
            3 of 3 issues differ; they are marked with ≠

            middle  A middle way · draft · 0 of 3 settled, 1 disputed, 1 left out, 1 open
            strict  The strict one · tabled · complete: all 3 settled
            lax     The lax one · draft · complete: all 3 settled

               Issue              middle                           strict           lax
            ─────────────────────────────────────────────────────────────────────────────────────
            EEZ
            ≠  Fishing season     [Closed all year | Summer only]  Closed all year  Open all year
            ≠  Limits of the EEZ  left out                         As now           As now

            Other issues
            ≠  Quota              open                             20 kilotonnes    20 kilotonnes
            """#,
    ]

    static let colored: [String: String] = [
        "table": #"""
            ␛[1mValue to each party␛[0m
                                                 ␛[2mNo deal␛[0m
            ␛[2mParty␛[0m            ␛[2mValue (0–100)␛[0m       ␛[2m(0–100)␛[0m  ␛[2mConsent␛[0m     ␛[2mWhat counts most␛[0m
            ␛[2m────────────────────────────────────────────────────────────────────────────────␛[0m
            Coastland     56   (42.4–71.1)  28 (20–35.5)  ␛[32mcertain␛[0m     A closed season that
                                                                      holds while the fish
                                                                      spawn, and a quota
                                                                      under the ceiling of
                                                                      the survey
            Isle          30   (7.5–48)     26 (12–40)    ␛[33mpossible␛[0m    Work for the plant
            Fishers of     9.5 (0–22)                     ␛[31mexcluded:␛[0m
            the northern                                  ␛[31mred line␛[0m
            isles
            Secretariat   64                              not needed
            ␛[2mValues of different parties cannot be compared: each is measured on the party’s␛[0m
            ␛[2mown scale.␛[0m
            """#,
        "chart": #"""
            ␛[1mValue against no deal␛[0m␛[2m (0–100)␛[0m
                                  ␛[2m0                  50                 100␛[0m
            Coastland             ␛[2m···········␛[0m␛[33m┃␛[0m␛[2m·····␛[0m␛[36m━━━━━␛[0m␛[1m●␛[0m␛[36m━━━━━━␛[0m␛[2m············␛[0m  56   (42.5–71)
            Isle                  ␛[2m···␛[0m␛[36m━━━━━━━━━␛[0m␛[1m◉␛[0m␛[36m━━━━━━━␛[0m␛[2m·····················␛[0m  30   (7.5–48)
            Fishers of the        ␛[36m◀━━━␛[0m␛[1m●␛[0m␛[36m━━━␛[0m␛[33m┃␛[0m␛[36m━␛[0m␛[2m·······························␛[0m   9.5 (−8 to 22)
              northern isles
            Secretariat           ␛[2m··························␛[0m␛[1m●␛[0m␛[2m··············␛[0m  64
                                  ␛[2m━━ over all stated ranges   ● at the midpoints   ┃ no deal␛[0m
                                  ␛[2m◉ both   ◀ ▶ beyond the scale␛[0m
            """#,
        "diagnostics": #"""
            ␛[1missues.yaml:12:30: ␛[0m␛[1;31merror: ␛[0m“sumer” is not an option of “season”
            ␛[2m  | ␛[0m    stance: {closed: prefers, sumer: accepts}
            ␛[2m  | ␛[0m                             ␛[1;31m^␛[0m
            ␛[36m  did you mean “summer”?␛[0m
            ␛[1mmore.yaml:140:3: ␛[0m␛[1;31merror: ␛[0mthe issue “quota” is defined twice
            ␛[2m  | ␛[0m  quota:
            ␛[2m  | ␛[0m  ␛[1;31m^␛[0m
              also: issues.yaml:88:3
            ␛[1missues.yaml:3:5: ␛[0m␛[1;33mwarning: ␛[0mthe goal “stock” restates a stance
            ␛[36m  drop its weight, or drop the stance␛[0m
            ␛[1;31m2 errors␛[0m and ␛[1;33m1 warning␛[0m in 2 files
            """#,
        "changes": #"""
            ␛[32m+ packages/bridging␛[0m
            ␛[33m~ issues/season␛[0m  ␛[2m/positions/isle/salience: ␛[0mhigh␛[2m → ␛[0m␛[1mvital␛[0m
            ␛[33m~ parties/isle␛[0m
                ␛[2m/summary: ␛[0mold words old words old words old words old words old words old
                  words old words old words old words old words old words␛[2m… → ␛[0m␛[1mnew␛[0m
                ␛[2m/patience: added ␛[0m␛[32m[1, 2]␛[0m
                ␛[2m/capability: removed ␛[0m␛[31m80␛[0m
            ␛[36m↕ ␛[0mscenarios/late␛[2m  moved␛[0m
            ␛[31m- linkages/old␛[0m

            ␛[2m1 added, 2 changed, 1 removed and 1 moved␛[0m
            """#,
        "issue": #"""
            ␛[1mFishing season␛[0m                                                      ␛[2mseason · eez␛[0m

            At issue according to ␛[2m[brief#quota]␛[0m

            ␛[1mOptions␛[0m
              Closed all year ␛[2m(closed) [brief#quota]␛[0m
              Summer only ␛[2m(summer) [analyst, ␛[0m␛[33massumed␛[0m␛[2m]␛[0m
                  ␛[2mmonths 3␛[0m
                  needs the consent of Coastal union
              Open all year ␛[2m(open) [no source]␛[0m

            ␛[2mNo deal: ␛[0mOpen all year␛[2m (open)␛[0m

            ␛[1mPositions␛[0m
            ␛[2mParty, salience␛[0m   ␛[2mclosed␛[0m   ␛[2msummer␛[0m   ␛[2mopen␛[0m
            ␛[2m────────────────────────────────────────────────────␛[0m
            Coastland, ␛[2mvital␛[0m  ␛[32mprefers␛[0m  accepts  ␛[31mred-line␛[0m␛[2m → ␛[0m0–0.1
            Isle, ␛[2m30–50␛[0m       ␛[33mopposes␛[0m  ␛[2m?␛[0m        ␛[32mdemands␛[0m
            ␛[2ma → b: the party says a, the analyst thinks b␛[0m

            ␛[1mWhat they say, and what is thought of it␛[0m
              Coastland: The stock comes first.␛[2m (high confidence)␛[0m ␛[2m[brief#quota]␛[0m
                  ␛[2massessed: ␛[0mIt gave way before. ␛[2m[analyst, ␛[0m␛[33massumed␛[0m␛[2m]␛[0m
            """#,
    ]
}
