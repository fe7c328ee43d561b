"""Databases, transactions, statements, migrations, copies: how SQL is spoken at all.

Offers other wings `incarnation`, `rows`, `states`, `tx`.
"""
