"""Named participants, their referrals and enrolments: from first contact to closing.

Named people live here and nowhere else. A participant belongs to one controller; nothing here crosses that wall.
"""
