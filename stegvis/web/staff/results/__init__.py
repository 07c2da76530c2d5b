"""Results: what a release says, in words, pictures and tables; how it was counted; export, report, next release."""
