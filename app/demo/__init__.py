"""The demonstration: a sample street with its people, lived in before anybody opens it.

Offers other wings `sample_clock`, `sample_town`, `wecom_stage`.
"""
