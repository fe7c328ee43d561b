"""Enrolment, language, help, absences, and everything else about a person's place in the programme.

Offers other wings `links`.
"""
