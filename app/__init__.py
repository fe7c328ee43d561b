"""The composition root: what is put together with what, and everything that starts the product."""
