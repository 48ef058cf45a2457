import Negotiation
import OrderedCollections
import Shapes

/// What every analyzer returns, core or plugin, and every renderer takes.
package struct AnalysisResult: Sendable, Hashable {
    package enum Status: String, Sendable, CaseIterable {
        case complete
        /// Answered as far as the input allows; `lacks` says what is missing.
        case partial
        /// The question does not arise here.
        case notApplicable = "not-applicable"
    }

    package var analyzer = ""
    package var title = ""
    package var status = Status.complete
    package var workspace = ID<Workspace>("")
    package var revision = 0
    package var package: ID<Package>?
    /// The reading it was computed under; nil when it does not depend on one, or shows both.
    package var reading: Reading?
    /// Every parameter with the value that was used, defaults included.
    package var parameters: OrderedDictionary<String, Value> = [:]
    /// The answer in a sentence or two.
    package var summary = ""
    /// What is missing for a full answer, and where to add it.
    package var lacks: [String] = []
    package var findings: [Finding] = []
    package var tables: [Table] = []
    package var charts: [Chart] = []
    package var provenance = Provenance()

    package init() {}

    package static let shape = Shape.record(
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
            .standard("provenance", \.provenance, Provenance(), Provenance.shape, "what it rests on"),
        ])
}

/// One thing found, in words, with what it rests on.
package struct Finding: Sendable, Hashable {
    /// What it means for an agreement; the order in which a reader wants them.
    package enum Kind: String, Sendable, CaseIterable { case blocks, fragile, missing, strong, note }

    package var id = ""
    package var kind = Kind.note
    package var title = ""
    package var detail: String?
    package var issues: [ID<Issue>] = []
    package var parties: [ID<Party>] = []
    package var evidence: [Evidence] = []

    package init(_ kind: Kind, id: String, _ title: String, detail: String? = nil) {
        self.kind = kind
        self.id = id
        self.title = title
        self.detail = detail
    }

    package static let shape = Shape.record(
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
package struct Evidence: Sendable, Hashable {
    package var pointer = Pointer()
    package var text: String?
    package var source: Citation?
    package var isAssumption = false

    package init(_ pointer: Pointer, text: String? = nil, source: Citation? = nil, isAssumption: Bool = false) {
        self.pointer = pointer
        self.text = text
        self.source = source
        self.isAssumption = isAssumption
    }

    package static let shape = Shape.record(
        "piece of evidence", Evidence(Pointer()),
        [
            .required("pointer", \.pointer, .pointer, "the place in the workspace, as a JSON pointer"),
            .optional("text", \.text, .text, "what stands there, in words"),
            .optional("source", \.source, Citation.shape, "what it cites"),
            .standard("assumption", \.isAssumption, false, .bool, "true when it rests on somebody's own judgement, or on nothing"),
        ])
}

extension Shape where T == Pointer {
    package static let pointer = Shape(
        decode: { value, decoding in
            if let text = value.string, let pointer = Pointer(parsing: text) { return pointer }
            decoding.fail("wrong-type", "a JSON pointer (/issues/crimea) is expected here, not \(value.kindDescription)", mark: value.mark)
            return nil
        },
        encode: { .string($0.description) }, schema: { _ in ["type": "string", "pattern": "^(/.*)?$"] })
}

/// What a result rests on: how many of the claims it used are cited, how many assumed, how many neither.
package struct Provenance: Sendable, Hashable {
    package var cited = 0
    package var assumed = 0
    package var unsourced = 0

    package init() {}

    package var total: Int { cited + assumed + unsourced }

    package static let shape = Shape.record(
        "provenance", Provenance(),
        [
            .standard("cited", \.cited, 0, .int(0...Int.max), "claims that cite a source"),
            .standard("assumed", \.assumed, 0, .int(0...Int.max), "claims that cite somebody's own judgement"),
            .standard("unsourced", \.unsourced, 0, .int(0...Int.max), "claims that cite nothing"),
        ])
}
