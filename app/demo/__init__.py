"""The demonstration: a sample street with people and ten weeks of history, made before anybody opens it.

Offers other wings `sample_clock`, `sample_town`, `wecom_stage`.
"""
