"""Electronic identification over OpenID Connect: the Swedish profile's claims, the checks of tokens, a test broker."""
