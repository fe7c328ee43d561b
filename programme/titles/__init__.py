"""The title 五星商户 and red lines."""
