"""What a run says at its end: lines for who waits, and JUnit, HAR and a page for others; none holds a secret."""
