"""New referrals: who is to be called back, who has undertaken it, and what came of it."""
