"""The only place that speaks SQL: one wing per subject, its statements beside its Python."""
