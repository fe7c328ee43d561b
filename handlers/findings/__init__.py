"""Findings from their opening to their end, and the leads that become findings.

Offers other wings `deadlines`, `findings`, `lead_routing`, `leads`, `ownership`, `passed_leads`, `rectify`, `reopening` and
`repairs`.
"""
