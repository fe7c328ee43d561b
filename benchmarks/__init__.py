"""What is measured, and against whom: ratios against a named peer in the same run, never a timed test."""
