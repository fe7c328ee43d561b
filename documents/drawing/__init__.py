"""Pictures: strokes, fonts, photos, the star card."""
