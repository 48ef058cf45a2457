import Negotiation
import OrderedCollections
import Shapes

extension Domain {
    /// The source that everything in the workspace cites.
    private static let source = Citation(source: "imported")

    /// - Precondition: `check` has found nothing.
    func workspace(_ format: Importers.Format, _ reading: inout Reading) -> Workspace {
        var workspace = Workspace()
        var names = Names("domain")
        workspace.id = ID(names.id(for: title))
        workspace.title = title
        var source = Source()
        source.title = "\(title), a domain in \(format.title)"
        source.kind = .dataset
        source.locator = origin
        workspace.sources[Domain.source.source] = source

        var partyNames = Names("party")
        let parties = profiles.map { ID<Party>(partyNames.id(for: $0.name)) }
        let accounts = accounts(&reading)
        for (index, profile) in profiles.enumerated() {
            var party = Party()
            party.name = Domain.title(profile.title ?? profile.name)
            party.reservation = Interval(accounts[index].reservation)
            party.reservationSource = Domain.source
            party.source = Domain.source
            workspace.parties[parties[index]] = party
        }
        var issueNames = Names("issue")
        for (index, issue) in issues.enumerated() {
            let id = ID<Negotiation.Issue>(issueNames.id(for: issue.name))
            workspace.issues[id] = make(issue, index, parties, accounts)
        }
        if let rule {
            var decision = Decision()
            decision.required = rule.required.map { parties[$0] }
            decision.atLeast = rule.atLeast
            decision.of = parties
            decision.note = rule.note
            decision.source = Domain.source
            workspace.decision = decision
        }
        reading.note(.read, "\(issues.count) issue\(issues.count == 1 ? "" : "s"), \(profiles.count) part\(profiles.count == 1 ? "y" : "ies")")
        return workspace
    }

    private static func title(_ name: String) -> String { name.isEmpty ? "(no name)" : name }

    private func make(_ issue: Issue, _ index: Int, _ parties: [ID<Party>], _ accounts: [Account]) -> Negotiation.Issue {
        var result = Negotiation.Issue()
        result.title = Domain.title(issue.title ?? issue.name)
        result.source = Domain.source
        var keys: [ID<Negotiation.Option>]
        /// The places among the choices that a stance is given for.
        var places = Array(0..<issue.count)
        func add(_ options: [Option]) {
            var names = Names("option")
            for option in options {
                var made = Negotiation.Option()
                made.title = Domain.title(option.title ?? option.name)
                made.source = Domain.source
                result.options[ID(names.id(for: option.name))] = made
            }
        }
        switch issue.choices {
        case .options(let options):
            add(options)
            keys = Array(result.options.keys)
        case .range(let range):
            if isLinear(index) {
                result.range = range
                keys = range.levels.map { ID($0.description) }
                places = [0, issue.count - 1]
            } else {
                add(range.levels.map { Option(name: $0.description) })
                keys = Array(result.options.keys)
            }
        }
        for (party, account) in zip(parties, accounts) {
            var position = Position()
            for place in places { position.stance[keys[place]] = .number(account.stances[index][place]) }
            position.salience = .number(account.saliences[index])
            position.source = Domain.source
            result.positions[party] = position
        }
        return result
    }

    /// Whether a range can stay one: between two stances a workspace goes straight.
    private func isLinear(_ index: Int) -> Bool {
        profiles.allSatisfy { if case .line = $0.worths[index] { true } else { false } }
    }
}

/// One party's utility in the terms of a workspace.
private struct Account {
    var saliences: [Number]
    /// Per issue and choice.
    var stances: [[Number]]
    var reservation: Number
}

extension Domain {
    /// One party's worths raised to begin at 0, and what that has added to every utility.
    private struct Raised {
        var worths: [[Number]]
        var shift: Number
        var greatest: [Number]
        /// The utility of the best choice on every issue.
        var top: Number
    }

    /// The saliences, stances and reservation of each party.
    ///
    /// A value is `100 · Σ salience·stance / Σ salience`. With worths vᵢ from 0 to Mᵢ, `salience = wᵢ·Mᵢ` and `stance = vᵢ/Mᵢ`
    /// make it `100·u / Σ wᵢ·Mᵢ`, and `salience = wᵢ`, `stance = vᵢ/E` make it `100·u / (E·Σ wᵢ)`. The first is taken where its
    /// divisor is the same for all, so that values of different parties compare as their utilities do. The reservation goes
    /// through the same division, so whoever accepted a package in the other system accepts it here.
    private func accounts(_ reading: inout Reading) -> [Account] {
        let raised = profiles.map { raise($0, &reading) }
        let sums = profiles.map { $0.weights.reduce(0, +) }
        if scale == .common, let first = raised.first?.top, first > 0, raised.allSatisfy({ Domain.areClose($0.top, first) }) {
            if !Domain.areClose(first, 100), !Domain.areClose(first, 1) {
                reading.note(.converted, "the best that each party could get, \(Domain.short(first)), is 100 here")
            }
            return zip(profiles, raised).map { profile, raised in
                let products = zip(profile.weights, raised.greatest).map { ($0 * $1).rounded(decimals: Domain.decimals) }
                return Account(
                    saliences: Domain.saliences(products, factor: Domain.areClose(first, 1) ? 100 : 1),
                    stances: zip(raised.worths, raised.greatest).map { worths, greatest in
                        worths.map { greatest == 0 ? 0 : $0.divided(by: greatest, decimals: Judgement.stanceDecimals) }
                    },
                    reservation: reservation(profile, raised, divisor: products.reduce(0, +), &reading))
            }
        }
        let power = scale == .unit ? 0 : Domain.power(above: raised.flatMap(\.greatest).max() ?? 1)
        let unit = Number(significand: 1, exponent: power)
        if power != 0 { reading.note(.converted, "worths are divided by \(unit), which none of them passes") }
        for (profile, sum) in zip(profiles, sums) where !Domain.areClose(sum, 1) {
            reading.note(
                .converted,
                "the weights of “\(profile.name)” add up to \(Domain.short(sum)); they are taken as shares of that, and its reservation with them")
        }
        if let first = sums.first, !sums.allSatisfy({ Domain.areClose($0, first) }) {
            reading.note(
                .converted,
                "the sums of the weights differ between parties, so their scales do: sums of values over parties are not sums of utilities")
        }
        return profiles.indices.map { index in
            Account(
                saliences: Domain.saliences(profiles[index].weights, factor: 100),
                stances: raised[index].worths.map { worths in
                    worths.map { Number(significand: $0.significand, exponent: $0.exponent - power).rounded(decimals: Judgement.stanceDecimals) }
                },
                reservation: reservation(profiles[index], raised[index], divisor: sums[index] * unit, &reading))
        }
    }

