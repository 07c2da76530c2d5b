"""Sign-in through providers of electronic identification: allauth's OpenID Connect with every check made."""
