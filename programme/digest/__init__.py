"""The weekly digest: a week's figures and what needs attention."""
