"""What measures and compares: mutants, changes of the documents, benchmarks, the pictures of the README."""
