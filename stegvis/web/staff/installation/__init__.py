"""How the installation is, for the administrator."""
