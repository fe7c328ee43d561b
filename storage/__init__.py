"""Storage: the only code that contains SQL; one wing per subject, with its statements beside its Python."""