    private func raise(_ profile: Profile, _ reading: inout Reading) -> Raised {
        var raised = Raised(worths: [], shift: 0, greatest: [], top: 0)
        for (index, issue) in issues.enumerated() {
            let values = profile.worths[index].values(issue.count).map { $0.rounded(decimals: Domain.decimals) }
            let least = values.min() ?? 0
            if least.isNegative {
                raised.shift += (profile.weights[index] * least).rounded(decimals: Domain.decimals)
                reading.note(
                    .converted,
                    "what “\(issue.name)” is worth to “\(profile.name)” goes below 0; all of it is raised by \(-least), and the reservation with it")
            }
            let worths = (least.isNegative ? values.map { $0 - least } : values).map(Domain.significant)
            let greatest = worths.max() ?? 0
            if greatest == 0, profile.weights[index] > 0 {
                reading.note(.read, "no option of “\(issue.name)” is worth more than another to “\(profile.name)”")
            }
            raised.worths.append(worths)
            raised.greatest.append(greatest)
            raised.top += (profile.weights[index] * greatest).rounded(decimals: Domain.decimals)
        }
        return raised
    }

    /// The reservation on 0–100, rounded down, so that what just reaches it goes on reaching it.
    private func reservation(_ profile: Profile, _ raised: Raised, divisor: Number, _ reading: inout Reading) -> Number {
        guard let reserved = profile.reserved else {
            reading.note(.converted, "“\(profile.name)” states no reservation, so it accepts everything")
            return 0
        }
        if profile.bias != 0 {
            reading.note(.converted, "the constant \(profile.bias) in the utility of “\(profile.name)” is taken off its reservation")
        }
        let floor = Domain.significant((reserved - profile.bias).rounded(decimals: Domain.decimals) - raised.shift)
        let limit = Number(1_000)
        guard floor * 100 <= divisor * limit, -(divisor * limit) <= floor * 100 else {
            let end = floor.isNegative ? -limit : limit
            reading.note(
                .converted,
                "the reservation of “\(profile.name)”, \(reserved), is far \(floor.isNegative ? "below" : "above") every package; it is written as \(end)")
            return end
        }
        return (floor * 100).divided(by: Domain.significant(divisor), decimals: 12).roundedDown(decimals: Judgement.decimals)
    }

    /// The same proportions as numbers that a workspace takes: `factor` times the weights where that is exact, else as many
    /// digits as find room.
    private static func saliences(_ weights: [Number], factor: Number) -> [Number] {
        let limit = Number(1_000_000)
        let plain = weights.map { $0 * factor }
        if plain.allSatisfy({ $0.decimals <= Judgement.decimals && $0 <= limit }) { return plain }
        let power = 6 - self.power(above: weights.max() ?? 1)
        return weights.map { Number(significand: $0.significand, exponent: $0.exponent + power).rounded(decimals: Judgement.decimals) }
    }

    /// The same to 18 digits, as many as a number that is read has: products of two such fit 128 bits.
    private static func significant(_ number: Number) -> Number {
        guard number.significand.magnitude >= 1_000_000_000_000_000_000 else { return number }
        let digits = String(number.significand.magnitude).utf8.count
        return number.rounded(decimals: -number.exponent - (digits - 18))
    }

    /// The exponent of the smallest power of ten that is not below a number.
    private static func power(above number: Number) -> Int {
        guard number > 0 else { return 0 }
        var power = -18
        while Number(significand: 1, exponent: power) < number { power += 1 }
        return power
    }

    /// Equal but for what binary fractions lose when they are added up.
    private static func areClose(_ a: Number, _ b: Number) -> Bool {
        let (less, greater) = a < b ? (a, b) : (b, a)
        return greater - less <= Number(significand: greater.significand, exponent: greater.exponent - 9).rounded(decimals: decimals)
    }

    /// For the report: nine decimals say enough.
    private static func short(_ number: Number) -> Number { number.rounded(decimals: 9) }
}
