import Findings

package enum CoreAnalyzers {
    package static let all: [any Analyzer] = []
}
