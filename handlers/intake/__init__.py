"""来件: what other systems send, from the alert or case to the desk, the door and the site; sheets of cases; cameras.

Offers other wings `at_door`.
"""
