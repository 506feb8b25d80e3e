"""One screen, one module, with its form."""
