"""Rectification and the 721 shares.

Offers other wings `finding_state`, `lead_state`.
"""
