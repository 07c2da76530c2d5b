"""The fund's indicators: what a release says of them, and which facts are missing, rule by rule."""
