"""The words that the whole program speaks: frozen values without behaviour that needs a library."""
