"""What people mean by what they type: text and what is known of the speaker in, meanings with their certainty out.

Nothing here reads a database or a clock. `reader.Reader` is the door; the words it knows stand in `texts/<language>/words/`.
"""
