"""What measures and compares: mutants, changes of the documents, benchmarks; the README's pictures, the site of the pages."""
