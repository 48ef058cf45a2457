import Negotiation
import OrderedCollections
import Shapes

/// What every analyzer returns, core or plugin, and every renderer takes.
public struct AnalysisResult: Sendable, Hashable {
    public enum Status: String, Sendable, CaseIterable {
        case complete
        /// Answered as far as the input allows; `lacks` says what is missing.
        case partial
        /// The question does not arise here.
        case notApplicable = "not-applicable"
    }

    public var analyzer = ""
    public var title = ""
    public var status = Status.complete
    public var workspace = ID<Workspace>("")
    public var revision = 0
    public var package: ID<Package>?
    /// The reading it was computed under; nil when it does not depend on one, or shows both.
    public var reading: Reading?
    /// Every parameter with the value that was used, defaults included.
    public var parameters: OrderedDictionary<String, Value> = [:]
    /// The answer in a sentence or two.
    public var summary = ""
    /// What is missing for a full answer, and where to add it.
    public var lacks: [String] = []
    public var findings: [Finding] = []
    public var tables: [Table] = []
    public var charts: [Chart] = []
    public var scatters: [Scatter] = []
    public var provenance = Provenance()
    /// The modules whose contributions it was computed with, or without.
    public var modules: [ModuleUse] = []

    public init() {}

    public static let shape = Shape.record(
        "analysis result", AnalysisResult(),
        [
            .required("analyzer", \.analyzer, .text, "the analyzer's id: core.gaps"),
            .required("title", \.title, .text, "what it answers"),
            .required("status", \.status, .word("a status"), "complete | partial | not-applicable"),
            .required("workspace", \.workspace, ID<Workspace>.shape, "the workspace"),
            .required("revision", \.revision, .int(0...Int.max), "the revision it was computed on"),
            .optional("package", \.package, ID<Package>.shape, "the package it is about"),
            .optional("reading", \.reading, Reading.shape, "declared | assessed"),
            .items("parameters", \.parameters, .mapping(.text, .any), "parameters as used"),
            .required("summary", \.summary, .text, "the answer in a sentence or two"),
            .items("lacks", \.lacks, .list(.text), "what is missing for a full answer"),
            .items("findings", \.findings, .list(Finding.shape), "what was found, most important first"),
            .items("tables", \.tables, .list(Table.shape), "tables"),
            .items("charts", \.charts, .list(Chart.shape), "charts"),
            .items("scatters", \.scatters, .list(Scatter.shape), "points between two axes"),
            .standard("provenance", \.provenance, Provenance(), Provenance.shape, "what it rests on"),
            .items("modules", \.modules, .list(ModuleUse.shape), "the modules whose contributions it was computed with, or without"),
        ])
}

/// What became of a module's contribution in a result.
public struct ModuleUse: Sendable, Hashable {
    public enum Standing: String, Sendable, CaseIterable {
        /// Its plugin gave it for just this revision.
        case current
        /// Its plugin does not run; what it gave for this revision earlier was used.
        case lastGood = "last-good"
        /// The module itself made the result.
        case author
        case missing
    }

    public var module = ""
    public var standing = Standing.missing
    /// Tells one build of its plugin from another.
    public var build: String?
    /// SHA-256 of the contribution as JSON.
    public var hash: String?
    /// Why it is missing or old.
    public var detail: String?

    public init(_ module: String, _ standing: Standing, build: String? = nil, hash: String? = nil, detail: String? = nil) {
        self.module = module
        self.standing = standing
        self.build = build
        self.hash = hash
        self.detail = detail
    }

    public static let shape = Shape.record(
        "use of a module", ModuleUse("", .missing),
        [
            .required("module", \.module, .text, "the module's id"),
            .required("standing", \.standing, .word("a standing"), "current | last-good | author | missing"),
            .optional("build", \.build, .text, "of its plugin"),
            .optional("hash", \.hash, .text, "SHA-256 of the contribution as JSON"),
            .optional("detail", \.detail, .text, "why it is missing or old"),
        ])
}

/// One thing found, in words, with what it rests on.
public struct Finding: Sendable, Hashable {
    /// What it means for an agreement; the order in which a reader wants them.
    public enum Kind: String, Sendable, CaseIterable { case blocks, fragile, missing, strong, note }

    public var id = ""
    public var kind = Kind.note
    public var title = ""
    public var detail: String?
    public var issues: [ID<Issue>] = []
    public var parties: [ID<Party>] = []
    public var evidence: [Evidence] = []

    public init(_ kind: Kind, id: String, _ title: String, detail: String? = nil) {
        self.kind = kind
        self.id = id
        self.title = title
        self.detail = detail
    }

    public static let shape = Shape.record(
        "finding", Finding(.note, id: "", ""),
        [
            .required("id", \.id, .text, "stable within the analyzer: red-lines-clash/crimea"),
            .required("kind", \.kind, .word("a kind of finding"), "blocks | fragile | missing | strong | note"),
            .required("title", \.title, .text, "the finding in a sentence"),
            .optional("detail", \.detail, .text, "why, and what to do with it"),
            .items("issues", \.issues, .list(ID<Issue>.shape), "the issues it is about"),
            .items("parties", \.parties, .list(ID<Party>.shape), "the parties it is about"),
            .items("evidence", \.evidence, .list(Evidence.shape), "what it rests on"),
        ])
}

/// A place in the workspace that a finding rests on, with its citation.
public struct Evidence: Sendable, Hashable {
    public var pointer = Pointer()
    public var text: String?
    public var source: Citation?
    public var isAssumption = false

    public init(_ pointer: Pointer, text: String? = nil, source: Citation? = nil, isAssumption: Bool = false) {
        self.pointer = pointer
        self.text = text
        self.source = source
        self.isAssumption = isAssumption
    }

    public static let shape = Shape.record(
        "piece of evidence", Evidence(Pointer()),
        [
            .required("pointer", \.pointer, .pointer, "the place in the workspace, as a JSON pointer"),
            .optional("text", \.text, .text, "what stands there, in words"),
            .optional("source", \.source, Citation.shape, "what it cites"),
            .standard("assumption", \.isAssumption, false, .bool, "true when it rests on somebody's own judgement, or on nothing"),
        ])
}

/// What a result rests on: how many of the claims it used are cited, how many assumed, how many neither.
public struct Provenance: Sendable, Hashable {
    public var cited = 0
    public var assumed = 0
    public var unsourced = 0

    public init() {}

    public var total: Int { cited + assumed + unsourced }

    public static let shape = Shape.record(
        "provenance", Provenance(),
        [
            .standard("cited", \.cited, 0, .int(0...Int.max), "claims that cite a source"),
            .standard("assumed", \.assumed, 0, .int(0...Int.max), "claims that cite somebody's own judgement"),
            .standard("unsourced", \.unsourced, 0, .int(0...Int.max), "claims that cite nothing"),
        ])
}
