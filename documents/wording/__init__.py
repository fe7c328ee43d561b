"""Questions and stars in words, shared by handlers, jobs and pages."""
