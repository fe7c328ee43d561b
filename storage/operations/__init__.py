"""Runs of jobs, housekeeping, exports, figures for health and metrics."""
