import Findings

/// Every analyzer that comes with Parley.
package enum CoreAnalyzers {
    package static let all: [any Analyzer] = [
        GapsAnalyzer(), AgendaAnalyzer(), EvaluateAnalyzer(), ZoneAnalyzer(), WhyAnalyzer(), ImproveAnalyzer(), TradesAnalyzer(),
        FrontierAnalyzer(), SolutionsAnalyzer(), ScenariosAnalyzer(), BriefAnalyzer(), ProvenanceAnalyzer(),
    ]
}
