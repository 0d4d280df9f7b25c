"""What measures and compares: mutants, changes of the documents, benchmarks; and what makes pictures and pages."""
