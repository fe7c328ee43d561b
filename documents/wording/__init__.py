"""Questions and stars in words, shared by handlers, jobs and pages.

Offers other wings `star_words`.
"""
