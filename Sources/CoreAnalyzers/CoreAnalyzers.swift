// CoreAnalyzers
