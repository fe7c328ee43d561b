"""实事: what the bureau promises to do, for whom, until when, and who says that it is done."""
