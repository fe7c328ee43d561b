"""The title 五星商户: nomination, objections, hearings; and red lines."""
