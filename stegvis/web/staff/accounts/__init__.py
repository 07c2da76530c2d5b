"""Accounts for those who manage users: the list, one account, invite, give and end roles, leave, wake."""
