"""Findings from their opening to their end, and the leads that become findings.

Offers other wings `cases`, `deadlines`, `findings`, `lead_routing`, `leads`, `ownership`, `passed_leads`, `recheck`, `rectify`,
`reopening` and `repairs`.
"""
