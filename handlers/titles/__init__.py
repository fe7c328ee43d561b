"""The title 五星商户: nomination, objections, hearings; and red lines.

Offers other wings `veto`, `withdrawal_hearing`.
"""
