"""Pictures: strokes, fonts, photos, the star card.

Offers other wings `drawing`, `fonts`, `photos`, `picture_header`, `star_card`.
"""
